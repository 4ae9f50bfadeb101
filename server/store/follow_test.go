package store_test

import (
	"context"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/server/store"
	"dianqin/server/storetest"
)

func TestWatch_HearsOfAnotherNode(t *testing.T) {
	address := storetest.Schema(t)
	var nodes [2]*store.Store
	for i := range nodes {
		s, err := store.Open(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		nodes[i] = s
	}
	w := nodes[1].Watch([]model.Lane{"station:s1"})
	defer w.Close()
	for n := range 5 { // the first may come before the node listens; the poll at its start finds it
		began := time.Now()
		storetest.Put(t, nodes[0], storetest.Customer("c1", "s1"))
		storetest.Told(t, w)
		if took := time.Since(began); n > 0 && took > time.Second {
			t.Errorf("told after %s", took)
		}
	}
}
