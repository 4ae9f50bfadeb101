package place

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// about is a turn by degrees about an axis, counter-clockwise seen from its tip.
func about(axis int, degrees float64) (q [4]float64) {
	s, c := math.Sincos(degrees * math.Pi / 360)
	q[axis], q[3] = s, c
	return q
}

// then is b and afterwards a.
func then(a, b [4]float64) [4]float64 {
	return [4]float64{
		a[3]*b[0] + a[0]*b[3] + a[1]*b[2] - a[2]*b[1],
		a[3]*b[1] - a[0]*b[2] + a[1]*b[3] + a[2]*b[0],
		a[3]*b[2] + a[0]*b[1] - a[1]*b[0] + a[2]*b[3],
		a[3]*b[3] - a[0]*b[0] - a[1]*b[1] - a[2]*b[2],
	}
}

func TestFacing_ShowsWhereTheBackLooks(t *testing.T) {
	const x, z = 0, 2
	for name, c := range map[string]struct {
		q    [4]float64
		want float64
	}{
		"flat, top to the north":      {about(z, 0), 0},
		"flat, top to the east":       {about(z, -90), 90},
		"upright, back to the north":  {about(x, 90), 0},
		"upright, back to the west":   {then(about(z, 90), about(x, 90)), 270},
		"upright, lying on its side":  {then(about(x, 90), about(z, 90)), 0},
		"leaning back a little":       {about(x, 70), 0},
		"face up, held over the head": {then(about(z, -90), about(x, 180)), 270}, // the top edge then points behind
	} {
		if got, ok := facing(c.q); !ok || math.Abs(math.Remainder(got-c.want, 360)) > 1e-6 {
			t.Errorf("%s: %v %v, want %v", name, got, ok, c.want)
		}
	}
	for _, q := range [][4]float64{{}, {math.NaN(), 0, 0, 1}, {math.Inf(1), 0, 0, 1}} {
		if got, ok := facing(q); ok {
			t.Errorf("%v looks to %v", q, got)
		}
	}
}

func TestFacing_TurnsWithTheDevice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lean := rapid.Float64Range(35, 145).Draw(t, "lean") // the back shows a direction
		by := rapid.Float64Range(-720, 720).Draw(t, "by")
		got, ok := facing(then(about(2, -by), about(0, lean)))
		if !ok || got < 0 || got >= 360 || math.Abs(math.Remainder(got-by, 360)) > 1e-6 {
			t.Fatalf("turned by %v it looks to %v", by, got)
		}
	})
}
