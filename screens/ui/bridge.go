package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// waitLimit is how long Wait stands by before it gives up: longer than any work
// of a test, shorter than a test run.
const waitLimit = 20 * time.Second

// Bridge is the one way from a goroutine to the thread that paints. Nothing
// else in the app calls fyne.Do.
//
// A running bridge hands everything to Fyne at once. A held one, for tests,
// keeps it until Wait runs it on the goroutine of the test, so that tests have
// no race and no sleep; its timers move by Tick alone.
type Bridge struct {
	held bool

	mu     sync.Mutex
	change *sync.Cond
	busy   int // works and deliveries that are not over
	works  int // works that run, their deliveries aside
	hurry  chan struct{}
	queue  []func() // deliveries of a held bridge
	timers []*timer // timers of a held bridge
}

// NewBridge returns a running bridge.
func NewBridge() *Bridge {
	b := &Bridge{hurry: make(chan struct{})}
	b.change = sync.NewCond(&b.mu)
	return b
}

// NewHeldBridge returns a bridge for tests: see Wait and Tick.
func NewHeldBridge() *Bridge {
	b := NewBridge()
	b.held = true
	return b
}

// Go runs work on a goroutine of its own and the function that it returns, if
// any, on the thread that paints. Work must not touch a widget; the function
// must not wait for anything.
func (b *Bridge) Go(work func() func()) {
	b.begin()
	b.count(1)
	go func() {
		then := work()
		b.count(-1)
		b.deliver(then)
	}()
}

func (b *Bridge) count(by int) {
	b.mu.Lock()
	b.works += by
	b.change.Broadcast()
	b.mu.Unlock()
}

// Do runs f on the thread that paints; it may be called from anywhere and does not wait.
func (b *Bridge) Do(f func()) {
	b.begin()
	b.deliver(f)
}

func (b *Bridge) begin() {
	b.mu.Lock()
	b.busy++
	b.mu.Unlock()
}

func (b *Bridge) end() {
	b.mu.Lock()
	b.busy--
	b.change.Broadcast()
	b.mu.Unlock()
}

// deliver brings f, which begin has counted, to the thread that paints.
func (b *Bridge) deliver(f func()) {
	switch {
	case f == nil:
		b.end()
	case b.held:
		b.mu.Lock()
		b.queue = append(b.queue, f)
		b.change.Broadcast()
		b.mu.Unlock()
	default:
		fyne.Do(func() {
			defer b.end()
			f()
		})
	}
}

// Wait returns when every work has ended and its function has run, and what
// those started in turn; on a held bridge it runs the functions itself. It is
// for tests and for the last moment of the program: never on the thread that
// paints while a running bridge needs that thread. It reports false when it
// gave up after 20 seconds.
func (b *Bridge) Wait() bool {
	deadline := time.Now().Add(waitLimit)
	wake := time.AfterFunc(waitLimit, func() {
		b.mu.Lock()
		b.change.Broadcast()
		b.mu.Unlock()
	})
	defer wake.Stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.busy > 0 {
		if len(b.queue) > 0 {
			b.runFirst()
			continue
		}
		if time.Now().After(deadline) {
			return false
		}
		b.change.Wait()
	}
	return true
}

// runFirst runs the first delivery without the lock.
func (b *Bridge) runFirst() {
	f := b.queue[0]
	b.queue = b.queue[1:]
	b.mu.Unlock()
	f()
	b.mu.Lock()
	b.busy--
}
