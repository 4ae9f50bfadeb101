package work

import (
	"context"
	"encoding/json"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/geo"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// Stop is a task of the day with what a person wants to know before going there.
type Stop struct {
	work.Task
	Seals     int          // expected at the box
	Seen      int          // of them at this visit
	Debt      arrears.Debt // of the customer, for tasks about power
	DistanceM float64      // as the crow flies; 0 = not known
	Waiting   bool         // something of it has not gone up yet
}

// Day is the person's tasks in the day's order, open ones first.
func (w *Work) Day(ctx context.Context) ([]Stop, error) {
	tasks, err := w.Today(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := w.waiting(ctx)
	if err != nil {
		return nil, err
	}
	here := w.rec.Where(ctx)
	stops := make([]Stop, 0, len(tasks))
	for _, t := range tasks {
		s := Stop{Task: t, Waiting: waiting[t.ID]}
		if here != nil && here.Valid() && t.Position.Valid() {
			s.DistanceM = geo.Distance(geo.Point{Lat: here.Lat, Lon: here.Lon}, geo.Point{Lat: t.Position.Lat, Lon: t.Position.Lon})
		}
		if err := w.look(ctx, &s); err != nil {
			return nil, err
		}
		stops = append(stops, s)
	}
	return stops, nil
}

// look reads what belongs to the kind of an open task.
func (w *Work) look(ctx context.Context, s *Stop) error {
	if !s.Open() {
		return nil
	}
	var err error
	switch s.Kind {
	case work.SealCheck, work.Inspection:
		if s.BoxID == "" {
			return nil
		}
		if s.State != work.Started {
			s.Seals, err = w.store.Count(ctx, model.KindSeal, local.OnBox, s.BoxID)
			return err
		}
		expected, err := local.Find[seal.Seal](ctx, w.store, model.KindSeal, local.OnBox, s.BoxID)
		if err != nil {
			return err
		}
		events, err := w.visit(ctx, s.ID, s.BoxID)
		s.Seen, s.Seals = seal.SweepOf(expected, seal.FoundBy(events)).Counts()
		return err
	case work.Disconnection, work.Reconnection:
		bills, err := local.Find[arrears.Bill](ctx, w.store, model.KindBill, "customer_id = ? AND paid < amount", s.CustomerID)
		s.Debt = arrears.DebtOf(bills, w.rec.Now())
		return err
	}
	return nil
}

// mostPending is how many waiting operations are looked through.
const mostPending = 2000

// waiting says of which tasks something has not gone up yet.
func (w *Work) waiting(ctx context.Context) (map[string]bool, error) {
	raws, err := w.store.Pending(ctx, mostPending)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, raw := range raws {
		var op struct {
			Task string `json:"task"`
		}
		if json.Unmarshal(raw, &op) == nil && op.Task != "" {
			out[op.Task] = true
		}
	}
	return out, nil
}
