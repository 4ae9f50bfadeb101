package local

import (
	"maps"
	"slices"
	"sync"

	"dianqin/data/model"
)

// watchers are told which kinds of record changed in the view.
type watchers struct {
	mu   sync.Mutex
	next int
	all  map[int]func([]model.Kind)
}

// OnChange calls f after every write that may have changed the view, with the
// kinds of record concerned, sorted; none where only the outbox, the items or the
// file queue changed. It is called by the goroutine that wrote, outside of every
// lock, and must be quick. The returned function ends it.
func (s *Store) OnChange(f func(kinds []model.Kind)) (stop func()) {
	w := &s.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[int]func([]model.Kind){}
	}
	id := w.next
	w.next++
	w.all[id] = f
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all, id)
	}
}

func (w *watchers) tell(kinds map[model.Kind]bool) {
	w.mu.Lock()
	all := slices.Collect(maps.Values(w.all))
	w.mu.Unlock()
	sorted := slices.Sorted(maps.Keys(kinds))
	for _, f := range all {
		f(sorted)
	}
}
