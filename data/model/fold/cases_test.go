package fold

import (
	"errors"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/cases"
)

func TestCaseDecide_MovesACaseInItsOwnLane(t *testing.T) {
	w := region()
	w.set(model.KindCase, "k", cases.Case{ID: "k", StationID: "east", State: cases.Open, Facts: []string{"f"}})
	o, err := CaseDecide(w, op(1, 20), cases.Decide{CaseID: "k", To: cases.Closed, Reason: "replaced"})
	must(t, w, o, err, "")
	if o.Lane != model.CasesLane("east") || o.Puts[0].Lane != o.Lane {
		t.Errorf("decided in %q", o.Lane)
	}
	if c := all[cases.Case](w, model.KindCase)[0]; c.State != cases.Closed || c.Decision != "replaced" || c.DecidedBy != "ann" || c.DecidedAt != 20 || len(c.Facts) != 1 {
		t.Errorf("%+v", c)
	}
	o, err = CaseDecide(w, op(2, 30), cases.Decide{CaseID: "k", To: cases.Closed, Reason: "again"})
	must(t, w, o, err, "case.cannot_move")
	o, err = CaseDecide(w, op(3, 30), cases.Decide{CaseID: "moon", To: cases.Open})
	must(t, w, o, err, "case.unknown")
	if c := all[cases.Case](w, model.KindCase)[0]; c.Decision != "replaced" || len(o.Puts) != 0 {
		t.Errorf("a refused decision changes %+v", c)
	}
}

func TestExceptionSettle_ClosesItWhereItLies(t *testing.T) {
	for station, lane := range map[string]model.Lane{"east": model.StationLane("east"), "": model.OrgLane} {
		w := region()
		w.set(model.KindException, "x", cases.Exception{ID: "x", StationID: station, State: cases.Open})
		o, err := ExceptionSettle(w, op(1, 20), cases.Settle{ExceptionID: "x", Reason: "asked"})
		must(t, w, o, err, "")
		if o.Lane != lane || o.Puts[0].Lane != lane {
			t.Errorf("of %q it is settled in %q", station, o.Lane)
		}
		if e := all[cases.Exception](w, model.KindException)[0]; e.State != cases.Closed || e.Decision != "asked" || e.DecidedBy != "ann" {
			t.Errorf("%+v", e)
		}
		o, err = ExceptionSettle(w, op(2, 30), cases.Settle{ExceptionID: "x", Reason: "again"})
		must(t, w, o, err, "exception.settled")
		o, err = ExceptionSettle(w, op(2, 30), cases.Settle{ExceptionID: "moon", Reason: "again"})
		must(t, w, o, err, "exception.unknown")
	}
}

func TestDecisions_FailWithTheStore(t *testing.T) {
	w := region()
	w.broken = true
	if _, err := CaseDecide(w, op(1, 20), cases.Decide{CaseID: "k", To: cases.Open}); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
	if _, err := ExceptionSettle(w, op(1, 20), cases.Settle{ExceptionID: "x", Reason: "r"}); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}
