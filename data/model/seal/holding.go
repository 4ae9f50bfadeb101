package seal

import (
	"cmp"
	"slices"

	"dianqin/data/model"
)

// Holding is a stretch of a seal's life in one custody: who had it, or where it
// hung, and for how long.
type Holding struct {
	Custody Custody
	From    model.Millis
	Until   model.Millis // 0: still so
	By      string       // user id of who brought it about, may be empty
	Holder  string       // user id, while a person has it
	BoxID   string       // while it is applied
	Place   string
}

// custodyOf is the custody that an event leads to; looks lead to none.
func custodyOf(e Event) Custody {
	if e.Custody != "" {
		return e.Custody
	}
	return life[e.What].to
}

// Chain is the line of custody of a number, oldest first: bought with its lot (nil
// where there is none), then as the events tell it, whatever order they come in.
// Looks and disputed acts change no custody and are left out, and two events that
// lead to the same holding are one.
func Chain(lot *Lot, events []Event) []Holding {
	steps := slices.Clone(events)
	slices.SortStableFunc(steps, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	var out []Holding
	if lot != nil {
		out = append(out, Holding{Custody: Purchased, From: lot.BoughtAt})
	}
	for _, e := range steps {
		next := Holding{Custody: custodyOf(e), From: e.At, By: e.By}
		if next.Custody == "" || e.Disputed != "" {
			continue
		}
		switch next.Custody {
		case Issued:
			next.Holder = e.ToID
		case Removed:
			next.Holder = e.By
		case Applied:
			next.BoxID, next.Place = e.BoxID, e.Place
		}
		if n := len(out); n > 0 {
			last := &out[n-1]
			if last.Custody == next.Custody && last.Holder == next.Holder && last.BoxID == next.BoxID && last.Place == next.Place {
				continue
			}
			last.Until = max(next.From, last.From)
		}
		out = append(out, next)
	}
	return out
}
