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

// Stops lists the open tasks of a person in the day's order, of whoever is signed in
// where userID is empty. What was never ordered comes last, by its hour.
func (p *Places) Stops(ctx context.Context, userID string) ([]Stop, error) {
	if userID == "" {
		userID = p.rec.User().ID
	}
	tasks, err := local.Find[work.Task](ctx, p.store, model.KindTask, "assignee_id = ? AND state IN ('todo', 'started')", userID)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(tasks, inOrder)
	out := make([]Stop, len(tasks))
	for i, t := range tasks {
		out[i] = Stop{Task: t, Number: i + 1, At: pointOf(t.Position), Placed: t.Position.Valid()}
	}
	return out, nil
}

// inOrder is the order of a day: by sequence, what has none behind the others.
func inOrder(a, b work.Task) int {
	rank := func(t work.Task) int {
		if t.Sequence <= 0 {
			return 1 << 30
		}
		return t.Sequence
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.DueAt, b.DueAt), cmp.Compare(a.ID, b.ID))
}
