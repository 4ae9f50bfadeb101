package store

import (
	"context"
	"maps"
	"slices"
	"sync"

	"dianqin/data/model"
)

// Watch waits for changes of lanes. It is a hint and no more: what changed is read
// from the feed, and one that comes for nothing costs a look. On PostgreSQL it is
// told of other nodes' changes too, see follow.
type Watch struct {
	// C gets a value once something changed since it was last read; many changes
	// are one value.
	C     <-chan struct{}
	c     chan struct{}
	hub   *hub
	lanes []model.Lane
}

// Watch begins to watch lanes, until Close. A change committed before it returns
// may be missed: read the feed afterwards.
func (s *Store) Watch(lanes []model.Lane) *Watch {
	w := &Watch{c: make(chan struct{}, 1), hub: s.hub, lanes: slices.Clone(lanes)}
	w.C = w.c
	s.hub.add(w)
	return w
}

// Close ends the watch.
func (w *Watch) Close() { w.hub.remove(w) }

func (w *Watch) tell() {
	select {
	case w.c <- struct{}{}:
	default: // told already
	}
}

// hub knows who watches which lane, and which lanes changed here.
type hub struct {
	mu      sync.Mutex
	watches map[model.Lane]map[*Watch]struct{}
	changed map[model.Lane]struct{} // to be told to the other nodes; nil where there are none
	stop    context.CancelFunc      // of what follows the database
	done    sync.WaitGroup
}

func newHub() *hub { return &hub{watches: map[model.Lane]map[*Watch]struct{}{}, stop: func() {}} }

func (h *hub) add(w *Watch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range w.lanes {
		if h.watches[l] == nil {
			h.watches[l] = map[*Watch]struct{}{}
		}
		h.watches[l][w] = struct{}{}
	}
}

func (h *hub) remove(w *Watch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range w.lanes {
		if delete(h.watches[l], w); len(h.watches[l]) == 0 {
			delete(h.watches, l)
		}
	}
}

// Watching is how many lanes are watched and by how many.
func (s *Store) Watching() (lanes, watches int) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	all := map[*Watch]struct{}{}
	for _, ws := range s.hub.watches {
		maps.Copy(all, ws)
	}
	return len(s.hub.watches), len(all)
}

// tell wakes who watches a lane.
func (h *hub) tell(lanes ...model.Lane) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range lanes {
		for w := range h.watches[l] {
			w.tell()
		}
	}
}

func (h *hub) tellAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ws := range h.watches {
		for w := range ws {
			w.tell()
		}
	}
}

// changed tells what a committed transaction put: here at once, to other nodes soon.
func (s *Store) changed(t *Tx) {
	if len(t.touched) == 0 {
		return
	}
	lanes := map[model.Lane]struct{}{}
	for _, p := range t.touched {
		lanes[p.lane] = struct{}{}
	}
	s.hub.tell(slices.Collect(maps.Keys(lanes))...)
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.hub.changed != nil {
		maps.Copy(s.hub.changed, lanes)
	}
}

func (h *hub) close() {
	h.stop()
	h.done.Wait()
}
