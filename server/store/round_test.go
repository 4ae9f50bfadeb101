package store

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/policy"
)

const lane = model.Lane("station:s1")

func put(t *Tx, id string) error {
	_, err := t.Put(fold.Put{Kind: model.KindCustomer, ID: id, Lane: lane, Record: customer.Customer{ID: id, StationID: "s1"}})
	return err
}

// oneRound has jobs committed together, in this order.
func oneRound(t *testing.T, s *Store, jobs ...func(*Tx) error) []error {
	t.Helper()
	errs := make([]error, len(jobs))
	hold, holding := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		if err := s.group.exclusiveNothing(hold, holding); err != nil {
			t.Error(err)
		}
	})
	<-holding
	for i, job := range jobs {
		all.Go(func() { errs[i] = s.Write(context.Background(), job) })
		for {
			s.group.mu.Lock()
			n := len(s.group.queue)
			s.group.mu.Unlock()
			if n > i {
				break
			}
			runtime.Gosched()
		}
	}
	close(hold)
	all.Wait()
	return errs
}

// exclusiveNothing holds the turn until it is let go.
func (g *group) exclusiveNothing(until <-chan struct{}, held chan<- struct{}) error {
	g.turn <- struct{}{}
	close(held)
	<-until
	<-g.turn
	return nil
}

func opened(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestRound_NumbersGoOnFromOneToTheNextAndAreThereAfterTheCommit(t *testing.T) {
	s := opened(t)
	var heads, numbers []int64
	job := func(id string) func(*Tx) error {
		return func(tx *Tx) error {
			h, err := tx.Head(lane)
			if err != nil {
				return err
			}
			heads = append(heads, h)
			from := tx.Mark()
			tx.Finish(func() error {
				numbers = append(numbers, tx.Seqs(from, tx.Mark())[string(lane)])
				return nil
			})
			return errors.Join(put(tx, id), put(tx, id+"'"))
		}
	}
	mark := func(tx *Tx) error { return tx.MarkLanes(7) }
	for _, err := range oneRound(t, s, job("a"), job("b"), mark, job("c"), job("d")) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(heads, []int64{0, 2, 4, 6}) || !slices.Equal(numbers, []int64{2, 4, 6, 8}) {
		t.Errorf("heads %v, numbers %v", heads, numbers)
	}
	err := s.Write(t.Context(), func(tx *Tx) error {
		if h, err := tx.Head(lane); h != 8 || err != nil {
			t.Errorf("afterwards the head is %d, %v", h, err)
		}
		_, err := tx.ForgetDeletions(7)
		if h, _ := tx.Horizon(lane); h != 4 {
			t.Errorf("marked at %d, not where the lane was in the middle of the round", h)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRound_ARuleThatIsChangedCountsForTheNextAndIsForgottenWhereItComesToNothing(t *testing.T) {
	s := opened(t)
	persons := func(into *int) func(*Tx) error {
		return func(tx *Tx) error {
			set, err := tx.Policy()
			*into = set.Persons("seal_check", 1)
			return err
		}
	}
	set := func(tx *Tx) error {
		_, err := tx.Put(fold.Put{Kind: model.KindPolicy, ID: "p", Lane: model.OrgLane,
			Record: policy.Row{ID: "p", Subject: policy.SubjectPersons, Body: []byte(`{"task_kind":"seal_check","persons":2}`)}})
		return err
	}
	refused := errors.New("refused")
	var before, after, next, last int
	errs := oneRound(t, s, persons(&before), func(tx *Tx) error { return errors.Join(set(tx), refused) }, persons(&after))
	if !errors.Is(errs[1], refused) || before != after {
		t.Errorf("%v: %d people before, %d after a change that came to nothing", errs, before, after)
	}
	errs = oneRound(t, s, persons(&before), set, persons(&next))
	if err := errors.Join(errs...); err != nil || next != before+1 {
		t.Errorf("%d people before, %d for the next of the round (%v)", before, next, err)
	}
	if err := s.Write(t.Context(), persons(&last)); err != nil || last != next {
		t.Errorf("%d people afterwards, not %d (%v)", last, next, err)
	}
}
