package demo

import (
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
)

// Fault is what is wrong with a seal at a box of today. The simulator shows it;
// the records tell of it only where Known is set.
type Fault struct {
	Kind      cases.Kind
	StationID string
	BoxID     string
	TaskID    string
	Place     string // where on the box
	Number    string // the seal that the records expect there
	Hangs     string // the number that hangs there in truth; empty: none
	Known     bool   // the records say so: by the seal's condition, or because it was seen elsewhere

	op   string       // of the act that told, where Known
	by   string       // who did it
	at   model.Millis //
	seen string       // the box where a clone was seen
}

// faultKinds is what can be wrong, in the order in which the demo inspector meets
// it.
var faultKinds = [...]cases.Kind{cases.SealBroken, cases.SealForeign, cases.SealMissing, cases.SealCloned}

// planFaults gives the demo inspector one of each kind, from the second task on,
// and every other inspector one.
func (r *Region) planFaults() {
	for i, s := range r.stations {
		for t := range s.tasks {
			p := &s.tasks[t]
			step, demo := p.task.Sequence-2, p.task.AssigneeID == r.stations[0].staff.inspectors[0].ID
			switch {
			case len(s.boxes) < 3: // nobody else to take a seal from
			case demo && step >= 0 && step < len(faultKinds):
				r.addFault(s, p, faultKinds[step], false)
			case !demo && step == 0:
				r.addFault(s, p, faultKinds[(i+t/tasksADay)%len(faultKinds)], i%2 == 0)
			}
		}
	}
}

// addFault breaks a seal of a task's box. A clone is always known: it is one
// because somebody saw it elsewhere.
func (r *Region) addFault(s *station, p *planned, kind cases.Kind, known bool) {
	b := &s.boxes[p.box]
	d := r.dice(forFault, b.n)
	x := r.box(s, b)
	expected := r.seals(s, b, &x)
	sl := expected[0] // the door's
	if kind != cases.SealForeign {
		sl = expected[d.intN(len(expected))]
	}
	f := Fault{Kind: kind, StationID: s.ID, BoxID: x.ID, TaskID: p.task.ID, Place: sl.Place, Number: sl.Number, Hangs: sl.Number,
		Known: kind == cases.SealCloned || known && kind != cases.SealForeign}
	other := &s.boxes[otherBox(p.box, len(s.boxes))]
	switch kind {
	case cases.SealMissing:
		f.Hangs = ""
	case cases.SealForeign:
		f.Hangs = s.sealNumber(sealBox, other.seals[sealBox]+1)
	case cases.SealCloned:
		f.seen = r.id("box", other.n)
	}
	if f.Known {
		f.op, f.by = r.named("op", sl.Number), s.staff.inspectors[d.intN(inspectors)].ID
		f.at = r.calendar.daysAgo(1+d.intN(6), d)
	}
	r.Faults = append(r.Faults, f)
	if f.Known {
		r.known[f.Number] = &f
	}
}

// otherBox is far from a box and never the first of the station, which the tour
// needs to be without fault.
func otherBox(i, n int) int {
	other := (i + n/2) % n
	for other == 0 || other == i {
		other = (other + 1) % n
	}
	return other
}

// damage writes into a seal what the records know of its fault.
func (r *Region) damage(sl *seal.Seal) {
	f, ok := r.known[sl.Number]
	if !ok {
		return
	}
	switch f.Kind {
	case cases.SealBroken:
		sl.Condition, sl.ChangedAt = seal.Broken, f.at
	case cases.SealMissing:
		sl.Condition, sl.ChangedAt = seal.Missing, f.at
	case cases.SealCloned:
		sl.Seen = &seal.Sight{At: f.at, BoxID: f.seen, By: f.by}
	}
}

// told makes what the act that told of a fault left behind: a line of the seal's
// history and an open case, as the fold makes them.
func (r *Region) told(f *Fault, sl seal.Seal, n int) (seal.Event, cases.Case) {
	e := seal.Event{ID: model.Derive(f.op, "seal_event"), StationID: f.StationID, SealID: sl.ID, Number: f.Number, What: seal.WhatInspected,
		At: f.at, By: f.by, BoxID: f.BoxID, Place: f.Place, Custody: seal.Applied, Condition: sl.Condition}
	c := cases.Case{ID: model.Derive(f.op, "case:"+f.Number), StationID: f.StationID, Number: compact(f.at) + "-" + padded(n, 4), Kind: f.Kind,
		State: cases.Open, SealNumber: f.Number, BoxID: f.BoxID, Place: f.Place, OpenedAt: f.at, OpenedBy: f.by,
		Reason: model.Reason{Code: "condition_" + string(sl.Condition), Args: map[string]any{"place": f.Place}}, Facts: []string{f.op}}
	if f.Kind == cases.SealCloned { // at the other box it was a seal from elsewhere: two sights make a clone
		before := sl
		before.Seen = nil
		v := seal.Judge(seal.Scan{Number: f.Number, Target: policy.TargetSeal, StationID: f.StationID, BoxID: f.seen, At: f.at},
			seal.Known{Seal: &before})
		e.What, e.BoxID, e.Custody, e.Verdict = seal.WhatSighted, f.seen, "", &v
		c.Kind, c.BoxID, c.Reason = cases.SealForeign, f.seen, v.Reason
	}
	return e, c
}
