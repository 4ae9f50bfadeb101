package storetest

import (
	"context"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/server/store"
)

// Patience is how long a test waits for what should come at once.
const Patience = 10 * time.Second

// Told fails unless a watch is told within Patience.
func Told(t *testing.T, w *store.Watch) {
	t.Helper()
	select {
	case <-w.C:
	case <-time.After(Patience):
		t.Error("not told of a change")
	}
}

// untold fails when a watch was told.
func untold(t *testing.T, w *store.Watch) {
	t.Helper()
	select {
	case <-w.C:
		t.Error("told of nothing")
	default:
	}
}

func watch(t *testing.T, open Open) {
	s := open(t)
	one, two := s.Watch([]model.Lane{"station:s1", "org"}), s.Watch([]model.Lane{"station:s2"})
	untold(t, one)
	Put(t, s, Customer("c1", "s1"))
	Put(t, s, Customer("c2", "s1"))
	Told(t, one)
	untold(t, two)
	if lanes, watches := s.Watching(); lanes != 3 || watches != 2 {
		t.Errorf("%d lanes, %d watches", lanes, watches)
	}
	_ = s.Write(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Put(Customer("c3", "s2")); err != nil {
			return err
		}
		return context.Canceled
	})
	untold(t, two) // nothing was committed
	one.Close()
	two.Close()
	if lanes, watches := s.Watching(); lanes != 0 || watches != 0 {
		t.Errorf("%d lanes, %d watches after all were closed", lanes, watches)
	}
}
