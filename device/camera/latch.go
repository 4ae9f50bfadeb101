package camera

import "sync"

// latch is a channel that holds one value, the newest: putting never waits.
type latch[T any] struct {
	mu     sync.Mutex
	c      chan T
	closed bool
}

func newLatch[T any]() *latch[T] { return &latch[T]{c: make(chan T, 1)} }

// put replaces what was not fetched. After close it does nothing.
func (l *latch[T]) put(v T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	select {
	case <-l.c:
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
