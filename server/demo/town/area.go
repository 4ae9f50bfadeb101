package town

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dianqin/data/model/geo"
)

// Area is a transformer area (台区): the customers behind one transformer.
type Area struct {
	Name   string    // unique in the town, from its compound or street
	At     geo.Point // the transformer, outside a house in the middle of the others
	Shares []Share
}

// Share is the customers of one house: its flats 0 to Customers-1.
type Share struct{ House, Customers int }

// Customers is how many the area has: 60 to 250, unless its whole station has fewer
// than 60.
func (a Area) Customers() int {
	n := 0
	for _, s := range a.Shares {
		n += s.Customers
	}
	return n
}

// typical is the size that areas are cut to. With maxFlats a cut misses its mark by 30
// at the most, so that sizes stay within 60..250; TestPartition_AreasAreOfTheSize...
// checks it.
const typical = 150

// stop is a house on the walk through a station, in the order of its areas.
type stop struct {
	Share
	at   xy
	last bool // the last of its compound
}

// nearest lists the houses of the quota's customers, those around the office, in an
// order that keeps neighbours together.
func (p part) nearest(t *Town, quota int) []stop {
	c := p.centre()
	lots := slices.Clone(p.lots)
	slices.SortFunc(lots, func(a, b lot) int {
		return cmp.Or(cmp.Compare(math.Hypot(a.at.x-c.x, a.at.y-c.y), math.Hypot(b.at.x-c.x, b.at.y-c.y)), a.compound-b.compound)
	})
	served := map[int]int{} // compound: customers
	var keep []lot
	for _, l := range lots {
		if n := min(quota, l.flats); n > 0 {
			served[l.compound] = n
			quota -= n
			keep = append(keep, l)
		}
	}
	alongCurve(keep)
	var out []stop
	for _, l := range keep {
		out = append(out, t.stops(l.compound, served[l.compound])...)
	}
	return out
}

// stops lists a compound's houses until n customers are served.
func (t *Town) stops(compound, n int) []stop {
	c := t.Compounds[compound]
	var out []stop
	for i := c.First; i < c.First+c.Count && n > 0; i++ {
		s := stop{Share: Share{i, min(n, t.Houses[i].Flats())}}
		s.at.x, s.at.y = t.plane.XY(t.Houses[i].At)
		n -= s.Customers
		out = append(out, s)
	}
	out[len(out)-1].last = true
	return out
}

// areas cuts the walk into pieces of about the typical size, at the end of a compound
// where one is near.
func (t *Town) areas(walk []stop, counters map[string]int) []Area {
	total := 0
	for _, s := range walk {
		total += s.Customers
	}
	if total == 0 {
		return nil
	}
	n := max(1, int(math.Round(float64(total)/typical)))
	out := make([]Area, 0, n)
	from, sum := 0, 0
	for i := 1; i <= n; i++ {
		to, upTo := cutNear(walk, from, sum, total*i/n)
		if i == n {
			to = len(walk)
		}
		out = append(out, t.area(walk[from:to], counters))
		from, sum = to, upTo
	}
	return out
}

// cutNear finds the house after which the walk, of which sum customers lie before from,
// comes nearest to the target; the end of a compound within half a house wins.
func cutNear(walk []stop, from, sum, target int) (to, upTo int) {
	best := math.MaxInt
	for i := from; i < len(walk); i++ {
		sum += walk[i].Customers
		miss := max(sum-target, target-sum)
		if miss > maxFlats/2 && sum > target && best < math.MaxInt {
			break
		}
		if walk[i].last && miss <= maxFlats/2 {
			miss -= maxFlats // before any other, nearest first
		}
		if miss < best {
			best, to, upTo = miss, i+1, sum
		}
	}
	return to, upTo
}

// area puts the transformer beside the house in the middle and names it.
func (t *Town) area(stops []stop, counters map[string]int) Area {
	a := Area{Shares: make([]Share, 0, len(stops))}
	var c xy
	n := 0
	for _, s := range stops {
		a.Shares = append(a.Shares, s.Share)
		c.x, c.y = c.x+float64(s.Customers)*s.at.x, c.y+float64(s.Customers)*s.at.y
		n += s.Customers
	}
	a.At = t.beside(stops, xy{c.x / float64(n), c.y / float64(n)})
	base := t.called(stops, n)
	counters[base]++
	a.Name = fmt.Sprintf("%s%d号台区", base, counters[base])
	return a
}

// yard is how far from its house a transformer stands, metres.
const yard = 4.0

// beside is a place in the yard, at the first wall of the house that is nearest to c.
func (t *Town) beside(stops []stop, c xy) geo.Point {
	best := slices.MinFunc(stops, func(a, b stop) int {
		return cmp.Compare(math.Hypot(a.at.x-c.x, a.at.y-c.y), math.Hypot(b.at.x-c.x, b.at.y-c.y))
	})
	wall := t.Houses[best.House].Outline
	x0, y0 := t.plane.XY(geo.Point{Lat: wall[0][1], Lon: wall[0][0]})
	x1, y1 := t.plane.XY(geo.Point{Lat: wall[1][1], Lon: wall[1][0]})
	dx, dy := (x0+x1)/2-best.at.x, (y0+y1)/2-best.at.y
	k := 1 + yard/math.Hypot(dx, dy)
	return t.geo(xy{best.at.x + k*dx, best.at.y + k*dy})
}

// called is the compound that holds half of the n customers, or else the street where
// most of them live.
func (t *Town) called(stops []stop, n int) string {
	compounds, streets := map[int]int{}, map[int]int{}
	for _, s := range stops {
		c := t.Houses[s.House].Compound
		compounds[c] += s.Customers
		streets[t.Compounds[c].Street] += s.Customers
	}
	if c := largest(compounds); 2*compounds[c] >= n {
		return t.Compounds[c].Name
	}
	return t.Streets[largest(streets)].Name
}

// largest is the key of the largest value, the smaller key of two alike.
func largest(m map[int]int) int {
	best := -1
	for k, v := range m {
		if best < 0 || v > m[best] || v == m[best] && k < best {
			best = k
		}
	}
	return best
}
