package storetest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"

	"dianqin/server/store"
)

// together writes from many sides at once; some fail, panic or are given up.
func together(t *testing.T, open Open) {
	s := open(t)
	refused := errors.New("refused")
	given, cancel := context.WithCancel(context.Background())
	cancel()
	const writers, rounds = 16, 40
	var done sync.WaitGroup
	for w := range writers {
		done.Go(func() {
			for n := range rounds {
				id := strconv.Itoa(w) + "-" + strconv.Itoa(n)
				end := []error{nil, nil, refused, context.Canceled}[(w+n)%4]
				ctx := context.Background()
				if end == context.Canceled {
					ctx = given
				}
				err := s.Write(ctx, func(tx *store.Tx) error {
					if _, err := tx.Put(Customer(id, "s1")); err != nil {
						return err
					}
					return end
				})
				if !errors.Is(err, end) {
					t.Errorf("got %v, want %v", err, end)
				}
			}
		})
	}
	done.Go(func() {
		defer func() {
			if recover() == nil {
				t.Error("a panic did not reach its caller")
			}
		}()
		_ = s.Write(context.Background(), func(tx *store.Tx) error {
			if _, err := tx.Put(Customer("panic", "s1")); err != nil {
				return err
			}
			panic("a fault")
		})
	})
	done.Wait()
	rows := Rows(t, s, "station:s1", 0)
	if len(rows) != writers*rounds/2 {
		t.Errorf("%d rows, want %d", len(rows), writers*rounds/2)
	}
	for i, r := range rows {
		if r.Seq != int64(i+1) || r.ID == "panic" {
			t.Fatalf("row %d is %s with number %d", i, r.ID, r.Seq)
		}
	}
}
