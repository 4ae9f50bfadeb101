package cases

import (
	"slices"

	"dianqin/data/model"
)

// Decide is the body of the command case.decide: a person moves a case on.
type Decide struct {
	CaseID string `json:"case_id"`
	To     State  `json:"to"`
	Reason string `json:"reason,omitempty"` // what was found; closing wants one
}

// Settle is the body of the command exception.settle: a person has looked at a
// dispute or a conflict, and says what came of it.
type Settle struct {
	ExceptionID string `json:"exception_id"`
	Reason      string `json:"reason"`
	Accept      bool   `json:"accept,omitempty"` // what was proposed counts from now on; only of a proposal
}

// longest is how long a reason may be, in bytes.
const longest = 2000

// Check returns what is wrong with the body, or nil.
func (b Decide) Check() *model.Error {
	switch {
	case b.CaseID == "":
		return model.Fail("field.required").At("/body/case_id")
	case !slices.Contains([]State{Open, Reviewing, Closed}, b.To):
		return model.Fail("case.unknown_state", "state", string(b.To)).At("/body/to")
	case b.To == Closed && b.Reason == "":
		return model.Fail("case.no_reason").At("/body/reason")
	case len(b.Reason) > longest:
		return model.Fail("field.too_long", "max", longest).At("/body/reason")
	}
	return nil
}

// Check returns what is wrong with the body, or nil.
func (b Settle) Check() *model.Error {
	switch {
	case b.ExceptionID == "":
		return model.Fail("field.required").At("/body/exception_id")
	case b.Reason == "":
		return model.Fail("field.required").At("/body/reason")
	case len(b.Reason) > longest:
		return model.Fail("field.too_long", "max", longest).At("/body/reason")
	}
	return nil
}

// steps says which states may follow which. A closed case is opened again where
// something new turned up.
var steps = map[State][]State{Open: {Reviewing, Closed}, Reviewing: {Closed, Open}, Closed: {Open}}

// Step moves a case on by a decision, or says case.cannot_move. What was decided
// last stays with the case.
func Step(c Case, b Decide, by string, at model.Millis) (Case, *model.Error) {
	if !slices.Contains(steps[c.State], b.To) {
		return c, model.Fail("case.cannot_move", "number", c.Number, "from", string(c.State), "to", string(b.To)).At("/body/to")
	}
	c.State, c.Decision, c.DecidedAt, c.DecidedBy = b.To, b.Reason, at, by
	return c, nil
}

// Overtaken closes a conflict whose resolution, the operation of opID, met another
// change itself: what is left to decide is asked there, and once. exception.settled
// where somebody was first.
func Overtaken(e Exception, opID, by string, at model.Millis) (Exception, *model.Error) {
	e, why := Settled(e, "", by, at)
	if why == nil {
		e.OvertakenBy = opID
	}
	return e, why
}

// Settled closes an exception, or says exception.settled where somebody was first.
func Settled(e Exception, reason, by string, at model.Millis) (Exception, *model.Error) {
	if e.State != Open {
		return e, model.Fail("exception.settled")
	}
	e.State, e.Decision, e.DecidedAt, e.DecidedBy = Closed, reason, at, by
	return e, nil
}
