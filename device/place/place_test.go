package place

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDefault_SaysThatItCannotKnow(t *testing.T) {
	if fix, err := Default().Current(t.Context()); !errors.Is(err, ErrNone) || fix != (Fix{}) {
		t.Fatalf("%v %v", fix, err)
	}
}

func TestFix_ValidIsFiniteAndOnTheGlobe(t *testing.T) {
	for f, want := range map[Fix]bool{
		{}: true, {Lat: 90, Lon: -180}: true, {Lat: 91}: false, {Lon: 181}: false,
		{Lat: math.Inf(1)}: false, {AccuracyM: -1}: false,
	} {
		if f.Valid() != want {
			t.Errorf("%+v", f)
		}
	}
	if (Fix{Lat: math.NaN()}).Valid() || (Fix{AccuracyM: math.NaN()}).Valid() {
		t.Error("not a number is a position")
	}
}

func TestParse_ReadsWhatMapProgramsCopy(t *testing.T) {
	for _, text := range []string{"31.2304,121.4737", " 31.2304， 121.4737 ", "31.2304 121.4737", "31.2304；121.4737", "31.2304、121.4737", "+31.2304\t121.4737"} {
		f, err := Parse(text)
		if err != nil || f.Lat != 31.2304 || f.Lon != 121.4737 || f.Source != SourceTyped || f.Mocked {
			t.Errorf("%q: %+v %v", text, f, err)
		}
	}
}

func TestParse_RefusesWhatIsNoPosition(t *testing.T) {
	for _, text := range []string{"", "31", "31,121,5", "a,b", "121.4737,31.2304", "NaN,1", "1,NaN", "Inf,0", "31.2,190", "31,2 121,4"} {
		if f, err := Parse(text); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %+v %v", text, f, err)
		}
	}
}

func TestParse_ReturnsWhatWasPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat, lon := rapid.Float64Range(-90, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")
		if f, err := Parse(fmt.Sprint(lat, ",", lon)); err != nil || f.Lat != lat || f.Lon != lon {
			t.Fatalf("%v %v", f, err)
		}
	})
}

func TestTyped_KnowsTheLastThatMadeSense(t *testing.T) {
	var s Typed
	if _, err := s.Current(t.Context()); !errors.Is(err, ErrUnknown) {
		t.Fatal(err)
	}
	now := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := s.Set("31.2,121.5", now); err != nil {
		t.Fatal(err)
	}
	if err := s.Set("nowhere", now.Add(time.Hour)); !errors.Is(err, ErrFormat) {
		t.Fatal(err)
	}
	f, err := s.Current(t.Context())
	if err != nil || f != (Fix{Lat: 31.2, Lon: 121.5, Source: SourceTyped, At: now}) {
		t.Fatalf("%+v %v", f, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Current(gone); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
