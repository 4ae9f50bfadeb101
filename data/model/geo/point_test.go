package geo

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func anyPoint(t *rapid.T, name string) Point {
	return Point{
		Lat: rapid.Float64Range(-85, 85).Draw(t, name+" lat"),
		Lon: rapid.Float64Range(-180, 180).Draw(t, name+" lon"),
	}
}

func TestPoint_ValidIsFiniteAndOnTheGlobe(t *testing.T) {
	for _, p := range []Point{{0, 0}, {90, 180}, {-90, -180}, {31.2, 121.5}} {
		if !p.Valid() {
			t.Errorf("%v refused", p)
		}
	}
	for _, p := range []Point{{90.1, 0}, {0, 180.5}, {math.NaN(), 0}, {0, math.NaN()}, {math.Inf(1), 0}, {121.5, 31.2}} {
		if p.Valid() {
			t.Errorf("%v accepted", p)
		}
	}
}

func TestPoint_JSONNamesItsDegrees(t *testing.T) {
	b, err := json.Marshal(Point{31.5, 121.25})
	if err != nil || string(b) != `{"lat":31.5,"lon":121.25}` {
		t.Fatalf("%s %v", b, err)
	}
}

func TestDistance_OfKnownPairs(t *testing.T) {
	for _, c := range []struct {
		a, b Point
		want float64
	}{
		{Point{31, 121}, Point{32, 121}, 111195},
		{Point{31, 121}, Point{31, 122}, 95315},
		{Point{0, 179.5}, Point{0, -179.5}, 111195}, // over the date line
		{Point{90, 0}, Point{-90, 0}, math.Pi * EarthRadius},
		{Point{31, 121}, Point{31, 121}, 0},
	} {
		if got := Distance(c.a, c.b); math.Abs(got-c.want) > 30 {
			t.Errorf("%v to %v: %.0f m, want %.0f", c.a, c.b, got, c.want)
		}
	}
}

func TestDistance_IsSymmetricAndNeverNegative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyPoint(t, "a"), anyPoint(t, "b")
		d, e := Distance(a, b), Distance(b, a)
		if d < 0 || math.Abs(d-e) > 1e-3 || math.IsNaN(d) {
			t.Fatalf("%v %v: %g and %g", a, b, d, e)
		}
	})
}

func TestBearing_OfTheFourWinds(t *testing.T) {
	at := Point{31, 121}
	for _, c := range []struct {
		east, north, want float64
	}{{0, 100, 0}, {100, 0, 90}, {0, -100, 180}, {-100, 0, 270}, {70, 70, 45}} {
		got := Bearing(at, Offset(at, c.east, c.north))
		if diff := math.Abs(math.Remainder(got-c.want, 360)); diff > 0.05 {
			t.Errorf("%v,%v: %g, want %g", c.east, c.north, got, c.want)
		}
	}
	if got := Bearing(at, at); got != 0 {
		t.Errorf("to itself: %g", got)
	}
}

func TestBearing_StaysInTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if b := Bearing(anyPoint(t, "a"), anyPoint(t, "b")); !(b >= 0 && b < 360) {
			t.Fatalf("%g", b)
		}
	})
}
