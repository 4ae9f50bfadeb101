package policy

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

func row(id string, subject Subject, from, until model.Millis, body any) Row {
	b, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return Row{ID: id, Subject: subject, From: from, Until: until, Body: b}
}

func setOf(t interface{ Fatal(...any) }, rows ...Row) Set {
	s, err := NewSet(rows)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSet_TheNewestRowInForceWins(t *testing.T) {
	two := func(n int) Persons { return Persons{TaskKind: "inspection", Persons: n} }
	s := setOf(t,
		row("b", SubjectPersons, 2000, 4000, two(3)),
		row("a", SubjectPersons, 1000, 0, two(2)),
		row("c", SubjectPersons, 3000, 3500, two(4)))
	for at, want := range map[model.Millis]int{
		0: 1, 999: 1, 1000: 2, 1999: 2, 2000: 3, 2999: 3, 3000: 4, 3499: 4, 3500: 3, 3999: 3, 4000: 2, 1 << 50: 2,
	} {
		if got := s.Persons("inspection", at); got != want {
			t.Errorf("at %d: %d persons, want %d", at, got, want)
		}
	}
	if s.Persons("survey", 3000) != 1 {
		t.Error("a kind without a row needs one person")
	}
}

func TestSet_AnyRowsInAnyOrderGiveTheSameAnswer(t *testing.T) {
	// Far apart, a millisecond apart, before 1970 and equal.
	moments := []model.Millis{-1 << 62, -1, 0, 1, 999, 1000, 1 << 31 * 1000, 1 << 62}
	rapid.Check(t, func(t *rapid.T) {
		var rows []Row
		for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
			rows = append(rows, row(fmt.Sprint("row", i), SubjectPersons, rapid.SampledFrom(moments).Draw(t, "from"), 0,
				Persons{TaskKind: "k", Persons: i + 1}))
		}
		at := rapid.SampledFrom(moments).Draw(t, "at")
		want, best := 1, Row{}
		for i, r := range rows {
			if r.From <= at && (best.ID == "" || r.From > best.From || r.From == best.From && r.ID < best.ID) {
				want, best = i+1, r
			}
		}
		if got := setOf(t, rapid.Permutation(rows).Draw(t, "order")...).Persons("k", at); got != want {
			t.Fatalf("%d, want %d (%s)", got, want, best.ID)
		}
	})
}

func TestNewSet_ABadRowIsNamedAndTheOthersAreKept(t *testing.T) {
	good := row("good", SubjectSealKind, 0, 0, SealKind{Code: "cover", Colour: "green"})
	for name, bad := range map[string]Row{
		"NoBody":           {ID: "bad-7", Subject: SubjectSealKind},
		"NoJSON":           {ID: "bad-7", Subject: SubjectSheet, Body: []byte("{")},
		"WrongType":        {ID: "bad-7", Subject: SubjectPersons, Body: []byte(`{"persons":"two"}`)},
		"Null":             {ID: "bad-7", Subject: SubjectLayout, Body: []byte(" null ")},
		"SegmentBackwards": {ID: "bad-7", Subject: SubjectLayout, Body: []byte(`{"code":"x","segments":[{"name":"unit","length":-3}]}`)},
		"SegmentOfNothing": {ID: "bad-7", Subject: SubjectLayout, Body: []byte(`{"code":"x","segments":[{"name":"unit"}]}`)},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := NewSet([]Row{bad, good})
			if err == nil || !strings.Contains(err.Error(), "bad-7") {
				t.Fatalf("the error does not name the row: %v", err)
			}
			if k, ok := s.SealKind("cover", 1); !ok || k.Colour != "green" {
				t.Fatal("the good row is gone")
			}
			if r := s.Read("12345", "", 1); r.Target != TargetOther || r.Layout != "" {
				t.Fatalf("a bad layout reads: %+v", r)
			}
		})
	}
}

func TestNewSet_ASubjectOfANewerProgramIsNoError(t *testing.T) {
	setOf(t, Row{ID: "x", Subject: "moon_phase", Body: []byte(`[]`)})
}

func TestSet_AnswersNothingWhereNothingIsInForce(t *testing.T) {
	s := setOf(t, row("a", SubjectSheet, 10, 0, Sheet{TaskKind: "inspection", Version: 3}))
	if _, ok := s.Sheet("inspection", 9); ok {
		t.Error("a sheet before its day")
	}
	if sheet, ok := s.Sheet("inspection", 10); !ok || sheet.Version != 3 {
		t.Errorf("%+v %v", sheet, ok)
	}
	if _, ok := s.SealKind("cover", 10); ok {
		t.Error("a seal kind that no row names")
	}
}

func TestSet_NeverFewerThanOnePerson(t *testing.T) {
	s := setOf(t, row("a", SubjectPersons, 0, 0, Persons{TaskKind: "k", Persons: -2}))
	if got := s.Persons("k", 1); got != 1 {
		t.Error(got)
	}
}

func TestSet_SuspicionIsOfTheRowInForce(t *testing.T) {
	row6 := Suspicion{LineLossPercent: 6, EventDays: 7, EventCodes: []string{"cover_open"}}
	s := setOf(t, row("a", SubjectSuspect, 1000, 0, row6), row("b", SubjectSuspect, 2000, 0, Suspicion{LineLossPercent: 5}))
	if got, ok := s.Suspicion(1500); !ok || got.LineLossPercent != 6 || got.EventDays != 7 || len(got.EventCodes) != 1 {
		t.Errorf("%+v, %v", got, ok)
	}
	if got, _ := s.Suspicion(2000); got.LineLossPercent != 5 {
		t.Errorf("the newer row: %+v", got)
	}
	if got, ok := s.Suspicion(999); ok {
		t.Errorf("before any row: %+v", got)
	}
	for _, bad := range []Suspicion{{}, {LineLossPercent: -1}, {LineLossPercent: 100}, {LineLossPercent: 6, EventDays: -1}} {
		if _, err := NewSet([]Row{row("x", SubjectSuspect, 0, 0, bad)}); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
