package link

import (
	"context"
	"testing"
	"testing/synctest"
)

func TestSwitch_TellsEveryoneTheNewest(t *testing.T) {
	s := NewSwitch(State{})
	a, b := s.Changes(t.Context()), s.Changes(t.Context())
	s.Set(State{Online: true})
	if got := <-a; !got.Online {
		t.Fatal("a was not told")
	}
	s.Set(State{Online: true, Metered: true})
	s.Set(State{})
	if got := <-b; got != (State{}) { // b was asleep: only the last counts
		t.Fatalf("b heard %+v", got)
	}
	if got := <-a; got != (State{}) || s.State() != (State{}) {
		t.Fatalf("a heard %+v", got)
	}
}

func TestSwitch_SaysNothingWhenNothingChanged(t *testing.T) {
	s := NewSwitch(State{Online: true})
	c := s.Changes(t.Context())
	s.Set(State{Online: true})
	select {
	case got := <-c:
		t.Fatalf("heard %+v", got)
	default:
	}
}

func TestSwitch_ForgetsWhoLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Switch
		ctx, cancel := context.WithCancel(t.Context())
		c := s.Changes(ctx)
		cancel()
		synctest.Wait()
		if _, open := <-c; open {
			t.Fatal("still open")
		}
		s.Set(State{Online: true}) // must not write to the closed channel
		if len(s.subs) != 0 {
			t.Fatal("still remembered")
		}
	})
}
