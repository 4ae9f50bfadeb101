package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestProject_ReturnsWhatItWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPoint(t, "p")
		if d := Distance(p, Unproject(Project(p))); d > 1e-4 {
			t.Fatalf("%v moved by %g m", p, d)
		}
	})
}

func TestProject_PutsTheWorldInAUnitSquare(t *testing.T) {
	for p, want := range map[Point]World{
		{0, 0}:          {0.5, 0.5},
		{MaxLat, -180}:  {0, 0},
		{-MaxLat, 180}:  {1, 1},
		{90, 0}:         {0.5, 0}, // clamped, not infinite
		{-90, 0}:        {0.5, 1},
		{66.51326, 0.0}: {0.5, 0.25},
	} {
		got := Project(p)
		if math.Abs(got.X-want.X) > 1e-6 || math.Abs(got.Y-want.Y) > 1e-6 {
			t.Errorf("%v: %v, want %v", p, got, want)
		}
	}
}

func TestMetresPerPixel_AtTheEquator(t *testing.T) {
	if got := MetresPerPixel(0, 0); math.Abs(got-156543.034) > 0.01 {
		t.Fatalf("%g", got)
	}
	if got := MetresPerPixel(60, 17); math.Abs(got-0.5972) > 1e-3 {
		t.Fatalf("%g", got)
	}
}
