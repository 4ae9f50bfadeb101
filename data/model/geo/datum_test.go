package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The first four are what coordtransform and its many ports print for Tian'anmen; the
// rest are eviltransform's test set, whose earth is a little larger (hence 1e-5).
// BD-09 to GCJ-02 is published as an approximation, ours is the true inverse.
func TestConvert_MatchesPublishedValues(t *testing.T) {
	for _, c := range []struct {
		in       Point
		from, to Datum
		want     Point
		within   float64 // degrees
	}{
		{Point{39.915, 116.404}, WGS84, GCJ02, Point{39.91640428150164, 116.41024449916938}, 1e-9},
		{Point{39.915, 116.404}, GCJ02, BD09, Point{39.92133699351021, 116.41036949371029}, 1e-9},
		{Point{39.915, 116.404}, WGS84, BD09, Point{39.922699552216216, 116.41662724378733}, 1e-9},
		{Point{39.915, 116.404}, BD09, GCJ02, Point{39.90865673957631, 116.39762729119315}, 5e-6},
		{Point{31.1774276, 121.5272106}, WGS84, GCJ02, Point{31.17530398364597, 121.531541859215}, 1e-5},
		{Point{22.543847, 113.912316}, WGS84, GCJ02, Point{22.540796131694766, 113.9171764808363}, 1e-5},
		{Point{39.911954, 116.377817}, WGS84, GCJ02, Point{39.91334545536069, 116.38404722455657}, 1e-5},
	} {
		got := Convert(c.in, c.from, c.to)
		if math.Abs(got.Lat-c.want.Lat) > c.within || math.Abs(got.Lon-c.want.Lon) > c.within {
			t.Errorf("%v %v->%v: %v, want %v", c.in, c.from, c.to, got, c.want)
		}
	}
}

func TestConvert_RoundTripsUnderAMillimetre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Point{rapid.Float64Range(18, 53).Draw(t, "lat"), rapid.Float64Range(74, 134).Draw(t, "lon")}
		from := Datum(rapid.IntRange(0, 2).Draw(t, "from"))
		to := Datum(rapid.IntRange(0, 2).Draw(t, "to"))
		if d := Distance(p, Convert(Convert(p, from, to), to, from)); d > 1e-3 {
			t.Fatalf("%v %v->%v: off by %g m", p, from, to, d)
		}
	})
}

func TestConvert_LeavesTheRestOfTheWorldAlone(t *testing.T) {
	for _, p := range []Point{{48.8566, 2.3522}, {-33.87, 151.21}, {40.7, -74}, {0, 0}} {
		if got := Convert(p, WGS84, GCJ02); got != p {
			t.Errorf("%v moved to %v", p, got)
		}
		if got := Convert(p, GCJ02, WGS84); got != p {
			t.Errorf("%v moved back to %v", p, got)
		}
	}
}

func TestConvert_OfNonsenseReturns(t *testing.T) {
	for _, p := range []Point{{math.NaN(), 1}, {math.Inf(1), math.Inf(-1)}, {1e300, 1e300}} {
		for from := WGS84; from <= BD09; from++ {
			for to := WGS84; to <= BD09; to++ {
				Convert(p, from, to) // must come back, whatever it says
			}
		}
	}
}

func TestDatum_EveryOneHasAName(t *testing.T) {
	for d, want := range map[Datum]string{WGS84: "WGS84", GCJ02: "GCJ-02", BD09: "BD-09", 99: "unknown datum"} {
		if d.String() != want {
			t.Errorf("%d: %s", d, d)
		}
	}
}
