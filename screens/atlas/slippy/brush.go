package slippy

import (
	"math"

	"dianqin/chart/cluster"
	"dianqin/chart/label"
	"dianqin/chart/paint"
	"dianqin/data/model/geo"
)

// brush paints one scene over one view, in pixels.
type brush struct {
	c    *paint.Canvas
	cam  Camera // of the overlay: the view and its margins
	px   float32
	look *Look
	org  geo.World
	hits []target
}

// target is something that can be hit, at its place on the plane.
type target struct {
	at   geo.World
	r    float32 // dp
	kind HitKind
	idx  int
	item cluster.Item
	zoom int
}

// reach is how far from its middle a mark is hit, in dp: a finger.
const reach = 24

func (b *brush) at(p geo.Point) paint.Pt { return b.plane(b.cam.Plane(p)) }

func (b *brush) plane(w geo.World) paint.Pt {
	k := b.cam.Scale() * float64(b.px)
	return paint.Pt{X: float32((w.X - b.org.X) * k), Y: float32((w.Y - b.org.Y) * k)}
}

func (b *brush) view() label.View {
	return label.View{OX: b.org.X, OY: b.org.Y, K: b.cam.Scale() * float64(b.px), W: b.c.Img.Rect.Dx(), H: b.c.Img.Rect.Dy(), Zoom: b.cam.Zoom, Scale: b.px}
}

// k is pixels per dp of what grows with the text.
func (b *brush) k() float32 { return b.px * max(1, b.look.Scale) }

// inside tells whether a place is on the picture, or less than d pixels off it.
func (b *brush) inside(p paint.Pt, d float32) bool {
	z := b.c.Img.Rect
	return p.X > -d && p.Y > -d && p.X < float32(z.Dx())+d && p.Y < float32(z.Dy())+d
}

// circle on the ground; nothing where it would be hidden by a mark or is all there is to see.
func (b *brush) ground(at geo.Point, metres float64) (p paint.Pt, r float32, ok bool) {
	p = b.at(at)
	r = float32(metres/geo.MetresPerPixel(at.Lat, b.cam.Zoom)) * b.px
	return p, r, r >= 12*b.px && r <= 4000 && b.inside(p, r)
}

func (b *brush) accuracy(f *Fix) {
	if f == nil {
		return
	}
	p, r, ok := b.ground(f.At, f.Accuracy)
	if !ok {
		return
	}
	if !b.look.Hard {
		b.c.Circle(p.X, p.Y, r, fade(b.look.Here, 34))
	}
	b.c.Ring(p.X, p.Y, r, 1.5*b.px, fade(b.look.Here, 190))
}

// ring is the circle that somebody asked for, dashes of the way's colour.
func (b *brush) ring(g *ring) {
	if g == nil {
		return
	}
	p, r, ok := b.ground(g.at, g.metres)
	if !ok {
		return
	}
	n := max(32, int(r/4))
	l := make([]paint.Pt, n+1)
	for i := range l {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		l[i] = paint.Pt{X: p.X + r*float32(c), Y: p.Y + r*float32(s)}
	}
	b.c.Stroke(paint.Dash([][]paint.Pt{l}, 8*b.px, 6*b.px), 2*b.px, b.look.Route)
}

// here is the own position: a dot, and where the device looks to.
func (b *brush) here(f *Fix) {
	if f == nil {
		return
	}
	p, k := b.at(f.At), b.px
	if !b.inside(p, 24*k) {
		return
	}
	if f.Heading >= 0 {
		s, c := math.Sincos((f.Heading - 90) * math.Pi / 180)
		x, y := float32(c), float32(s)
		b.c.Shape([]paint.Pt{{X: p.X + x*20*k, Y: p.Y + y*20*k}, {X: p.X + x*9*k - y*7*k, Y: p.Y + y*9*k + x*7*k}, {X: p.X + x*9*k + y*7*k, Y: p.Y + y*9*k - x*7*k}}, b.look.Here)
	}
	if b.look.Hard {
		b.c.Circle(p.X, p.Y, 11.5*k, rgb(0))
	} else {
		b.c.Circle(p.X, p.Y, 11*k, fade(rgb(0), 50))
	}
	b.c.Circle(p.X, p.Y, 10*k, rgb(0xFFFFFF))
	b.c.Circle(p.X, p.Y, 7*k, b.look.Here)
}

func (b *brush) pixels(pts []geo.Point) []paint.Pt {
	l := make([]paint.Pt, len(pts))
	for i, p := range pts {
		l[i] = b.at(p)
	}
	return l
}

// line is the way through the stops, with arrows.
func (b *brush) line(pts []geo.Point) {
	if len(pts) < 2 {
		return
	}
	l, k := b.pixels(pts), b.px
	b.c.Stroke([][]paint.Pt{l}, 8*k, rgb(0xFFFFFF))
	if b.look.Hard {
		b.c.Stroke([][]paint.Pt{l}, 7*k, rgb(0))
	}
	b.c.Stroke([][]paint.Pt{l}, 5*k, b.look.Route)
	b.arrows(l)
}

// arrows say which way a line goes.
func (b *brush) arrows(l []paint.Pt) {
	k, left := b.px, 40*b.px
	for i := 1; i < len(l); i++ {
		dx, dy := l[i].X-l[i-1].X, l[i].Y-l[i-1].Y
		n := float32(math.Hypot(float64(dx), float64(dy)))
		if n > 1e5 { // far out of the view: not walked in steps of an arrow
			continue
		}
		for ; left < n; left += 90 * k {
			p := paint.Pt{X: l[i-1].X + dx*left/n, Y: l[i-1].Y + dy*left/n}
			if !b.inside(p, 0) {
				continue
			}
			ux, uy := dx/n*k, dy/n*k
			b.c.Shape([]paint.Pt{{X: p.X + 3*ux, Y: p.Y + 3*uy}, {X: p.X - 2*ux - 2.6*uy, Y: p.Y - 2*uy + 2.6*ux}, {X: p.X - 2*ux + 2.6*uy, Y: p.Y - 2*uy - 2.6*ux}}, rgb(0xFFFFFF))
		}
		left -= n
	}
}

// track is where somebody walked: dashes, and a dot where it ends.
func (b *brush) track(pts []geo.Point) {
	if len(pts) == 0 {
		return
	}
	l, k := b.pixels(pts), b.px
	b.c.Stroke([][]paint.Pt{l}, 6*k, b.look.Plate)
	b.c.Stroke(paint.Dash([][]paint.Pt{l}, 7*k, 5*k), 3*k, b.look.Track)
	end := l[len(l)-1]
	b.c.Circle(end.X, end.Y, 6*k, b.look.Plate)
	b.c.Circle(end.X, end.Y, 4.5*k, b.look.Track)
}

// keep lists the places that words must leave free.
func (b *brush) keep(s *scene, items []cluster.Item) []label.Keep {
	var out []label.Keep
	for _, it := range items {
		r := float32(11)
		if it.Count > 1 {
			r = bubbleRadius(it) + 4
		}
		out = append(out, label.Keep{At: b.plane(b.cam.Plane(geo.Unproject(geo.World{X: it.X, Y: it.Y}))), R: r * b.k()})
	}
	for _, st := range s.stops {
		out = append(out, label.Keep{At: b.at(st.At), R: 15 * b.k()})
	}
	for _, p := range s.people {
		out = append(out, label.Keep{At: b.at(p.At), R: 17 * b.k()})
	}
	if s.fix != nil {
		out = append(out, label.Keep{At: b.at(s.fix.At), R: 13 * b.px})
	}
	return out
}
