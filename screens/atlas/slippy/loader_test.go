package slippy

import (
	"context"
	"errors"
	"image"
	"sync"
	"testing"

	"dianqin/chart/tiles"
)

// scripted answers by a function and counts.
type scripted struct {
	mu     sync.Mutex
	asked  map[tiles.ID]int
	answer func(tiles.ID) (*image.RGBA, error)
}

func (s *scripted) Info() tiles.Info { return tiles.Info{MinZoom: 1, MaxZoom: 18} }
func (s *scripted) Tile(_ context.Context, id tiles.ID, _ float32) (*image.RGBA, error) {
	s.mu.Lock()
	if s.asked == nil {
		s.asked = map[tiles.ID]int{}
	}
	s.asked[id]++
	s.mu.Unlock()
	return s.answer(id)
}

// loaded is a loader whose workers can be waited for.
func loading(src tiles.Source, budget int) (*loader, *sync.WaitGroup) {
	var wg sync.WaitGroup
	return newLoader(src, 1, budget, func(work func()) { wg.Go(work) }, func() {}), &wg
}

func ids(n int) []tiles.ID {
	out := make([]tiles.ID, n)
	for i := range out {
		out[i] = tiles.ID{Z: 12, X: i}
	}
	return out
}

const tileBytes = 256 * 256 * 4

func picture(tiles.ID) (*image.RGBA, error) { return image.NewRGBA(image.Rect(0, 0, 256, 256)), nil }

func TestLoader_AsksForATileOnceWhateverCameOfIt(t *testing.T) {
	none := func(tiles.ID) (*image.RGBA, error) { return nil, tiles.ErrNone }
	broken := func(tiles.ID) (*image.RGBA, error) { return nil, &tiles.Error{Code: tiles.Rubbish} }
	for name, answer := range map[string]func(tiles.ID) (*image.RGBA, error){"picture": picture, "nothing": none, "rubbish": broken} {
		s := &scripted{answer: answer}
		l, wg := loading(s, 100*tileBytes)
		for range 3 {
			l.want(ids(9))
			wg.Wait()
		}
		for _, id := range ids(9) {
			if s.asked[id] != 1 {
				t.Errorf("%s: %v was asked for %d times", name, id, s.asked[id])
			}
			if _, known := l.get(id); !known {
				t.Errorf("%s: %v is not known", name, id)
			}
		}
		if _, fault := l.state(); (fault != nil) != (name == "rubbish") {
			t.Errorf("%s: %v", name, fault)
		}
	}
}

func TestLoader_KeepsToItsBudgetAndDropsWhatWasLookedAtLongestAgo(t *testing.T) {
	l, wg := loading(&scripted{answer: picture}, 4*tileBytes)
	all := ids(10)
	for _, id := range all {
		l.want([]tiles.ID{id})
		wg.Wait()
		if img, _ := l.get(all[0]); img == nil {
			t.Fatal("what is looked at all the time was dropped")
		}
	}
	if l.bytes > 4*tileBytes {
		t.Errorf("%d bytes", l.bytes)
	}
	if img, _ := l.get(all[1]); img != nil {
		t.Error("what nobody looked at was kept")
	}
}

func TestLoader_ABudgetBelowOneTileStillShowsOne(t *testing.T) {
	l, wg := loading(&scripted{answer: picture}, 1)
	l.want(ids(1))
	wg.Wait()
	if img, _ := l.get(ids(1)[0]); img == nil {
		t.Error("nothing is shown")
	}
}

func TestLoader_WhatIsNoLongerWantedIsNotAskedFor(t *testing.T) {
	gate := make(chan struct{})
	s := &scripted{answer: func(id tiles.ID) (*image.RGBA, error) { <-gate; return picture(id) }}
	l, wg := loading(s, 100*tileBytes)
	l.want(ids(20))
	l.want(ids(1))
	close(gate)
	wg.Wait()
	if n := len(s.asked); n > 1+maxWorkers {
		t.Errorf("%d tiles were asked for", n)
	}
}

func TestLoader_ClosedItEndsAndTheContextOfItsSourceToo(t *testing.T) {
	var seen error
	l, wg := loading(nil, 100*tileBytes)
	l.src = waiting{func(ctx context.Context) { <-ctx.Done(); seen = ctx.Err() }}
	l.want(ids(1))
	l.close()
	wg.Wait()
	if seen != nil && !errors.Is(seen, context.Canceled) {
		t.Errorf("%v", seen)
	}
	l.want(ids(5))
	wg.Wait()
	if n, _ := l.state(); l.workers != 0 || n > 5 {
		t.Errorf("%d workers", l.workers)
	}
}

type waiting struct{ until func(context.Context) }

func (waiting) Info() tiles.Info { return tiles.Info{MaxZoom: 18} }
func (w waiting) Tile(ctx context.Context, _ tiles.ID, _ float32) (*image.RGBA, error) {
	w.until(ctx)
	return nil, ctx.Err()
}
