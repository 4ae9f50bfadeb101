package cases

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

func TestStep_OnlyLeadsWhereADecisionMay(t *testing.T) {
	for _, c := range []struct {
		from, to State
		may      bool
	}{
		{Open, Reviewing, true}, {Open, Closed, true}, {Open, Open, false}, {Reviewing, Closed, true}, {Reviewing, Open, true},
		{Reviewing, Reviewing, false}, {Closed, Open, true}, {Closed, Reviewing, false}, {Closed, Closed, false}, {"tomorrow", Open, false},
	} {
		before := Case{ID: "c", State: c.from, Decision: "before", DecidedBy: "a"}
		after, bad := Step(before, Decide{CaseID: "c", To: c.to, Reason: "found nothing"}, "b", 7)
		if c.may != (bad == nil) {
			t.Errorf("%s to %s: %v", c.from, c.to, bad)
		}
		if bad != nil && (after.State != before.State || after.Decision != "before") {
			t.Errorf("%s to %s is refused and changes the case: %+v", c.from, c.to, after)
		}
		if bad == nil && (after.State != c.to || after.Decision != "found nothing" || after.DecidedBy != "b" || after.DecidedAt != 7) {
			t.Errorf("%s to %s gives %+v", c.from, c.to, after)
		}
	}
}

func TestStep_NeverLosesAFact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Case{State: Open, Facts: []string{"f"}}
		for _, to := range rapid.SliceOf(rapid.SampledFrom([]State{Open, Reviewing, Closed})).Draw(t, "to") {
			next, bad := Step(c, Decide{To: to}, "x", model.Millis(1))
			if bad == nil {
				c = next
			}
			c = Join(c, "g")
		}
		if len(c.Facts) > 2 || c.Facts[0] != "f" {
			t.Fatalf("%v", c.Facts)
		}
	})
}

func TestSettled_OnceAndByOne(t *testing.T) {
	e, bad := Settled(Exception{State: Open}, "asked him", "b", 7)
	if bad != nil || e.State != Closed || e.Decision != "asked him" || e.DecidedBy != "b" || e.DecidedAt != 7 {
		t.Fatalf("%+v, %v", e, bad)
	}
	if again, bad := Settled(e, "me too", "c", 9); bad == nil || bad.Code != "exception.settled" || again.Decision != "asked him" {
		t.Errorf("%+v, %v", again, bad)
	}
}

func TestDecisionsSayWhatTheyLack(t *testing.T) {
	long := strings.Repeat("x", longest+1)
	for field, bad := range map[string]*model.Error{
		"/body/case_id":      Decide{To: Open}.Check(),
		"/body/to":           Decide{CaseID: "c", To: "tomorrow"}.Check(),
		"/body/reason":       Decide{CaseID: "c", To: Closed}.Check(),
		"/body/exception_id": Settle{Reason: "r"}.Check(),
	} {
		if bad == nil || bad.Field != field {
			t.Errorf("%s: %v", field, bad)
		}
	}
	for _, bad := range []*model.Error{Decide{CaseID: "c", To: Closed, Reason: long}.Check(), Settle{ExceptionID: "e", Reason: long}.Check(), Settle{ExceptionID: "e"}.Check()} {
		if bad == nil || bad.Field != "/body/reason" {
			t.Errorf("%v", bad)
		}
	}
	if bad := (Decide{CaseID: "c", To: Reviewing}).Check(); bad != nil {
		t.Errorf("to begin wants no reason: %v", bad)
	}
}
