package townmap

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dianqin/data/model/geo"
	"dianqin/server/demo/town"
)

// The town lies on an island, so that nothing on the map ends without a reason.
const (
	sea      = 1500.0 // how far the pack goes beyond the built-up square, metres
	offing   = 60_000 // how far the water goes, so that the smallest zoom is full of it
	corners  = 8      // the power in |x|^8 + |y|^8 = 1: a square with round corners
	capeStep = 240    // points of the coast
)

// island is the coast: a round-cornered square that holds every house, a little ragged.
func island(t *town.Town) orb.Ring {
	plane := geo.NewPlane(t.Centre)
	// The corner of the built-up square is 2^(1/8) times as far out as its sides.
	r := t.Half*math.Pow(2, 1.0/corners) + 150
	var out orb.Ring
	for i := range capeStep {
		a := 2 * math.Pi * float64(i) / capeStep
		s, c := math.Sincos(a)
		d := r/math.Pow(math.Pow(math.Abs(c), corners)+math.Pow(math.Abs(s), corners), 1.0/corners) +
			25*math.Sin(7*a+1) + 15*math.Sin(13*a)
		p := plane.Point(d*c, d*s)
		out = append(out, orb.Point{p.Lon, p.Lat})
	}
	return append(out, out[0])
}

func square(t *town.Town, half float64) orb.Bound {
	plane := geo.NewPlane(t.Centre)
	sw, ne := plane.Point(-half, -half), plane.Point(half, half)
	return orb.Bound{Min: orb.Point{sw.Lon, sw.Lat}, Max: orb.Point{ne.Lon, ne.Lat}}
}

// coast lays the sea round the island.
func (d *drawing) coast() {
	around := square(d.town, offing).ToRing()
	d.add("water", orb.Polygon{around, d.island}, MinZoom, map[string]any{"class": "ocean"})
}

// ashore is what of the lines lies on the island, to the nearest point.
func (d *drawing) ashore(lines orb.MultiLineString) orb.MultiLineString {
	var out orb.MultiLineString
	for _, l := range lines {
		on := make([]bool, len(l))
		for i, p := range l {
			on[i] = planar.RingContains(d.island, p)
		}
		land, _ := split(l, func(i int) bool { return on[i] && on[i+1] })
		out = append(out, land...)
	}
	return out
}
