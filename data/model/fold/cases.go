package fold

import (
	"dianqin/data/model"
	"dianqin/data/model/cases"
)

// CaseDecide folds the command that moves a case on.
func CaseDecide(w World, op Op, b cases.Decide) (Outcome, error) {
	d := &draft{World: w, op: op}
	var c cases.Case
	found, err := w.Get(model.KindCase, b.CaseID, &c)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		return refused("", model.Fail("case.unknown", "id", b.CaseID).At("/body/case_id")), nil
	}
	lane := model.CasesLane(c.StationID)
	next, why := cases.Step(c, b, op.Author, op.At)
	if why != nil {
		return refused(lane, why), nil
	}
	d.put(model.KindCase, c.ID, lane, next)
	return d.done(lane, nil), nil
}

// ExceptionSettle folds the command that closes a dispute or a conflict. What was
// disputed stays in the history as it came. A proposal that is accepted counts from now
// on; a dispute that proposes nothing cannot be accepted: exception.no_proposal.
func ExceptionSettle(w World, op Op, b cases.Settle) (Outcome, error) {
	d := &draft{World: w, op: op}
	var e cases.Exception
	found, err := w.Get(model.KindException, b.ExceptionID, &e)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		return refused("", model.Fail("exception.unknown", "id", b.ExceptionID).At("/body/exception_id")), nil
	}
	lane := model.OrgLane
	if e.StationID != "" {
		lane = model.StationLane(e.StationID)
	}
	next, why := cases.Settled(e, b.Reason, op.Author, op.At)
	if why == nil && b.Accept {
		next.Accepted = true
		why, err = d.accept(e, lane)
	}
	if why != nil || err != nil {
		return refused(lane, why), err
	}
	d.put(model.KindException, e.ID, lane, next)
	return d.done(lane, nil), nil
}
