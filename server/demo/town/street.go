package town

import (
	"math"

	"github.com/paulmach/orb"
)

// shore is how near the river a street without a bridge ends, metres.
const shore = 25.0

// pace is how far apart the points of a street are at the most, metres of the grid.
const pace = 70.0

// arterials lays roads across the town 760 to 1010 m apart, every third a primary one;
// along says that they run along v, at fixed u.
func (b *builder) arterials(along bool) []arterial {
	lo, hi := -b.reach-500, b.reach+900
	var out []arterial
	for at, i := lo, 0; at < hi; i++ {
		class := Secondary
		if i%3 == 1 {
			class = Primary
		}
		bridges := class == Primary || i%2 == 0
		from, to := [2]float64{lo, at}, [2]float64{hi, at}
		if along {
			from, to = [2]float64{at, lo}, [2]float64{at, hi}
		}
		out = append(out, arterial{at, b.street(from, to, class, bridges)})
		at += b.uniform(760, 1010)
	}
	return out
}

// street adds a road along the bent grid, cut at the river unless it has bridges, and
// gives its index.
func (b *builder) street(from, to [2]float64, class Class, bridges bool) int {
	n := max(2, int(math.Hypot(to[0]-from[0], to[1]-from[1])/pace)+1)
	var lines orb.MultiLineString
	var run []xy
	flush := func() {
		if len(run) > 1 {
			lines = append(lines, b.line(run))
		}
		run = nil
	}
	for i := range n + 1 {
		t := float64(i) / float64(n)
		p := bend(from[0]+(to[0]-from[0])*t, from[1]+(to[1]-from[1])*t)
		if !bridges && b.water.fromRiver(p) < shore {
			flush()
			continue
		}
		run = append(run, p)
	}
	flush()
	b.Streets = append(b.Streets, Street{b.names.road(class), class, lines})
	return len(b.Streets) - 1
}
