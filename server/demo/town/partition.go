package town

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"dianqin/data/model/geo"
)

// Station is a supply station (供电所) with the part of the town that it serves.
type Station struct {
	Name   string    // unique in the town
	At     geo.Point // its office
	Office int       // the house it is in: the nearest to the middle of its customers
	Region orb.Ring  // no two overlap; together they hold every compound
	Areas  []Area
}

// Customers is how many the station serves.
func (s Station) Customers() int {
	n := 0
	for _, a := range s.Areas {
		n += a.Customers()
	}
	return n
}

// Partition gives customers of the town to stations and, within each, to transformer
// areas. Each station gets an equal part by weight, all in one piece; of each part those
// nearest the office are served until the number is reached, so that a town larger than
// its customers stays whole on the map.
//
// It fails when the town has fewer flats than customers or fewer compounds than
// stations.
func (t *Town) Partition(stations, customers int) ([]Station, error) {
	if stations < 1 || stations > len(t.Compounds) {
		return nil, fmt.Errorf("dividing a town of %d compounds into %d stations", len(t.Compounds), stations)
	}
	if customers < 0 || customers > t.Flats {
		return nil, fmt.Errorf("dividing %d customers of a town of %d flats", customers, t.Flats)
	}
	all := make([]lot, len(t.Compounds))
	for i, c := range t.Compounds {
		all[i].compound = i
		all[i].at.x, all[i].at.y = t.plane.XY(c.Gate)
		for _, h := range t.Houses[c.First : c.First+c.Count] {
			all[i].flats += h.Flats()
		}
	}
	d := 1.2 * t.Half // gates lie on bent streets and may be a little out of the square
	parts := divide(all, stations, rect{-d, -d, d, d})
	quotas := shares(parts, customers, t.Flats)
	out := make([]Station, len(parts))
	names := t.stationNames(parts)
	counters := map[string]int{}
	for i, p := range parts {
		office := t.nearestHouse(p)
		out[i] = Station{Name: names[i], At: t.Houses[office].At, Office: office, Region: t.ring(p.rect)}
		out[i].Areas = t.areas(p.nearest(t, quotas[i]), counters)
	}
	return out, nil
}

// lot is a compound as the partition sees it.
type lot struct {
	compound int
	at       xy // its gate
	flats    int
}

// rect is a rectangle of the plane.
type rect struct{ x0, y0, x1, y1 float64 }

// part is what one station gets.
type part struct {
	rect
	lots  []lot
	flats int
}

// divide halves the lots by weight, across the longer side, until there are n parts.
// Neighbours in the answer are neighbours in town.
func divide(lots []lot, n int, r rect) []part {
	if n == 1 {
		return []part{{r, lots, weight(lots)}}
	}
	along := func(l lot) float64 { return l.at.x }
	if wide, high := extent(lots); high > wide {
		along = func(l lot) float64 { return l.at.y }
	}
	slices.SortFunc(lots, func(a, b lot) int { return cmp.Or(cmp.Compare(along(a), along(b)), a.compound-b.compound) })
	left := n / 2
	cut := balance(lots, left, n)
	at := (along(lots[cut-1]) + along(lots[cut])) / 2
	a, b := r, r
	if wide, high := extent(lots); high > wide {
		a.y1, b.y0 = at, at
	} else {
		a.x1, b.x0 = at, at
	}
	return append(divide(lots[:cut:cut], left, a), divide(lots[cut:], n-left, b)...)
}

// balance is where to cut so that the first part weighs left/n, leaving a lot for each
// station on both sides.
func balance(lots []lot, left, n int) int {
	target := weight(lots) * left / n
	cut, sum := 0, 0
	for cut < len(lots) && 2*sum+lots[cut].flats <= 2*target {
		sum += lots[cut].flats
		cut++
	}
	return max(left, min(len(lots)-(n-left), cut))
}

func weight(lots []lot) int {
	sum := 0
	for _, l := range lots {
		sum += l.flats
	}
	return sum
}

func extent(lots []lot) (wide, high float64) {
	lo, hi := lots[0].at, lots[0].at
	for _, l := range lots {
		lo, hi = xy{min(lo.x, l.at.x), min(lo.y, l.at.y)}, xy{max(hi.x, l.at.x), max(hi.y, l.at.y)}
	}
	return hi.x - lo.x, hi.y - lo.y
}

// shares divides customers by weight with the largest remainders, so that the sum is
// exact and no part gets more than it holds.
func shares(parts []part, customers, flats int) []int {
	out, order := make([]int, len(parts)), make([]int, len(parts))
	rest := customers
	for i, p := range parts {
		out[i], order[i] = customers*p.flats/max(1, flats), i
		rest -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(customers*parts[b].flats%max(1, flats), customers*parts[a].flats%max(1, flats))
	})
	for _, i := range order[:rest] {
		out[i]++
	}
	return out
}

// centre is the middle of the part's flats.
func (p part) centre() xy {
	var c xy
	for _, l := range p.lots {
		w := float64(l.flats) / float64(max(1, p.flats))
		c.x, c.y = c.x+w*l.at.x, c.y+w*l.at.y
	}
	return c
}

// nearestHouse is the house of the part that stands nearest to its middle.
func (t *Town) nearestHouse(p part) int {
	c := p.centre()
	best, house := math.Inf(1), 0
	for _, l := range p.lots {
		of := t.Compounds[l.compound]
		for i := of.First; i < of.First+of.Count; i++ {
			x, y := t.plane.XY(t.Houses[i].At)
			if d := math.Hypot(x-c.x, y-c.y); d < best {
				best, house = d, i
			}
		}
	}
	return house
}

// stationNames takes each pair of neighbouring stations' name from a street in them:
// 锦棠一站, 锦棠二站.
func (t *Town) stationNames(parts []part) []string {
	names, used := make([]string, len(parts)), map[string]bool{}
	for i := 0; i < len(parts); i += 2 {
		lots := slices.Clone(parts[i].lots)
		slices.SortStableFunc(lots, func(a, b lot) int { return b.flats - a.flats })
		stem := fmt.Sprintf("第%d", i/2+1)
		for _, l := range lots {
			street := []rune(t.Streets[t.Compounds[l.compound].Street].Name)
			if s := string(street[:2]); !used[s] {
				stem = s
				break
			}
		}
		used[stem] = true
		names[i] = stem + "一站"
		if i+1 < len(parts) {
			names[i+1] = stem + "二站"
		}
	}
	return names
}

func (t *Town) geo(p xy) geo.Point { return t.plane.Point(p.x, p.y) }

func (t *Town) ring(r rect) orb.Ring {
	out := orb.Ring{}
	for _, p := range [...]xy{{r.x0, r.y0}, {r.x1, r.y0}, {r.x1, r.y1}, {r.x0, r.y1}, {r.x0, r.y0}} {
		g := t.geo(p)
		out = append(out, orb.Point{g.Lon, g.Lat})
	}
	return out
}
