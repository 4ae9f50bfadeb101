package work

import (
	"math"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/policy"
)

// Where says how near to its place a task was begun.
type Where string

// The answers. Only the first two compare anything.
const (
	Here    Where = "here"
	Away    Where = "away"     // a warning and a record, never a ban: positions on file are wrong, too
	NoFix   Where = "no_fix"   // the device did not know where it was, or only vaguely
	NoPlace Where = "no_place" // nobody has said where the task's place lies
)

// Arrival is how a task was begun: what the device knew, and what was said of it.
type Arrival struct {
	Where     Where  `json:"where"`
	DistanceM int    `json:"distance_m,omitempty"` // from the place on record; 0 where nothing was compared
	AccuracyM int    `json:"accuracy_m,omitempty"` // of the fix
	Mocked    bool   `json:"mocked,omitempty"`     // the fix was made up by another program
	Reason    string `json:"reason,omitempty"`     // why it was begun away from the place
}

// ArrivalOf compares where an act takes place with the place of the task, by the rule in
// force; nil where the utility has no rule. Away is farther than the radius and the fix's
// own uncertainty together.
func ArrivalOf(t Task, m Move) *Arrival {
	if m.Rule.RadiusM <= 0 {
		return nil
	}
	a := Near(t.Position, m.Pos, m.Rule)
	a.Reason = m.Reason
	return &a
}

// Near compares a fix, nil where there is none, with a place.
func Near(at model.Position, fix *model.Position, rule policy.Place) Arrival {
	switch {
	case !at.Valid():
		return Arrival{Where: NoPlace}
	case fix == nil || !fix.Valid() || !(fix.AccuracyM >= 0):
		return Arrival{Where: NoFix}
	case fix.AccuracyM > rule.WorstM:
		return Arrival{Where: NoFix, AccuracyM: whole(fix.AccuracyM), Mocked: fix.Mocked}
	}
	d := geo.Distance(geo.Point{Lat: at.Lat, Lon: at.Lon}, geo.Point{Lat: fix.Lat, Lon: fix.Lon})
	a := Arrival{Where: Here, DistanceM: whole(d), AccuracyM: whole(fix.AccuracyM), Mocked: fix.Mocked}
	if d > rule.RadiusM+fix.AccuracyM {
		a.Where = Away
	}
	return a
}

func whole(m float64) int { return int(math.Round(min(m, 1e9))) }
