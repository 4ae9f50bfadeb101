package camera

import "sync"

// latch is a channel that holds one value, the newest: putting never waits. What
// nobody will fetch any more is handed to drop, which may be nil.
type latch[T any] struct {
	mu     sync.Mutex
	c      chan T
	drop   func(T)
	closed bool
}

func newLatch[T any](drop func(T)) *latch[T] { return &latch[T]{c: make(chan T, 1), drop: drop} }

// put replaces what was not fetched. After close it does nothing.
func (l *latch[T]) put(v T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		l.lose(v)
		return
	}
	select {
	case old := <-l.c:
		l.lose(old)
	default:
	}
	l.c <- v // there is room: only put adds, and it holds the lock
}

// close ends the channel; a value not fetched yet can still be fetched.
func (l *latch[T]) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		close(l.c)
	}
}

func (l *latch[T]) lose(v T) {
	if l.drop != nil {
		l.drop(v)
	}
}

// free gives a frame's memory back, where it has a giver.
func free(f Frame) {
	if f.Free != nil {
		f.Free()
	}
}
