package atlas

import (
	"context"
	"slices"
	"time"

	"dianqin/app/act"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/data/model/people"
	"dianqin/data/model/route"
	"dianqin/data/model/work"
)

// From is where a day is planned from.
type From string

// The beginnings of a day.
const (
	FromHere    From = "here"    // where the device is
	FromStation From = "station" // the person's first station
	FromNowhere From = "nowhere" // neither is known: the first stop costs no way
)

// Arranged is an order of a day before it is kept, and what comes of it.
type Arranged struct {
	PersonID string
	Stops    []Stop      // in the new order, numbered anew
	Arrive   []time.Time // at each of them, zero for those without a place
	Before   []string    // task ids in the order that stood
	From     From        // what was really taken
	Metres   float64     // of the whole way, an estimate
	Late     time.Duration
	Finish   time.Time
	Path     []geo.Point // the line to draw, from the beginning through the stops
	Found    bool        // Arrange found it: nobody chose it by hand
}

// IDs are the task ids in the new order.
func (a Arranged) IDs() []string { return idsOf(a.Stops) }

// Changed says whether the order differs from the one that stood.
func (a Arranged) Changed() bool { return !slices.Equal(a.Before, a.IDs()) }

// Arrange looks for a good order of the open tasks of a person (of whoever is signed in
// where userID is empty): little way, appointments kept, nothing late. What was begun
// stays first. It keeps nothing: Keep does.
func (p *Places) Arrange(ctx context.Context, userID string, from From) (Arranged, error) {
	a, err := p.plan(ctx, userID, from, nil, func(ctx context.Context, r route.Router, d route.Day) (route.Plan, error) {
		return route.Order(ctx, r, d, route.Default)
	})
	a.Found = err == nil
	return a, err
}

// Preview says what comes of an order that a person chose by hand.
func (p *Places) Preview(ctx context.Context, userID string, from From, taskIDs []string) (Arranged, error) {
	return p.plan(ctx, userID, from, taskIDs, route.Follow)
}

// planner is a way to an order.
type planner func(context.Context, route.Router, route.Day) (route.Plan, error)

func (p *Places) plan(ctx context.Context, userID string, from From, ids []string, by planner) (Arranged, error) {
	userID = p.whose(userID)
	out := Arranged{PersonID: userID}
	stops, err := p.Stops(ctx, userID)
	if err != nil {
		return out, err
	}
	out.Before = idsOf(stops)
	slices.SortStableFunc(stops, func(a, b Stop) int { return begun(b) - begun(a) })
	if ids != nil {
		slices.SortStableFunc(stops, func(a, b Stop) int { return rank(ids, a.ID) - rank(ids, b.ID) })
	}
	day := route.Day{Now: p.rec.Now().Time()}
	if day.Start, out.From, err = p.begin(ctx, userID, from); err != nil {
		return out, err
	}
	for _, s := range stops {
		day.Stops = append(day.Stops, visitOf(s))
		day.Locked += begun(s)
	}
	plan, err := by(ctx, p.Router(), day)
	if err != nil {
		return out, err
	}
	for i, k := range plan.Order {
		s := stops[k]
		s.Number = i + 1
		out.Stops, out.Arrive = append(out.Stops, s), append(out.Arrive, plan.Arrive[i])
	}
	out.Metres, out.Late, out.Finish = plan.Metres, plan.Late, plan.Finish
	out.Path, err = p.path(ctx, day.Start, out.Stops)
	return out, err
}

// path is the line through the stops that have a place.
func (p *Places) path(ctx context.Context, start *geo.Point, stops []Stop) ([]geo.Point, error) {
	var through []geo.Point
	if start != nil {
		through = append(through, *start)
	}
	for _, s := range stops {
		if s.Placed {
			through = append(through, s.At)
		}
	}
	if len(through) < 2 {
		return nil, nil
	}
	return p.Router().Path(ctx, through)
}

// Router prices the ways of a day. A road router can stand here.
func (p *Places) Router() route.Router {
	if p.Roads != nil {
		return p.Roads
	}
	return route.Scooter
}

// begun is 1 for a task that was started.
func begun(s Stop) int {
	if s.State == work.Started {
		return 1
	}
	return 0
}

func rank(ids []string, id string) int {
	if i := slices.Index(ids, id); i >= 0 {
		return i
	}
	return len(ids)
}

func idsOf(stops []Stop) []string {
	out := make([]string, len(stops))
	for i, s := range stops {
		out[i] = s.ID
	}
	return out
}

// visitOf is a task as a router takes it. Without an appointment it is to be done by
// the hour when it is due.
func visitOf(s Stop) route.Stop {
	v := route.Stop{At: s.At, Stay: work.Usual(s.Kind)}
	if !s.Placed {
		v.At = geo.Point{Lat: 91} // no place: it comes last
	}
	when := func(m model.Millis) time.Time {
		if m == 0 {
			return time.Time{}
		}
		return m.Time()
	}
	v.From, v.Until = when(s.AppointmentFrom), when(s.AppointmentUntil)
	if v.From.IsZero() {
		v.Until = when(s.DueAt)
	}
	return v
}

// begin finds where a day is planned from. For somebody else, and where the device does
// not know where it is, it is the station.
func (p *Places) begin(ctx context.Context, userID string, from From) (*geo.Point, From, error) {
	if from == FromHere && userID == p.rec.User().ID {
		if at := p.rec.WhereWithin(ctx, patience); at != nil && at.Valid() {
			here := pointOf(*at)
			return &here, FromHere, nil
		}
	}
	var u people.User
	if _, err := p.store.Get(ctx, model.KindUser, userID, &u); err != nil {
		return nil, "", err
	}
	for _, id := range u.Stations {
		var s grid.Station
		if _, err := p.store.Get(ctx, model.KindStation, id, &s); err != nil {
			return nil, "", err
		}
		if s.Position.Valid() {
			at := pointOf(s.Position)
			return &at, FromStation, nil
		}
	}
	return nil, FromNowhere, nil
}

// SetOrder keeps the order of a person's day that somebody chose; it works without a
// network and counts on this device at once. Tasks that are not named keep their places.
func (p *Places) SetOrder(ctx context.Context, userID string, taskIDs []string) error {
	userID = p.whose(userID)
	if len(taskIDs) == 0 {
		return nil
	}
	_, err := p.rec.Do(ctx, act.Act{Kind: "tasks.ordered", Body: work.Ordered{AssigneeID: userID, TaskIDs: taskIDs}})
	if err != nil {
		return err
	}
	return p.store.DropDraft(ctx, foundKey(userID))
}
