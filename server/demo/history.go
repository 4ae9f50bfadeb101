package demo

import (
	"dianqin/data/model/cases"
	"dianqin/data/model/seal"
)

// history makes the lines of a seal that hangs at one of today's boxes: it came
// into the store, went to an inspector and was applied. Other seals have none, so
// that the region stays small.
func (r *Region) history(s *station, sl *seal.Seal) []seal.Event {
	who := s.staff.inspectors[len(sl.Place)%inspectors].ID
	line := func(what seal.What) seal.Event {
		return seal.Event{ID: r.named("seal_event", sl.Number+":"+string(what)), StationID: s.ID, SealID: sl.ID, Number: sl.Number,
			What: what, Condition: seal.Intact}
	}
	received, issued, applied := line(seal.WhatReceived), line(seal.WhatIssued), line(seal.WhatApplied)
	received.At, received.By, received.Custody = r.boughtAt()+5*day, s.staff.keeper.ID, seal.InStore
	issued.At, issued.By, issued.ToID, issued.Custody = sl.AppliedAt-2*day, s.staff.keeper.ID, who, seal.Issued
	applied.At, applied.By, applied.Custody = sl.AppliedAt, who, seal.Applied
	applied.BoxID, applied.Place = sl.BoxID, sl.Place
	return []seal.Event{received, issued, applied}
}

// past hands over the history of the seals at today's boxes and the open cases
// about them.
func (r *Region) past(s *station, event func(seal.Event) error, open func(cases.Case) error) error {
	opened := 0
	for _, p := range s.tasks {
		x := r.box(s, &s.boxes[p.box])
		for _, sl := range r.seals(s, &s.boxes[p.box], &x) {
			for _, e := range r.history(s, &sl) {
				if err := event(e); err != nil {
					return err
				}
			}
			f, ok := r.known[sl.Number]
			if !ok {
				continue
			}
			opened++
			e, c := r.told(f, sl, opened)
			if c.BoxID == p.task.BoxID {
				c.CustomerID = p.task.CustomerID
			}
			if err := event(e); err != nil {
				return err
			}
			if err := open(c); err != nil {
				return err
			}
		}
	}
	return nil
}
