package ui

import (
	"sync"
	"time"
)

// Latest runs works of which only the newest matters, such as a search as you
// type: what an older one found is dropped.
type Latest struct {
	bridge *Bridge
	mu     sync.Mutex
	number int
}

// NewLatest returns an empty one on a bridge.
func NewLatest(b *Bridge) *Latest { return &Latest{bridge: b} }

// Go runs work after a pause, unless another call comes first; the function
// that work returns runs on the thread that paints, unless another call came
// meanwhile. A pause of 150 ms suits typing: Chinese input sends every letter.
func (l *Latest) Go(pause time.Duration, work func() func()) {
	mine := l.next()
	l.bridge.Go(func() func() {
		l.bridge.pause(pause)
		if !l.isNewest(mine) {
			return nil
		}
		then := work()
		return func() {
			if then != nil && l.isNewest(mine) {
				then()
			}
		}
	})
}

// Drop lets go of whatever is running.
func (l *Latest) Drop() { l.next() }

func (l *Latest) next() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.number++
	return l.number
}

func (l *Latest) isNewest(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.number == n
}
