package slippy

import (
	"context"
	"errors"
	"image"
	"sync"
	"time"

	"dianqin/chart/tiles"
)

const (
	// maxWorkers is how many tiles are fetched at once: two keep the phone's cores free
	// for the screen.
	maxWorkers = 2
	// retryAfter is how long a tile that failed is left alone.
	retryAfter = 10 * time.Second
)

// loader fetches tiles beside the screen: the most urgent wish first, a few at a time,
// kept up to a budget of bytes. What is no longer wanted is dropped before it starts.
type loader struct {
	src    tiles.Source
	scale  float32
	budget int                  // bytes of pictures that are kept
	spawn  func(work func())    // runs a worker beside the screen
	ready  func()               // called from a worker when a tile came in
	now    func() time.Time     // of retries
	have   map[tiles.ID]*loaded // what came
	busy   map[tiles.ID]bool    // what is being fetched
	ctx    context.Context      // ends with the loader
	cancel context.CancelFunc

	mu      sync.Mutex
	wish    []tiles.ID
	bytes   int
	tick    int64
	workers int
	closed  bool
	fault   error // of the tile that failed last; nil once another came
}

// loaded is what came of a wish.
type loaded struct {
	img   *image.RGBA // nil: the source has nothing there
	used  int64
	retry time.Time // of what failed
}

func newLoader(src tiles.Source, scale float32, budget int, spawn func(func()), ready func()) *loader {
	ctx, cancel := context.WithCancel(context.Background())
	return &loader{src: src, scale: scale, budget: budget, spawn: spawn, ready: ready, now: time.Now,
		have: map[tiles.ID]*loaded{}, busy: map[tiles.ID]bool{}, ctx: ctx, cancel: cancel}
}

// get is the picture if it is here; known tells "nothing there" from "not yet".
func (l *loader) get(id tiles.ID) (img *image.RGBA, known bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.have[id]
	if e == nil || !e.retry.IsZero() && l.now().After(e.retry) {
		return nil, false
	}
	l.tick++
	e.used = l.tick
	return e.img, true
}

// want replaces the list of wishes, most urgent first.
func (l *loader) want(ids []tiles.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wish = append(l.wish[:0], ids...)
	for l.workers < maxWorkers && l.workers < len(l.wish) && !l.closed {
		l.workers++
		l.spawn(l.work)
	}
}

// next takes the most urgent wish.
func (l *loader) next() (tiles.ID, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.wish) > 0 && !l.closed {
		id := l.wish[0]
		l.wish = l.wish[1:]
		e := l.have[id]
		if (e == nil || !e.retry.IsZero() && l.now().After(e.retry)) && !l.busy[id] {
			l.busy[id] = true
			return id, true
		}
	}
	l.workers--
	return tiles.ID{}, false
}

func (l *loader) work() {
	for {
		id, ok := l.next()
		if !ok {
			return
		}
		img, err := l.src.Tile(l.ctx, id, l.scale)
		if l.ctx.Err() != nil {
			err = l.ctx.Err()
		}
		l.store(id, img, err)
		l.ready()
	}
}

// store keeps what came of a wish and drops the pictures that were looked at longest ago.
func (l *loader) store(id tiles.ID, img *image.RGBA, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.busy, id)
	l.tick++
	e := &loaded{img: img, used: l.tick}
	switch {
	case err == nil:
		l.fault = nil
	case errors.Is(err, tiles.ErrNone):
		e.img = nil // it answers, so nothing ails it
		l.fault = nil
	default:
		e.img, e.retry, l.fault = nil, l.now().Add(retryAfter), err
	}
	if old := l.have[id]; old != nil && old.img != nil {
		l.bytes -= len(old.img.Pix)
	}
	l.have[id] = e
	if e.img != nil {
		l.bytes += len(e.img.Pix)
	}
	l.trim(id)
}

// trim drops pictures until the budget holds, never the one that has just come.
func (l *loader) trim(but tiles.ID) {
	for l.bytes > l.budget {
		var old tiles.ID
		at, found := int64(0), false
		for k, v := range l.have {
			if v.img != nil && k != but && (!found || v.used < at) {
				old, at, found = k, v.used, true
			}
		}
		if !found {
			return
		}
		l.bytes -= len(l.have[old].img.Pix)
		delete(l.have, old)
	}
}

// state is how many tiles are wanted or on their way, and what ails the source.
func (l *loader) state() (waiting int, fault error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.wish) + len(l.busy), l.fault
}

// close ends the workers; what they fetch is not waited for.
func (l *loader) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.cancel()
}
