package fold

import (
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
)

// SealSighted folds a scan: judged again against what is known here, written into
// the seal's history and its newest sight, a case where the verdict opens one.
func SealSighted(w World, op Op, b seal.Sighted) (Outcome, error) {
	d := &draft{World: w, op: op}
	s, problem, err := d.siteOf(b.BoxID)
	if err != nil || s.stationID == "" {
		return d.done("", problem), err
	}
	v, known, err := JudgeScan(w, seal.Scan{Number: b.Number, StationID: s.stationID, BoxID: b.BoxID, Place: b.Place,
		Condition: b.Condition, At: op.At, Pos: op.Pos}, b.Format)
	if err != nil {
		return Outcome{}, err
	}
	e := d.event(s, b.BoxID, b.Number, seal.WhatSighted, b.Place, v.Condition)
	e.Verdict = &v
	if problem != nil {
		e.Disputed = problem.Code
	}
	if known.Seal != nil {
		e.SealID = known.Seal.ID
	}
	if known.Seal != nil && problem == nil {
		sl := *known.Seal
		if b.Condition != "" {
			sl, _ = seal.Next(sl, seal.Act{What: seal.WhatSighted, At: op.At, Condition: b.Condition})
		}
		if sl.Seen == nil || sl.Seen.At <= op.At { // scans may arrive out of order
			sl.Seen = &seal.Sight{At: op.At, BoxID: b.BoxID, By: op.Author, Pos: op.Pos}
		}
		d.put(model.KindSeal, sl.ID, model.StationLane(sl.StationID), sl)
	}
	d.put(model.KindSealEvent, e.ID, s.lane(), e)
	if kind, opens := cases.OfSighting(v); opens {
		if err := d.suspect(s, kind, b.Number, placeOf(b.Place, known.Seal), v.Reason); err != nil {
			return Outcome{}, err
		}
	}
	return d.done(s.lane(), problem), nil
}

// JudgeScan reads the bar code by the policy in force, finds what is known of the
// number and gives the verdict. app/seals asks it for the person at the box, the
// fold asks it again.
func JudgeScan(w World, scan seal.Scan, format string) (seal.Verdict, seal.Known, error) {
	var known seal.Known
	set, err := w.Policy()
	if err != nil {
		return seal.Verdict{}, known, err
	}
	scan.Target = set.Read(scan.Number, format, scan.At).Target
	sl, found, err := w.SealByNumber(scan.Number)
	if err != nil {
		return seal.Verdict{}, known, err
	}
	if found {
		known.Seal = &sl
	}
	lot, found, err := w.LotOf(scan.Number)
	if err != nil {
		return seal.Verdict{}, known, err
	}
	if found {
		known.Lot = &lot
	}
	return seal.Judge(scan, known), known, nil
}

// SealInspected folds a condition that a person noted of an expected seal.
func SealInspected(w World, op Op, b seal.Inspected) (Outcome, error) {
	return act(w, op, b.BoxID, b.Number, b.Place,
		seal.Act{What: seal.WhatInspected, At: op.At, By: op.Author, Condition: b.Condition})
}

// SealApplied folds 加封.
func SealApplied(w World, op Op, b seal.PutOn) (Outcome, error) {
	return act(w, op, b.BoxID, b.Number, b.Place,
		seal.Act{What: seal.WhatApplied, At: op.At, By: op.Author, BoxID: b.BoxID, MeterID: b.MeterID, Place: b.Place})
}

// SealRemoved folds 启封.
func SealRemoved(w World, op Op, b seal.TakenOff) (Outcome, error) {
	return act(w, op, b.BoxID, b.Number, "",
		seal.Act{What: seal.WhatRemoved, At: op.At, By: op.Author, Condition: b.Condition})
}

// act folds a step of a seal's life. Where the rules do not allow the step it is
// written into the history as disputed and the seal stays as it was: the state of
// a seal never merges by itself.
func act(w World, op Op, boxID, number, place string, a seal.Act) (Outcome, error) {
	d := &draft{World: w, op: op}
	s, problem, err := d.siteOf(boxID)
	if err != nil || s.stationID == "" {
		return d.done("", problem), err
	}
	e := d.event(s, boxID, number, a.What, place, a.Condition)
	sl, found, err := w.SealByNumber(number)
	if err != nil {
		return Outcome{}, err
	}
	if found {
		e.SealID = sl.ID
		next, why := seal.Next(sl, a)
		switch {
		case why != nil:
			problem = why
		case problem == nil: // at an unknown box or for an unknown task a person decides
			d.put(model.KindSeal, sl.ID, model.StationLane(sl.StationID), next)
			e.Custody = next.Custody
		}
		e.Place = placeOf(place, &sl)
	} else {
		problem = model.Fail("seal.unknown", "number", number)
	}
	if problem != nil {
		e.Disputed = problem.Code
	}
	d.put(model.KindSealEvent, e.ID, s.lane(), e)
	if kind, opens := cases.OfCondition(a.Condition); opens {
		why := model.Reason{Code: "condition_" + string(a.Condition), Args: map[string]any{"place": e.Place}}
		if err := d.suspect(s, kind, number, e.Place, why); err != nil {
			return Outcome{}, err
		}
	}
	return d.done(s.lane(), problem), nil
}

func (d *draft) event(s site, boxID, number string, what seal.What, place string, c seal.Condition) seal.Event {
	return seal.Event{ID: model.Derive(d.op.ID, "seal_event"), StationID: s.stationID, Number: number, What: what,
		At: d.op.At, By: d.op.Author, TaskID: d.op.TaskID, BoxID: boxID, Place: place, Condition: c, Pos: d.op.Pos}
}

func placeOf(place string, s *seal.Seal) string {
	if place == "" && s != nil {
		return s.Place
	}
	return place
}

// SealIssue folds the command that hands seals of the store to a person: all of
// them or none.
func SealIssue(w World, op Op, b seal.Issue) (Outcome, error) {
	d := &draft{World: w, op: op}
	var to people.User
	found, err := w.Get(model.KindUser, b.ToID, &to)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		return refused("", model.Fail("user.unknown", "id", b.ToID).At("/body/to_id")), nil
	}
	var lane model.Lane
	for _, number := range b.Numbers {
		sl, found, err := w.SealByNumber(number)
		if err != nil {
			return Outcome{}, err
		}
		if !found {
			return refused(lane, model.Fail("seal.unknown", "number", number).At("/body/numbers")), nil
		}
		if own := model.StationLane(sl.StationID); lane == "" {
			lane = own
		} else if lane != own {
			return refused(lane, model.Fail("seal.other_station", "number", number).At("/body/numbers")), nil
		}
		next, why := seal.Next(sl, seal.Act{What: seal.WhatIssued, At: op.At, By: op.Author, To: b.ToID})
		if why != nil {
			return refused(lane, why.At("/body/numbers")), nil
		}
		e := seal.Event{ID: model.Derive(op.ID, "seal_event:"+number), StationID: sl.StationID, SealID: sl.ID,
			Number: number, What: seal.WhatIssued, At: op.At, By: op.Author, ToID: b.ToID, Custody: next.Custody}
		d.put(model.KindSeal, sl.ID, lane, next)
		d.put(model.KindSealEvent, e.ID, lane, e)
	}
	return d.done(lane, nil), nil
}
