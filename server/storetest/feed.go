package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/server/store"
)

func feed(t *testing.T, open Open) {
	t.Run("ARecordHasOnlyItsNewestNumber", func(t *testing.T) {
		s := open(t)
		Put(t, s, Customer("c1", "s1"), Customer("c2", "s1"))
		Put(t, s, Customer("c1", "s1"))
		rows := Rows(t, s, "station:s1", 0)
		if len(rows) != 2 || rows[0].ID != "c2" || rows[0].Seq != 2 || rows[1].ID != "c1" || rows[1].Seq != 3 || rows[1].Ver != 2 {
			t.Errorf("got %+v", rows)
		}
		if rest := Rows(t, s, "station:s1", 3); len(rest) != 0 {
			t.Errorf("past the head: %+v", rest)
		}
	})
	t.Run("ARecordThatChangesItsLaneLeavesTheOldOne", func(t *testing.T) {
		s := open(t)
		Put(t, s, Customer("c1", "s1"))
		Put(t, s, Customer("c1", "s2"))
		old, now := Rows(t, s, "station:s1", 0), Rows(t, s, "station:s2", 0)
		if len(old) != 1 || old[0].State != "left" || old[0].Body != nil {
			t.Errorf("old lane: %+v", old)
		}
		if len(now) != 1 || now[0].State != "live" || now[0].Ver != 2 {
			t.Errorf("new lane: %+v", now)
		}
		Put(t, s, Customer("c1", "s1"))
		if back := Rows(t, s, "station:s1", 0); len(back) != 1 || back[0].State != "live" {
			t.Errorf("back again: %+v", back)
		}
	})
	t.Run("AnswersLearnTheirNumbersAtTheEnd", func(t *testing.T) {
		s := open(t)
		var early, first, both map[string]int64
		write(t, s, func(tx *store.Tx) error {
			for _, p := range []fold.Put{Customer("c1", "s1"), Customer("c2", "s2")} {
				if _, err := tx.Put(p); err != nil {
					return err
				}
			}
			early = tx.Seqs(0, 2)
			tx.Finish(func() error { first, both = tx.Seqs(0, 1), tx.Seqs(0, tx.Mark()); return nil })
			return nil
		})
		if len(early) != 0 || len(first) != 1 || first["station:s1"] != 1 || both["station:s2"] != 1 {
			t.Errorf("early %v, first %v, both %v", early, first, both)
		}
	})
	t.Run("PagesJoinWithoutAGap", func(t *testing.T) {
		s := open(t)
		var puts []fold.Put
		for i := range 1203 { // more than two chunks
			puts = append(puts, Customer(strconv.Itoa(i), "s1"))
		}
		Put(t, s, puts...)
		seen, after := map[string]bool{}, int64(0)
		for range 4 {
			read(t, s, func(tx *store.Tx) (err error) {
				_, after, err = tx.Rows("station:s1", after, 601, func(r store.Row) error {
					seen[r.ID] = true
					return nil
				})
				return err
			})
		}
		if len(seen) != 1203 || after != 1203 {
			t.Errorf("%d rows up to %d", len(seen), after)
		}
	})
}

func rollback(t *testing.T, open Open) {
	s := open(t)
	failed := errors.New("no")
	var seqs map[string]int64
	write(t, s, func(tx *store.Tx) error {
		if _, err := tx.Put(Customer("c1", "s1")); err != nil {
			return err
		}
		err := tx.Savepoint(func() error {
			if _, err := tx.Put(Customer("c2", "s2")); err != nil {
				return err
			}
			if n, err := tx.Number(model.KindOrder, "s1"); err != nil || n == "" {
				return fmt.Errorf("number %q: %w", n, err)
			}
			return failed
		})
		if !errors.Is(err, failed) {
			return fmt.Errorf("savepoint gave %w", err)
		}
		tx.Finish(func() error { seqs = tx.Seqs(0, tx.Mark()); return nil })
		return nil
	})
	if len(seqs) != 1 || len(Rows(t, s, "station:s2", 0)) != 0 {
		t.Errorf("the savepoint left something: %v", seqs)
	}
	if err := s.Write(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Put(Customer("c3", "s1")); err != nil {
			return err
		}
		return failed
	}); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	if rows := Rows(t, s, "station:s1", 0); len(rows) != 1 {
		t.Errorf("a failed transaction left %+v", rows)
	}
}

// concurrent writes and pulls at once: a cursor that only follows "seq > last"
// must meet every record.
func concurrent(t *testing.T, open Open) {
	s := open(t)
	const writers, each = 8, 25
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				err := s.Write(context.Background(), func(tx *store.Tx) error {
					// two lanes in either order: without sorting they would lock each other out
					lanes := []string{"a", "b"}
					for k := range lanes {
						if _, err := tx.Put(Customer(fmt.Sprintf("%d-%d-%d", w, i, k), lanes[(k+w)%2])); err != nil {
							return err
						}
					}
					_, err := tx.Number(model.KindOrder, "s"+strconv.Itoa(w%2))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	seen, cursor := map[string]bool{}, map[model.Lane]int64{}
	for last := false; ; {
		read(t, s, func(tx *store.Tx) error {
			for _, lane := range []model.Lane{"station:a", "station:b"} {
				_, at, err := tx.Rows(lane, cursor[lane], 1000, func(r store.Row) error { seen[r.ID] = true; return nil })
				if err != nil {
					return err
				}
				cursor[lane] = at
			}
			return nil
		})
		if last {
			break
		}
		select {
		case <-done:
			last = true
		default:
		}
	}
	if len(seen) != writers*each*2 {
		t.Errorf("the cursor met %d of %d records", len(seen), writers*each*2)
	}
}
