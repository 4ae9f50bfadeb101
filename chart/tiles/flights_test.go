package tiles

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"
)

func TestWeb_ManyWhoWantOneTileShareOneRequest(t *testing.T) {
	gate := make(chan struct{})
	s := newStand(t, func(w http.ResponseWriter, _ *http.Request) { <-gate; w.Write(green) })
	w := s.open(s.service())
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if m, err := w.Tile(t.Context(), somewhere, 1); err != nil || m == nil {
				t.Error(err)
			}
		})
	}
	waitFor(t, func() bool { return w.waiting(somewhere) == 10 })
	close(gate)
	all.Wait()
	if s.asked.Load() != 1 {
		t.Fatalf("asked %d times", s.asked.Load())
	}
}

func TestWeb_WhoTurnsAwayTakesTheTileFromNobodyElse(t *testing.T) {
	gate := make(chan struct{})
	s := newStand(t, func(w http.ResponseWriter, _ *http.Request) { <-gate; w.Write(green) })
	w := s.open(s.service())
	first, turn := context.WithCancel(t.Context())
	left, got := make(chan error, 1), make(chan error, 1)
	go func() { _, err := w.Tile(first, somewhere, 1); left <- err }()
	waitFor(t, func() bool { return w.waiting(somewhere) == 1 })
	go func() { _, err := w.Tile(t.Context(), somewhere, 1); got <- err }()
	waitFor(t, func() bool { return w.waiting(somewhere) == 2 })
	turn()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	close(gate)
	if err := <-got; err != nil || s.asked.Load() != 1 {
		t.Fatalf("asked %d times, %v", s.asked.Load(), err)
	}
}

func TestWeb_WhenTheLastTurnsAwayTheRequestIsCalledOff(t *testing.T) {
	ended := make(chan struct{})
	s := newStand(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done(); close(ended) })
	w := s.open(s.service())
	ctx, cancel := context.WithCancel(t.Context())
	go w.Tile(ctx, somewhere, 1)
	waitFor(t, func() bool { return s.asked.Load() == 1 })
	cancel()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("nobody wants it, and it goes on")
	}
}

// waiting is how many wait for a tile.
func (w *Web) waiting(id ID) int {
	w.flights.mu.Lock()
	defer w.flights.mu.Unlock()
	if f := w.flights.air[id]; f != nil {
		return f.wait
	}
	return 0
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never came")
		}
	}
}
