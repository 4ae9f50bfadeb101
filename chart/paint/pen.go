package paint

import (
	"math"

	"golang.org/x/image/vector"
)

// pen leads the rasteriser over a part of the picture whose corner is o.
type pen struct {
	ras *vector.Rasterizer
	o   Pt
}

func (p pen) move(x, y float32) { p.ras.MoveTo(x-p.o.X, y-p.o.Y) }
func (p pen) line(x, y float32) { p.ras.LineTo(x-p.o.X, y-p.o.Y) }

// ring is a polygon.
func (p pen) ring(r []Pt) {
	if r = clipRing(r); len(r) < 3 {
		return
	}
	p.move(r[0].X, r[0].Y)
	for _, q := range r[1:] {
		p.line(q.X, q.Y)
	}
	p.ras.ClosePath()
}

// segment is a straight line of half width r, with flat ends.
func (p pen) segment(a, b Pt, r float32) {
	a, b, ok := clipLine(a, b)
	if !ok {
		return
	}
	dx, dy := b.X-a.X, b.Y-a.Y
	n := float32(math.Hypot(float64(dx), float64(dy)))
	if n == 0 {
		return
	}
	nx, ny := -dy/n*r, dx/n*r
	p.move(a.X-nx, a.Y-ny)
	p.line(b.X-nx, b.Y-ny)
	p.line(b.X+nx, b.Y+ny)
	p.line(a.X+nx, a.Y+ny)
	p.ras.ClosePath()
}

// disc turns as a segment does, so that a joint is painted once.
func (p pen) disc(x, y, r float32) {
	if !(r > 0) || !within(Pt{x, y}) || r > reach {
		return
	}
	n := segments(r)
	if r > 8 {
		n *= 2
	}
	p.move(x+r, y)
	for i := 1; i < n; i++ {
		s, k := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		p.line(x+r*float32(k), y+r*float32(s))
	}
	p.ras.ClosePath()
}

// segments is how many straight pieces make a circle look round.
func segments(r float32) int { return max(6, int(min(64, 4+3*math.Sqrt(float64(r))))) }
