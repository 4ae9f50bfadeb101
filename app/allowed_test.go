package app

import (
	"errors"
	"testing"

	"dianqin/data/model"
	"dianqin/device/permission"
	"dianqin/device/sim"
)

func TestAllow_AsksThenShowsTheSettings(t *testing.T) {
	for answer, want := range map[permission.State]struct {
		allowed bool
		visits  int
	}{permission.Granted: {true, 0}, permission.Refused: {false, 0}, permission.Barred: {false, 1}} {
		person := &sim.Asker{}
		person.Answer(AllowPlace, answer)
		a := &App{Ask: person}
		if a.Allowed(t.Context(), AllowPlace) {
			t.Error("allowed before anyone was asked")
		}
		if err := a.Allow(t.Context(), AllowPlace); err != nil {
			t.Error(err)
		}
		if got := a.Allowed(t.Context(), AllowPlace); got != want.allowed || person.Visits() != want.visits {
			t.Errorf("%s: allowed %v, %d visits", answer, got, person.Visits())
		}
	}
}

func TestAllow_WhatIsAllowedIsTakenBackInTheSettings(t *testing.T) {
	person := &sim.Asker{}
	a := &App{Ask: person}
	for range 2 {
		if err := a.Allow(t.Context(), AllowCamera); err != nil {
			t.Error(err)
		}
	}
	if person.Visits() != 1 || len(person.Asked()) != 1 {
		t.Errorf("%d visits, asked for %v", person.Visits(), person.Asked())
	}
}

func TestAllow_WhereThereAreNoSettingsSaysSo(t *testing.T) {
	var e *model.Error
	if err := (&App{Ask: permission.Free()}).Allow(t.Context(), AllowCamera); !errors.As(err, &e) || e.Code != "permission.unable" {
		t.Error(err)
	}
}
