package fold

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/inspection"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

func TestFold_ABrokenSealScannedNotedAndOnTheSheetIsOneCase(t *testing.T) {
	w := region()
	o, err := SealSighted(w, op(1, 20), seal.Sighted{Number: "1", BoxID: "box", Condition: seal.Broken})
	must(t, w, o, err, "")
	o, err = SealInspected(w, op(2, 30), seal.Inspected{Number: "1", BoxID: "box", Condition: seal.Broken})
	must(t, w, o, err, "")
	o, err = InspectionRecorded(w, op(3, 40), inspection.Recorded{Persons: []string{"Ann"},
		Seals: []inspection.SealLine{{Number: "1", Place: "door", Condition: "broken"}, {Number: "1", Place: "door", Condition: "broken"}}})
	must(t, w, o, err, "")

	got := all[cases.Case](w, model.KindCase)
	if len(got) != 1 {
		t.Fatalf("%d cases", len(got))
	}
	c := got[0]
	if c.Kind != cases.SealBroken || c.State != cases.Open || c.SealNumber != "1" || c.Place != "door" || c.BoxID != "box" ||
		c.CustomerID != "c" || c.OpenedBy != "ann" || c.OpenedAt != 20 || c.StationID != "east" {
		t.Errorf("%+v", c)
	}
	if want := []string{op(1, 0).ID, op(2, 0).ID, op(3, 0).ID}; !slices.Equal(c.Facts, want) {
		t.Errorf("facts %v, want %v", c.Facts, want)
	}
	if s := w.seal(t, "1"); s.Custody != seal.Applied || s.Condition != seal.Broken {
		t.Errorf("a broken seal is still applied: %+v", s)
	}
	if n := len(all[seal.Event](w, model.KindSealEvent)); n != 2 {
		t.Errorf("%d events", n)
	}
}

func TestFold_AfterTheCaseIsClosedANewFindingOpensAnother(t *testing.T) {
	w := region()
	for n := 1; n <= 2; n++ {
		o, err := SealInspected(w, op(n, model.Millis(20*n)), seal.Inspected{Number: "1", BoxID: "box", Condition: seal.Missing})
		must(t, w, o, err, "")
		c := all[cases.Case](w, model.KindCase)
		if len(c) != n {
			t.Fatalf("%d cases after finding %d", len(c), n)
		}
		for _, c := range c {
			c.State = cases.Closed
			w.set(model.KindCase, c.ID, c)
		}
	}
}

func TestSealSighted_JudgesAgainAndWritesHistoryAndSight(t *testing.T) {
	for _, c := range []struct {
		name     string
		body     seal.Sighted
		identity seal.Identity
		kinds    []model.Kind
	}{
		{"Right", seal.Sighted{Number: "1", BoxID: "box"}, seal.Here, []model.Kind{model.KindSeal, model.KindSealEvent}},
		{"AtTheNextBox", seal.Sighted{Number: "1", BoxID: "next"}, seal.Elsewhere, []model.Kind{model.KindSeal, model.KindSealEvent, model.KindCase}},
		{"NotInService", seal.Sighted{Number: "6", BoxID: "box"}, seal.NotInService, []model.Kind{model.KindSeal, model.KindSealEvent, model.KindCase}},
		{"OfTheWestsLot", seal.Sighted{Number: "55", BoxID: "box"}, seal.OtherStation, []model.Kind{model.KindSealEvent}},
		{"OfNoLot", seal.Sighted{Number: "999", BoxID: "box"}, seal.NoLot, []model.Kind{model.KindSealEvent, model.KindCase}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := region()
			c.body.Verdict = seal.Verdict{Identity: "whatever the phone showed"}
			o, err := SealSighted(w, op(1, 20), c.body)
			must(t, w, o, err, "")
			if !slices.Equal(kinds(o), c.kinds) || o.Lane != model.StationLane("east") {
				t.Fatalf("%v in %s, want %v", kinds(o), o.Lane, c.kinds)
			}
			e := all[seal.Event](w, model.KindSealEvent)[0]
			if e.Verdict == nil || e.Verdict.Identity != c.identity || e.Number != c.body.Number || e.BoxID != c.body.BoxID || e.By != "ann" || e.Disputed != "" {
				t.Fatalf("%+v", e)
			}
			if c.kinds[0] == model.KindSeal {
				if s := w.seal(t, c.body.Number); s.Seen == nil || s.Seen.BoxID != c.body.BoxID || s.Seen.At != 20 || s.ID != e.SealID {
					t.Fatalf("%+v", s)
				}
			}
		})
	}
}

func TestSealSighted_InTwoPlacesIsACloneWhicheverScanArrivesFirst(t *testing.T) {
	box, next := seal.Sighted{Number: "1", BoxID: "box"}, seal.Sighted{Number: "1", BoxID: "next"}
	for name, order := range map[string][]int{"InOrder": {1, 2}, "OutOfOrder": {2, 1}} {
		t.Run(name, func(t *testing.T) {
			w := region()
			for _, n := range order {
				body := box
				if n == 2 {
					body = next
				}
				o, err := SealSighted(w, op(n, model.Millis(20*n)), body)
				must(t, w, o, err, "")
			}
			got := all[cases.Case](w, model.KindCase)
			if len(got) != 1 || got[0].State != cases.Open {
				t.Fatalf("%+v", got)
			}
			clone := false
			for _, e := range all[seal.Event](w, model.KindSealEvent) {
				clone = clone || e.Verdict.Clone
			}
			if !clone {
				t.Error("nobody was told of the clone")
			}
			if s := w.seal(t, "1"); s.Seen.BoxID != "next" || s.Seen.At != 40 {
				t.Errorf("the newest sight is %+v", s.Seen)
			}
		})
	}
}

func TestSealSighted_AnyOrderOfArrivalLeavesTheSameSeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type look struct {
			n    int
			body seal.Sighted
		}
		var looks []look
		for n := range rapid.IntRange(1, 5).Draw(t, "looks") {
			looks = append(looks, look{n + 1, seal.Sighted{Number: "1", BoxID: rapid.SampledFrom([]string{"box", "next"}).Draw(t, "box"),
				Condition: rapid.SampledFrom(append([]seal.Condition{""}, seal.Conditions...)).Draw(t, "saw")}})
		}
		after := func(looks []look) seal.Seal {
			w := region()
			for _, l := range looks {
				o, err := SealSighted(w, op(l.n, model.Millis(10+l.n)), l.body)
				if err != nil || o.Problem != nil {
					t.Fatal(o.Problem, err)
				}
				w.apply(o)
			}
			s, _, _ := w.SealByNumber("1")
			return s
		}
		x, y := after(looks), after(rapid.Permutation(looks).Draw(t, "order"))
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("%+v\n%+v", x, y)
		}
	})
}

func TestAct_ALawfulStepChangesTheSealAndItsHistory(t *testing.T) {
	w := region()
	o, err := SealApplied(w, op(1, 20), seal.PutOn{Number: "2", BoxID: "box", MeterID: "m", Place: "door"})
	must(t, w, o, err, "")
	if s := w.seal(t, "2"); s.Custody != seal.Applied || s.BoxID != "box" || s.MeterID != "m" || s.AppliedAt != 20 || s.HolderID != "" {
		t.Errorf("%+v", s)
	}
	o, err = SealRemoved(w, op(2, 30), seal.TakenOff{Number: "1", BoxID: "box", Condition: seal.Worn})
	must(t, w, o, err, "")
	if s := w.seal(t, "1"); s.Custody != seal.Removed || s.HolderID != "ann" || s.Condition != seal.Worn {
		t.Errorf("%+v", s)
	}
	for _, e := range all[seal.Event](w, model.KindSealEvent) {
		if e.Place != "door" || e.Disputed != "" || e.Custody == "" || e.TaskID != "task" || e.BoxID != "box" {
			t.Errorf("%+v", e)
		}
	}
	if len(all[cases.Case](w, model.KindCase)) != 0 {
		t.Error("a worn seal opens no case")
	}
}

func TestAct_ADisputedFactLeavesAnEventAndTheSealAsItWas(t *testing.T) {
	put := func(number, box string) func(World, Op) (Outcome, error) {
		return func(w World, o Op) (Outcome, error) {
			return SealApplied(w, o, seal.PutOn{Number: number, BoxID: box, Place: "door"})
		}
	}
	for _, c := range []struct {
		name   string
		fold   func(World, Op) (Outcome, error)
		change func(*Op)
		code   string
	}{
		{"AppliedFromTheStore", put("3", "box"), nil, "seal.cannot_applied"},
		{"AppliedTwice", put("1", "box"), nil, "seal.cannot_applied"},
		{"ScrappedApplied", put("6", "box"), nil, "seal.cannot_applied"},
		{"AppliedByAnother", put("2", "box"), func(o *Op) { o.Author = "bob" }, "seal.not_holder"},
		{"UnknownSeal", put("999", "box"), nil, "seal.unknown"},
		{"UnknownBox", put("2", "moon"), nil, "box.unknown"},
		{"UnknownTask", put("2", "box"), func(o *Op) { o.TaskID = "moon" }, "task.unknown"},
		{"RemovedFromTheStore", func(w World, o Op) (Outcome, error) {
			return SealRemoved(w, o, seal.TakenOff{Number: "3", BoxID: "box"})
		}, nil, "seal.cannot_removed"},
		{"NotedAtAnUnknownBox", func(w World, o Op) (Outcome, error) {
			return SealInspected(w, o, seal.Inspected{Number: "1", BoxID: "moon", Condition: seal.Worn})
		}, nil, "box.unknown"},
		{"ScannedAtAnUnknownBox", func(w World, o Op) (Outcome, error) {
			return SealSighted(w, o, seal.Sighted{Number: "1", BoxID: "moon"})
		}, nil, "box.unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, before := region(), region()
			at := op(1, 20)
			if c.change != nil {
				c.change(&at)
			}
			o, err := c.fold(w, at)
			must(t, w, o, err, c.code)
			if !reflect.DeepEqual(w.records[model.KindSeal], before.records[model.KindSeal]) {
				t.Error("a disputed fact changed a seal")
			}
			events := all[seal.Event](w, model.KindSealEvent)
			if len(events) != 1 || events[0].Disputed != c.code || events[0].Custody != "" || events[0].BoxID == "" {
				t.Errorf("%+v", events)
			}
			if o.Lane != model.StationLane("east") {
				t.Errorf("lane %q", o.Lane)
			}
		})
	}
}

func TestAct_WhatABrokenSealNobodyKnowsIsStillACase(t *testing.T) {
	w := region()
	o, err := SealInspected(w, op(1, 20), seal.Inspected{Number: "999", BoxID: "box", Place: "door", Condition: seal.Broken})
	must(t, w, o, err, "seal.unknown")
	if c := all[cases.Case](w, model.KindCase); len(c) != 1 || c[0].SealNumber != "999" || c[0].Place != "door" {
		t.Errorf("%+v", c)
	}
}

func TestAct_WithNeitherBoxNorTaskKnownOnlyTheProblemRemains(t *testing.T) {
	for code, at := range map[string]Op{"box.unknown": {ID: "x", Author: "ann", At: 20}, "act.no_place": {ID: "x"}} {
		box := "moon"
		if code == "act.no_place" {
			box = ""
		}
		o, err := SealSighted(region(), at, seal.Sighted{Number: "1", BoxID: box})
		if err != nil || codeOf(o.Problem) != code || len(o.Puts) != 0 || o.Lane != "" {
			t.Errorf("%+v %v, want %s", o, err, code)
		}
	}
}

func TestAct_TheLaneComesFromTheStoredBoxNotFromTheTask(t *testing.T) {
	w := region()
	o, err := SealSighted(w, op(1, 20), seal.Sighted{Number: "55", BoxID: "far"})
	must(t, w, o, err, "")
	if o.Lane != model.StationLane("west") {
		t.Errorf("%q", o.Lane)
	}
}

func TestFold_ACaseLiesInTheLaneOfCases(t *testing.T) {
	o, err := SealInspected(region(), op(1, 20), seal.Inspected{Number: "1", BoxID: "box", Condition: seal.Broken})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range o.Puts {
		want := model.StationLane("east")
		if p.Kind == model.KindCase {
			want = model.CasesLane("east")
		}
		if p.Lane != want {
			t.Errorf("%s in %s", p.Kind, p.Lane)
		}
	}
}

func TestSealIssue_AllOrNone(t *testing.T) {
	w := region()
	o, err := SealIssue(w, op(1, 20), seal.Issue{Numbers: []string{"3", "4", "3"}, ToID: "ann"})
	must(t, w, o, err, "")
	for _, n := range []string{"3", "4"} {
		if s := w.seal(t, n); s.Custody != seal.Issued || s.HolderID != "ann" {
			t.Errorf("%+v", s)
		}
	}
	if e := all[seal.Event](w, model.KindSealEvent); len(e) != 2 || e[0].ToID != "ann" || e[0].Custody != seal.Issued {
		t.Errorf("%+v", e)
	}
	for _, c := range []struct {
		name string
		body seal.Issue
		code string
	}{
		{"NobodyKnown", seal.Issue{Numbers: []string{"3"}, ToID: "moon"}, "user.unknown"},
		{"OneUnknown", seal.Issue{Numbers: []string{"3", "999"}, ToID: "ann"}, "seal.unknown"},
		{"OneOfAnotherStation", seal.Issue{Numbers: []string{"3", "5"}, ToID: "ann"}, "seal.other_station"},
		{"OneNotInTheStore", seal.Issue{Numbers: []string{"3", "1"}, ToID: "ann"}, "seal.cannot_issued"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := SealIssue(region(), op(1, 20), c.body)
			if err != nil || codeOf(o.Problem) != c.code || len(o.Puts) != 0 {
				t.Fatalf("%+v %v, want %s and no puts", o, err, c.code)
			}
		})
	}
}

// TestFold_PhoneAndServerMakeTheSameRecords folds one day on both sides. Only the
// server gives numbers.
func TestFold_PhoneAndServerMakeTheSameRecords(t *testing.T) {
	day := []func(World) (Outcome, error){
		func(w World) (Outcome, error) { return TaskMoved(w, op(1, 11), work.Moved{To: work.Started}) },
		func(w World) (Outcome, error) {
			return SealSighted(w, op(2, 12), seal.Sighted{Number: "1", BoxID: "box", Condition: seal.Broken})
		},
		func(w World) (Outcome, error) {
			return SealRemoved(w, op(3, 13), seal.TakenOff{Number: "1", BoxID: "box", Condition: seal.Broken})
		},
		func(w World) (Outcome, error) {
			return SealApplied(w, op(4, 14), seal.PutOn{Number: "2", BoxID: "box", Place: "door"})
		},
		func(w World) (Outcome, error) {
			return InspectionRecorded(w, op(5, 15), inspection.Recorded{Seals: []inspection.SealLine{{Number: "1", Condition: "broken"}}})
		},
		func(w World) (Outcome, error) { return TaskMoved(w, op(6, 16), work.Moved{To: work.Done}) },
	}
	phone, server := region(), region()
	phone.phone = true
	for i, fold := range day {
		p, err := fold(phone)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := fold(phone)
		if !reflect.DeepEqual(p, again) {
			t.Errorf("act %d: folded twice it differs", i)
		}
		s, err := fold(server)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Puts) != len(s.Puts) || codeOf(p.Problem) != codeOf(s.Problem) {
			t.Fatalf("act %d: %v and %v", i, kinds(p), kinds(s))
		}
		for j := range p.Puts {
			a, b := p.Puts[j], s.Puts[j]
			if c, ok := b.Record.(cases.Case); ok {
				if c.Number == "" {
					t.Error("the server gave no number")
				}
				c.Number = ""
				b.Record = c
			}
			if !reflect.DeepEqual(a, b) {
				t.Errorf("act %d:\nphone  %+v\nserver %+v", i, a, b)
			}
		}
		phone.apply(p)
		server.apply(s)
	}
}

func TestFold_AStoreThatFailsIsAnErrorAndNotARefusal(t *testing.T) {
	w := region()
	w.broken = true
	for i, fold := range []func() (Outcome, error){
		func() (Outcome, error) { return SealSighted(w, op(1, 1), seal.Sighted{Number: "1", BoxID: "box"}) },
		func() (Outcome, error) { return SealApplied(w, op(1, 1), seal.PutOn{Number: "1", BoxID: "box"}) },
		func() (Outcome, error) { return TaskMoved(w, op(1, 1), work.Moved{To: work.Done}) },
		func() (Outcome, error) { return InspectionRecorded(w, op(1, 1), inspection.Recorded{}) },
		func() (Outcome, error) { return OrderCreate(w, op(1, 1), work.Create{StationID: "east", BoxID: "box"}) },
		func() (Outcome, error) { return TaskAssign(w, op(1, 1), work.Assignment{TaskID: "task"}) },
		func() (Outcome, error) {
			return SealIssue(w, op(1, 1), seal.Issue{Numbers: []string{"3"}, ToID: "ann"})
		},
	} {
		if o, err := fold(); err == nil || o.Problem != nil || len(o.Puts) != 0 {
			t.Errorf("%d: %+v %v", i, o, err)
		}
	}
}
