package app

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"dianqin/device/permission"
	"dianqin/device/place"
	"dianqin/device/sim"
)

func TestThePlaceIsAskedForOnceWhenItIsFirstWanted(t *testing.T) {
	walk, person := sim.NewWalk(place.Fix{Lat: 30.6, Lon: 114.3}), &sim.Asker{}
	life, end := context.WithCancel(t.Context())
	a := &asking{Source: walk, ask: person, life: life}
	if _, err := a.Current(t.Context()); err != nil || len(person.Asked()) != 0 {
		t.Fatalf("%v: asked for %v though it is known", err, person.Asked())
	}
	walk.Fail(place.ErrDenied)
	for range 3 {
		if _, err := a.Current(t.Context()); !errors.Is(err, place.ErrDenied) {
			t.Error(err)
		}
	}
	a.done.Wait()
	if got := person.Asked(); !slices.Equal(got, []permission.What{permission.Place}) {
		t.Errorf("asked for %v", got)
	}
	end()
}

// silentPerson never answers.
type silentPerson struct{ permission.Asker }

func (silentPerson) Ask(ctx context.Context, _ permission.What) (permission.State, error) {
	<-ctx.Done()
	return permission.Askable, ctx.Err()
}

func TestAQuestionNobodyAnswersEndsWithTheApp(t *testing.T) {
	walk := sim.NewWalk()
	walk.Fail(place.ErrDenied)
	a, err := Open(Options{Dir: t.TempDir(), Place: walk, Permission: silentPerson{}})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := a.where.Current(t.Context()); !errors.Is(err, place.ErrDenied) || time.Since(began) > time.Second {
		t.Error(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheScreenIsKeptOutOfScreenshotsUntilThePersonAllowsThem(t *testing.T) {
	glass := &sim.Screen{}
	a, err := Open(Options{Dir: t.TempDir(), Screen: glass})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if !glass.Secured() {
		t.Error("a new device shows its customers to every program")
	}
	v := a.Settings.Values()
	v.Screenshots = true
	if err := a.Settings.Set(v); err != nil || glass.Secured() {
		t.Error(err, "the choice does not count")
	}
}
