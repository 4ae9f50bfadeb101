package atlas

import (
	"cmp"
	"context"
	"slices"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/work"
)

// Stop is an open task of a person with its place in the day's order.
type Stop struct {
	work.Task
	Number int       // from 1, as drawn on the map
	At     geo.Point // WGS84
	Placed bool      // At is known
}

// Stops lists the open tasks of a person in the day's order (work.Compare), of
// whoever is signed in where userID is empty.
func (p *Places) Stops(ctx context.Context, userID string) ([]Stop, error) {
	if userID == "" {
		userID = p.rec.User().ID
	}
	tasks, err := local.Find[work.Task](ctx, p.store, model.KindTask, "assignee_id = ? AND state IN ('todo', 'started')", userID)
	if err != nil {
		return nil, err
	}
	work.Sort(tasks)
	out := make([]Stop, len(tasks))
	for i, t := range tasks {
		out[i] = Stop{Task: t, Number: i + 1, At: pointOf(t.Position), Placed: t.Position.Valid()}
	}
	return out, nil
}

// Over lists the tasks of a person that ended today, done or given back, the latest
// first, of whoever is signed in where userID is empty. They have no number.
func (p *Places) Over(ctx context.Context, userID string) ([]Stop, error) {
	if userID == "" {
		userID = p.rec.User().ID
	}
	tasks, err := local.Find[work.Task](ctx, p.store, model.KindTask, "assignee_id = ? AND state IN ('done', 'returned')", userID)
	if err != nil {
		return nil, err
	}
	var out []Stop
	today := model.CivilDay(p.rec.Now())
	for _, t := range tasks {
		if t.EndedAt != 0 && model.CivilDay(t.EndedAt) == today {
			out = append(out, Stop{Task: t, At: pointOf(t.Position), Placed: t.Position.Valid()})
		}
	}
	slices.SortStableFunc(out, func(a, b Stop) int { return cmp.Or(cmp.Compare(b.EndedAt, a.EndedAt), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}
