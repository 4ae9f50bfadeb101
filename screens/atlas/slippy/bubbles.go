package slippy

import (
	"image/color"
	"math"

	"dianqin/chart/cluster"
	"dianqin/chart/paint"
	"dianqin/data/model/geo"
)

// points paints clusters and single marks, quiet ones first.
func (b *brush) points(s *scene, items []cluster.Item, zoom int) {
	for rank := range ranks {
		for _, it := range items {
			if min(it.Rank, Wrong) != rank {
				continue
			}
			at := b.cam.Plane(geo.Unproject(geo.World{X: it.X, Y: it.Y}))
			p := b.plane(at)
			if it.Count == 1 {
				b.pin(p, rank, s.points.shape(int(it.Point)), 1)
				b.hits = append(b.hits, target{at: at, r: reach, kind: HitPoint, idx: int(it.Point), zoom: zoom})
				continue
			}
			r := b.bubble(p, it)
			b.hits = append(b.hits, target{at: at, r: max(reach, r), kind: HitCluster, item: it, zoom: zoom})
		}
	}
}

// bubbleRadius is the inner radius of a cluster in dp.
func bubbleRadius(it cluster.Item) float32 {
	return float32(13 + 2.6*math.Log10(float64(it.Count)))
}

// bubble is a cluster: how many, and round it the shares of the ranks, so that one
// wrong thing among thousands is seen without painting everything red.
func (b *brush) bubble(p paint.Pt, it cluster.Item) (reach float32) {
	k, r := b.k(), bubbleRadius(it)
	if b.look.Hard {
		b.c.Circle(p.X, p.Y, (r+5)*k, rgb(0))
	} else {
		b.c.Circle(p.X, p.Y+1*k, (r+5)*k, fade(rgb(0), 50))
	}
	b.c.Circle(p.X, p.Y, (r+4)*k, b.look.Plate)
	from := -math.Pi / 2
	for rank := int(Wrong); rank >= int(Quiet); rank-- {
		if part := share(it, rank) * 2 * math.Pi; part > 0 {
			b.arc(p, (r+1)*k, 4*k, from, from+part, b.look.Ranks[rank])
			from += part
		}
	}
	b.c.Centre(b.look.Faces.Bold, b.look.short(int(it.Count)), p, paint.Ink{Size: 12 * k, Color: b.look.Ink})
	if n := int(it.Ranks[Wrong]); n > 0 { // a badge with the number that matters
		x, y := p.X+(r*0.82)*k, p.Y-(r*0.82)*k
		b.c.Circle(x, y, 8.5*k, b.look.Plate)
		b.c.Circle(x, y, 7.5*k, b.look.Ranks[Wrong])
		t := b.look.short(n)
		if n > 99 {
			t = "…"
		}
		b.c.Centre(b.look.Faces.Bold, t, paint.Pt{X: x, Y: y}, paint.Ink{Size: 9.5 * k, Color: ink(b.look.Ranks[Wrong])})
	}
	return (r + 4) * k / b.px
}

// leastShare is the least part of a ring that can be seen.
const leastShare = 0.07

// share is a rank's part of the ring; what matters is never thinner than can be seen.
func share(it cluster.Item, rank int) float64 {
	part := func(r int) float64 { return float64(it.Ranks[r]) / float64(it.Count) }
	lift := func(r int) float64 {
		if it.Ranks[r] == 0 {
			return 0
		}
		return math.Max(leastShare, part(r))
	}
	if rank >= int(Check) {
		return math.Min(lift(rank), 1-leastShare*2+part(rank)*leastShare*2)
	}
	rest := math.Max(0, 1-lift(int(Check))-lift(int(Wrong)))
	return rest * part(rank) / math.Max(1e-9, part(int(Quiet))+part(int(Normal)))
}

// arc is a piece of a ring, angles in radians clockwise from the right.
func (b *brush) arc(p paint.Pt, r, width float32, from, to float64, col color.RGBA) {
	n := max(2, int((to-from)*6))
	l := make([]paint.Pt, 0, 2*n+2)
	add := func(i int, r float32) {
		s, c := math.Sincos(from + (to-from)*float64(i)/float64(n))
		l = append(l, paint.Pt{X: p.X + r*float32(c), Y: p.Y + r*float32(s)})
	}
	for i := range n + 1 {
		add(i, r+width/2)
	}
	for i := n; i >= 0; i-- {
		add(i, r-width/2)
	}
	b.c.Shape(l, col)
}
