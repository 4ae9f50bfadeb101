// Package overview is the region at a glance: today's work, seals and cases, what
// is owed, what is lost on the way, what is suspicious, and what waits for a
// decision. It only counts what the store has; it never changes a record and asks
// no server.
package overview

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// Overview is the use cases.
type Overview struct {
	store *local.Store
	now   func() model.Millis

	mu      sync.Mutex
	uses    map[string]use // by meter: what was made of its readings
	checked int64          // how often readings had changed when all uses were right

	changes atomic.Int64 // of readings
}

// New wires the use cases for as long as the store is open; now is the device's time.
func New(store *local.Store, now func() model.Millis) *Overview {
	o := &Overview{store: store, now: now, uses: map[string]use{}}
	store.OnChange(func(kinds []model.Kind) {
		if slices.Contains(kinds, model.KindReadings) {
			o.changes.Add(1)
		}
	})
	return o
}

// Work is what is to be done today: tasks that fall due today, and those of
// earlier days that are still open. Cancelled ones are not in it.
type Work struct {
	Total   int
	ByState map[work.State]int
	Overdue int // open, and due before now
}

// Seals is what is wrong with seals.
type Seals struct {
	Amiss  map[seal.Condition]int // by condition, without those that are intact
	Open   map[cases.Kind]int     // cases that are not closed
	Events int                    // scans and acts on seals today
}

// AmissAll counts the seals whose condition is not intact.
func (s Seals) AmissAll() int { return sum(s.Amiss) }

// OpenAll counts the cases that are not closed.
func (s Seals) OpenAll() int { return sum(s.Open) }

// Arrears is what customers owe past the due day, by the age of the oldest bill.
type Arrears struct {
	Customers int
	Amount    model.Fen
	ByAge     []local.Owed // less than 30 days, less than 90, more
}

// ageLimits are the civil days between the entries of Arrears.ByAge: one bill
// overdue, three, more. They only colour a bar; who is cut is policy's to say.
var ageLimits = []int{30, 90}

// Waiting is what waits for somebody at the desk.
type Waiting struct {
	Unassigned int          // open tasks of nobody
	NextDue    model.Millis // the earliest of them, 0 = none
	Returned   int          // tasks that came back
	Cases      int          // not closed
	NewestCase *cases.Case
	Exceptions int          // disputed facts and conflicts
	NewestAt   model.Millis // of the exceptions
}

// All counts what waits.
func (w Waiting) All() int { return w.Unassigned + w.Returned + w.Cases + w.Exceptions }

// Figures are what stands on the cards.
type Figures struct {
	Work    Work
	Seals   Seals
	Arrears Arrears
	Waiting Waiting
}

// Figures counts.
func (o *Overview) Figures(ctx context.Context) (Figures, error) {
	var f Figures
	var failed error
	for _, read := range []func(context.Context, *Figures) error{o.work, o.seals, o.arrears, o.waiting} {
		failed = errors.Join(failed, read(ctx, &f))
	}
	return f, failed
}

func (o *Overview) work(ctx context.Context, f *Figures) error {
	now := o.now()
	from, until := midnight(now, 0), midnight(now, 1)
	byState, err := o.store.Tally(ctx, model.KindTask, "state",
		"state <> 'cancelled' AND (due_at >= ?1 AND due_at < ?2 OR state IN ('todo', 'started') AND due_at < ?1)", int64(from), int64(until))
	if err != nil {
		return err
	}
	f.Work.ByState = map[work.State]int{}
	for state, n := range byState {
		f.Work.ByState[work.State(state)] = n
	}
	f.Work.Total = sum(byState)
	f.Work.Overdue, err = o.store.Count(ctx, model.KindTask, "state IN ('todo', 'started') AND due_at < ? AND due_at > 0", int64(now))
	return err
}

func (o *Overview) seals(ctx context.Context, f *Figures) error {
	amiss, err := o.store.Tally(ctx, model.KindSeal, "condition", "condition IN ('broken', 'missing', 'worn')")
	if err != nil {
		return err
	}
	f.Seals.Amiss = map[seal.Condition]int{}
	for c, n := range amiss {
		f.Seals.Amiss[seal.Condition(c)] = n
	}
	// The kind is no column: cases that are not closed are few enough to be read.
	open, err := local.Find[cases.Case](ctx, o.store, model.KindCase, "state IN ('open', 'reviewing') ORDER BY opened_at DESC")
	if err != nil {
		return err
	}
	f.Seals.Open = map[cases.Kind]int{}
	for _, c := range open {
		f.Seals.Open[c.Kind]++
	}
	if f.Waiting.Cases = len(open); len(open) > 0 {
		f.Waiting.NewestCase = &open[0]
	}
	f.Seals.Events, err = o.store.Count(ctx, model.KindSealEvent, "at >= ?", int64(midnight(o.now(), 0)))
	return err
}

func (o *Overview) arrears(ctx context.Context, f *Figures) error {
	now := o.now()
	moments := make([]model.Millis, len(ageLimits))
	for i, days := range ageLimits {
		moments[i] = midnight(now, -days)
	}
	byAge, err := o.store.DebtsByAge(ctx, midnight(now, 0), moments...)
	if err != nil {
		return err
	}
	f.Arrears.ByAge = byAge
	for _, a := range byAge {
		f.Arrears.Customers += a.Customers
		f.Arrears.Amount += a.Amount
	}
	return nil
}

func (o *Overview) waiting(ctx context.Context, f *Figures) error {
	// Of tasks that are open those of nobody are few: they are looked at one by one.
	free, err := local.Find[work.Task](ctx, o.store, model.KindTask, "state IN ('todo', 'started') AND coalesce(assignee_id, '') = '' ORDER BY due_at")
	if err != nil {
		return err
	}
	if f.Waiting.Unassigned = len(free); len(free) > 0 {
		f.Waiting.NextDue = free[0].DueAt
	}
	if f.Waiting.Returned, err = o.store.Count(ctx, model.KindTask, "state = 'returned'"); err != nil {
		return err
	}
	if f.Waiting.Exceptions, err = o.store.Count(ctx, model.KindException, "state = 'open'"); err != nil || f.Waiting.Exceptions == 0 {
		return err
	}
	newest, err := local.Find[cases.Exception](ctx, o.store, model.KindException, "state = 'open' ORDER BY at DESC LIMIT 1")
	if err == nil && len(newest) > 0 {
		f.Waiting.NewestAt = newest[0].At
	}
	return err
}

// midnight begins the civil day so many days after that of a moment.
func midnight(at model.Millis, days int) model.Millis {
	t := model.CivilTime(at)
	return model.MillisOf(time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location()))
}

func sum[K comparable](of map[K]int) int {
	n := 0
	for _, v := range of {
		n += v
	}
	return n
}
