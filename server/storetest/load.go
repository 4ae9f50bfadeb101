package storetest

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/server/store"
)

func load(t *testing.T, open Open) {
	ctx := context.Background()
	s := open(t)
	some := func(from, to int, end error) func(func(fold.Put) error) error {
		return func(put func(fold.Put) error) error {
			for i := from; i < to; i++ {
				if err := put(Customer("c"+strconv.Itoa(i), "s"+strconv.Itoa(i%2))); err != nil {
					return err
				}
			}
			return end
		}
	}
	failed := errors.New("no")
	if err := s.Load(ctx, some(0, 10, failed)); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	empty, err := s.Empty(ctx)
	expect(t, "a failed load leaves nothing", empty, err)
	must(t, s.Load(ctx, some(0, 6000, nil)))
	Put(t, s, Customer("c0", "s0"))
	must(t, s.Load(ctx, some(6000, 6010, nil)))
	if err := s.Load(ctx, some(0, 1, nil)); err == nil {
		t.Error("a record that exists was loaded again")
	}
	empty, err = s.Empty(ctx)
	expect(t, "no longer empty", !empty, err)
	rows := Rows(t, s, "station:s0", 0)
	if len(rows) != 3005 || rows[len(rows)-1].Seq != 3006 || rows[2999].ID != "c0" {
		t.Errorf("%d rows, the last %d", len(rows), rows[len(rows)-1].Seq)
	}
	read(t, s, func(tx *store.Tx) error {
		var c customer.Customer
		found, err := tx.Get(model.KindCustomer, "c77", &c)
		expect(t, "loaded", found && c.Number == "31c77", err)
		head, err := tx.Head("station:s1")
		expect(t, "counter", head == 3005, err)
		return nil
	})
}
