package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestPlane_ReturnsWhatItWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		origin := anyPoint(t, "origin")
		x, y := rapid.Float64Range(-2e4, 2e4).Draw(t, "east"), rapid.Float64Range(-2e4, 2e4).Draw(t, "north")
		pl := NewPlane(origin)
		gx, gy := pl.XY(pl.Point(x, y))
		if math.Abs(gx-x) > 1e-4 || math.Abs(gy-y) > 1e-4 {
			t.Fatalf("%g,%g came back as %g,%g at %v", x, y, gx, gy, origin)
		}
	})
}

func TestPlane_AgreesWithTheGreatCircleAcrossATown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		origin := Point{rapid.Float64Range(-55, 55).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")}
		x, y := rapid.Float64Range(-1e4, 1e4).Draw(t, "east"), rapid.Float64Range(-1e4, 1e4).Draw(t, "north")
		flat := math.Hypot(x, y)
		if d := Distance(origin, Offset(origin, x, y)); math.Abs(d-flat) > 0.0015*flat+1e-3 {
			t.Fatalf("%g on the plane, %g on the globe", flat, d)
		}
	})
}

func TestPlane_CrossesTheDateLine(t *testing.T) {
	p := Offset(Point{0, 179.999}, 1000, 0)
	if !p.Valid() || p.Lon > -179 {
		t.Fatalf("%v", p)
	}
	if x, _ := NewPlane(Point{0, 179.999}).XY(p); math.Abs(x-1000) > 1e-3 {
		t.Fatalf("%g", x)
	}
}

func TestPlane_AtAPoleStaysFinite(t *testing.T) {
	p := Offset(Point{90, 0}, 5, -100)
	if math.IsNaN(p.Lat) || math.IsNaN(p.Lon) || math.IsInf(p.Lon, 0) {
		t.Fatalf("%v", p)
	}
}
