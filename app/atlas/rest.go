package atlas

import (
	"context"
	"time"

	"dianqin/data/model"
)

// glance is how long Rest waits for the position: a person goes on meanwhile.
const glance = 2 * time.Second

// Keep keeps an order as SetOrder does. Of one that was found, for whoever is signed in,
// it remembers that nobody chose it: Rest may look for another.
func (p *Places) Keep(ctx context.Context, a Arranged) error {
	if err := p.SetOrder(ctx, a.PersonID, a.IDs()); err != nil {
		return err
	}
	if !a.Found || a.PersonID != p.rec.User().ID {
		return nil
	}
	found := found{}
	for i, s := range a.Stops {
		found[s.ID] = i + 1
	}
	return p.store.SaveDraft(ctx, foundKey(a.PersonID), found)
}

// Rest puts what is left of the day of whoever is signed in into a good order from here,
// and keeps it; it is for the moment when a task is over. A day that somebody ordered,
// here or in the office, stays as it is, and so does one while the device does not know
// where it is. What is returned has not Changed then.
func (p *Places) Rest(ctx context.Context) (Arranged, error) {
	stops, err := p.Stops(ctx, "")
	if err != nil || len(stops) < 2 {
		return Arranged{}, err
	}
	found := found{}
	if _, err := p.store.Draft(ctx, foundKey(p.rec.User().ID), &found); err != nil {
		return Arranged{}, err
	}
	if found.chosen(stops, p.rec.Now()) || p.rec.WhereWithin(ctx, glance) == nil {
		return Arranged{}, nil
	}
	a, err := p.Arrange(ctx, "", FromHere)
	switch {
	case err != nil || a.From != FromHere:
		return Arranged{}, err
	case !a.Changed():
		return a, nil
	}
	return a, p.Keep(ctx, a)
}

// found is the order that was found last: places in it, by task.
type found map[string]int

func foundKey(userID string) string { return "day:found:" + userID }

// chosen says whether a person put any of the stops where it is. What was never ordered,
// and what was ordered on a day that is over, nobody chose for today.
func (f found) chosen(stops []Stop, now model.Millis) bool {
	for _, s := range stops {
		over := s.OrderedAt != 0 && model.CivilDay(s.OrderedAt) != model.CivilDay(now)
		if s.Sequence != 0 && f[s.ID] != s.Sequence && !over {
			return true
		}
	}
	return false
}
