package ui

import (
	"sync"
	"time"
)

// timer is one call of After or Every.
type timer struct {
	every bool
	wait  time.Duration
	left  time.Duration // held bridges only
	f     func()
	once  sync.Once
	done  chan struct{}
}

func (t *timer) stop() { t.once.Do(func() { close(t.done) }) }

func (t *timer) stopped() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// After runs f on the thread that paints once d has passed, unless stop is called first.
func (b *Bridge) After(d time.Duration, f func()) (stop func()) {
	return b.schedule(&timer{wait: d, left: d, f: f, done: make(chan struct{})})
}

// Every runs f on the thread that paints every d until stop is called: for ages
// that grow. A page stops it when it is hidden.
func (b *Bridge) Every(d time.Duration, f func()) (stop func()) {
	return b.schedule(&timer{every: true, wait: d, left: d, f: f, done: make(chan struct{})})
}

func (b *Bridge) schedule(t *timer) (stop func()) {
	if b.held {
		b.mu.Lock()
		b.timers = append(b.timers, t)
		b.mu.Unlock()
		return t.stop
	}
	go b.run(t)
	return t.stop
}

// run is a timer of a running bridge.
func (b *Bridge) run(t *timer) {
	ticker := time.NewTicker(t.wait)
	defer ticker.Stop()
	for {
		select {
		case <-t.done:
			return
		case <-ticker.C:
		}
		b.Do(func() {
			if !t.stopped() { // stopped while it was on its way
				t.f()
			}
		})
		if !t.every {
			return
		}
	}
}

// Tick moves the timers of a held bridge by d, runs what falls due and waits.
func (b *Bridge) Tick(d time.Duration) bool {
	b.mu.Lock()
	timers := b.timers
	b.timers = nil
	b.mu.Unlock()
	var keep []*timer
	for _, t := range timers {
		if b.move(t, d) {
			keep = append(keep, t)
		}
	}
	b.mu.Lock()
	b.timers = append(keep, b.timers...)
	b.mu.Unlock()
	return b.Wait()
}

// move moves one timer and tells whether it goes on.
func (b *Bridge) move(t *timer, d time.Duration) bool {
	for t.left -= d; t.left <= 0; t.left += t.wait {
		if t.stopped() {
			return false
		}
		t.f()
		if !t.every || t.wait <= 0 {
			return false
		}
	}
	return !t.stopped()
}
