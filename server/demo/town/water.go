package town

import (
	"math"

	"github.com/paulmach/orb"
)

// water knows the river, which runs from south to north, and the canal across it. Its
// courses grow with the town: scale is 1 for a town of 10 km.
type water struct{ scale float64 }

const canalHalf = 15.0 // half its width, metres

// riverX is the river's centre line.
func (w water) riverX(y float64) float64 {
	y /= w.scale
	return w.scale * (-1500 + 850*math.Sin(y/2300) + 260*math.Sin(y/900+1))
}

func (w water) riverHalf(y float64) float64 { return 95 + 25*math.Sin(y/w.scale/1700+2) }

func (w water) canalY(x float64) float64 {
	x /= w.scale
	return w.scale * (-2650 + 230*math.Sin(x/1150) + 60*math.Sin(x/420))
}

// fromRiver is roughly how far a place is from the river's bank; negative: in it.
func (w water) fromRiver(p xy) float64 {
	return math.Abs(p.x-w.riverX(p.y))/math.Hypot(1, slope(w.riverX, p.y)) - w.riverHalf(p.y)
}

func (w water) fromCanal(p xy) float64 {
	return math.Abs(p.y-w.canalY(p.x))/math.Hypot(1, slope(w.canalY, p.x)) - canalHalf
}

func slope(f func(float64) float64, at float64) float64 { return (f(at+5) - f(at-5)) / 10 }

// bank is the river's outline, wider by extra metres on both sides.
func (w water) bank(reach, extra float64) []xy {
	var left, right []xy
	for y := -reach; y <= reach; y += 60 {
		s := slope(w.riverX, y)
		n := math.Hypot(1, s)
		h := (w.riverHalf(y) + extra) / n
		left = append(left, xy{w.riverX(y) - h, y + h*s})
		right = append(right, xy{w.riverX(y) + h, y - h*s})
	}
	return append(left, reversed(right)...)
}

func (w water) canal(reach float64) []xy {
	var top, bottom []xy
	for x := -reach; x <= reach; x += 45 {
		top = append(top, xy{x, w.canalY(x) + canalHalf})
		bottom = append(bottom, xy{x, w.canalY(x) - canalHalf})
	}
	return append(top, reversed(bottom)...)
}

func reversed(pts []xy) []xy {
	out := make([]xy, 0, len(pts))
	for i := len(pts) - 1; i >= 0; i-- {
		out = append(out, pts[i])
	}
	return out
}

func (b *builder) addWater() {
	far := b.reach + 900
	b.ground("park", "", orb.Polygon{b.ring(b.water.bank(far, 55))})
	b.ground("river", "清澜江", orb.Polygon{b.ring(b.water.bank(far, 0))})
	b.ground("canal", "白荷浜", orb.Polygon{b.ring(b.water.canal(far))})
}

// track is a line that houses keep away from.
type track []xy

func (b *builder) addTracks() {
	k := b.Half / 5000
	lines := [4]track{}
	for t := -b.reach - 600; t <= b.reach+600; t += 90 {
		s := t / k
		lines[0] = append(lines[0], xy{k * (2150 + 700*math.Sin(s/3300+0.6)), t})
		lines[1] = append(lines[1], xy{t, k * (2950 + 420*math.Sin(s/2700+1.2))})
		lines[2] = append(lines[2], xy{t, k * (-3900 + 0.28*s + 300*math.Sin(s/2500))})
		lines[3] = append(lines[3], xy{t, k * (300 + 500*math.Sin(s/2100))})
	}
	b.ground("motorway", "东环高架", b.line(lines[0]))
	b.ground("motorway", "北环高速", b.line(lines[1]))
	b.ground("rail", "", b.line(lines[2]))
	b.ground("metro", "", b.line(lines[3])) // underground: nothing keeps away from it
	b.tracks = lines[:3]
}

// free tells whether a building of a radius may stand at p.
func (b *builder) free(p xy, radius float64) bool {
	if math.Abs(p.x) > b.Half || math.Abs(p.y) > b.Half ||
		b.water.fromRiver(p) < radius+45 || b.water.fromCanal(p) < radius {
		return false
	}
	for _, t := range b.tracks {
		if t.near(p, radius+18) {
			return false
		}
	}
	return true
}

// near tells whether the track passes within so many metres of p.
func (t track) near(p xy, within float64) bool {
	for i := 1; i < len(t); i++ {
		a, b := t[i-1], t[i]
		if min(a.x, b.x)-within > p.x || max(a.x, b.x)+within < p.x || min(a.y, b.y)-within > p.y || max(a.y, b.y)+within < p.y {
			continue
		}
		dx, dy := b.x-a.x, b.y-a.y
		f := max(0, min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/(dx*dx+dy*dy)))
		if math.Hypot(p.x-a.x-f*dx, p.y-a.y-f*dy) < within {
			return true
		}
	}
	return false
}
