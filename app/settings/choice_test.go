package settings

import (
	"errors"
	"testing"
)

// shelf keeps settings in memory, or fails.
type shelf struct {
	kept map[string]string
	bad  error
}

func (s shelf) Setting(key string) (string, bool, error) {
	v, ok := s.kept[key]
	return v, ok, s.bad
}

func (s shelf) SetSetting(key, value string) error {
	if s.bad == nil {
		s.kept[key] = value
	}
	return s.bad
}

func TestChoice_IsKeptBesideTheSettings(t *testing.T) {
	keep := shelf{kept: map[string]string{}}
	s, err := Open(keep)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Choice("settings"); got != "" {
		t.Errorf("nothing is chosen, got %q", got)
	}
	if err := errors.Join(s.SetChoice("settings", "wide"), s.Set(Values{Language: "en"})); err != nil {
		t.Fatal(err)
	}
	again, err := Open(keep)
	if err != nil || again.Choice("settings") != "wide" || again.Values().Language != "en" {
		t.Errorf("%q, %+v, %v", again.Choice("settings"), again.Values(), err)
	}
}

func TestChoice_WhatCannotBeReadIsNone(t *testing.T) {
	s := &Settings{keep: shelf{kept: map[string]string{"choice.table": "x"}, bad: errors.New("broken")}}
	if got := s.Choice("table"); got != "" {
		t.Errorf("got %q", got)
	}
	if err := s.SetChoice("table", "y"); err == nil {
		t.Error("a choice that is not kept is said to be")
	}
}
