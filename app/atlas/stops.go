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
	tasks, err := p.tasksOf(ctx, userID, "state IN ('todo', 'started')")
	if err != nil {
		return nil, err
	}
	work.Sort(tasks)
	out := make([]Stop, len(tasks))
	for i, t := range tasks {
		out[i] = stopOf(t)
		out[i].Number = i + 1
	}
	return out, nil
}

// Over lists the tasks of a person that ended today, done or given back, the latest
// first, of whoever is signed in where userID is empty. They have no number.
func (p *Places) Over(ctx context.Context, userID string) ([]Stop, error) {
	tasks, err := p.tasksOf(ctx, userID, "state IN ('done', 'returned')")
	if err != nil {
		return nil, err
	}
	var out []Stop
	today := model.CivilDay(p.rec.Now())
	for _, t := range tasks {
		if t.EndedAt != 0 && model.CivilDay(t.EndedAt) == today {
			out = append(out, stopOf(t))
		}
	}
	slices.SortStableFunc(out, func(a, b Stop) int { return cmp.Or(cmp.Compare(b.EndedAt, a.EndedAt), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

func (p *Places) tasksOf(ctx context.Context, userID, state string) ([]work.Task, error) {
	return local.Find[work.Task](ctx, p.store, model.KindTask, "assignee_id = ? AND "+state, p.whose(userID))
}

// whose is the person that is asked about: whoever is signed in where none is named.
func (p *Places) whose(userID string) string {
	if userID == "" {
		return p.rec.User().ID
	}
	return userID
}

func stopOf(t work.Task) Stop {
	return Stop{Task: t, At: pointOf(t.Position), Placed: t.Position.Valid()}
}
