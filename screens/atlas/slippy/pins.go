package slippy

import (
	"image/color"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"dianqin/chart/paint"
)

// pin is one mark: the colour says how it stands, the outline what it is, the sign
// inside says the state once more.
func (b *brush) pin(p paint.Pt, rank uint8, shape Shape, size float32) {
	k, col := b.k()*size, b.look.Ranks[rank]
	r := float32(8.5)
	if rank >= Check {
		r = 10
	}
	b.form(p, shape, (r+1.8)*k, b.look.Edge)
	b.form(p, shape, r*k, col)
	w := ink(col)
	switch rank {
	case Wrong:
		b.c.Stroke1([]paint.Pt{{X: p.X - 3*k, Y: p.Y - 3*k}, {X: p.X + 3*k, Y: p.Y + 3*k}}, 2*k, w)
		b.c.Stroke1([]paint.Pt{{X: p.X + 3*k, Y: p.Y - 3*k}, {X: p.X - 3*k, Y: p.Y + 3*k}}, 2*k, w)
	case Check:
		b.c.Stroke1([]paint.Pt{{X: p.X, Y: p.Y - 4.6*k}, {X: p.X, Y: p.Y + 1*k}}, 2.2*k, w)
		b.c.Circle(p.X, p.Y+4.4*k, 1.4*k, w)
	case Normal:
		b.c.Circle(p.X, p.Y, 2.8*k, w)
	}
}

// form fills an outline of radius r, all of about the same area.
func (b *brush) form(p paint.Pt, shape Shape, r float32, col color.Color) {
	switch shape {
	case Square:
		s := r * 0.9
		b.c.RoundRect(p.X-s, p.Y-s, 2*s, 2*s, r*0.3, col)
	case Six:
		var l []paint.Pt
		for i := range 6 {
			s, c := math.Sincos(math.Pi / 3 * float64(i))
			l = append(l, paint.Pt{X: p.X + r*1.1*float32(c), Y: p.Y + r*1.1*float32(s)})
		}
		b.c.Shape(l, col)
	default:
		b.c.Circle(p.X, p.Y, r, col)
	}
}

// halo is what lifts a round mark off the map.
func (b *brush) halo(p paint.Pt, r float32) {
	if b.look.Hard {
		b.c.Circle(p.X, p.Y, r+1.5*b.px, rgb(0))
		return
	}
	b.c.Circle(p.X, p.Y, r+1*b.px, fade(rgb(0), 46))
}

// stops are the numbered places of a way, the first on top, those that are behind below
// all others.
func (b *brush) stops(ss []Stop) {
	for _, over := range []bool{true, false} {
		for i := len(ss) - 1; i >= 0; i-- {
			if (ss[i].Over != Ahead) == over {
				b.stop(i, ss[i])
			}
		}
	}
	b.below(ss)
}

// below says at a stop to come how many others lie under it, as the doors of one house do.
func (b *brush) below(ss []Stop) {
	k := b.k()
	var top []paint.Pt
	var under []int
	for _, s := range ss {
		if s.Over != Ahead {
			continue
		}
		p := b.at(s.At)
		at := slices.IndexFunc(top, func(t paint.Pt) bool { return math.Hypot(float64(t.X-p.X), float64(t.Y-p.Y)) < float64(underneath*k) })
		if at < 0 {
			top, under = append(top, p), append(under, 0)
			continue
		}
		under[at]++
	}
	for i, p := range top {
		if under[i] == 0 || !b.inside(p, 40*k) {
			continue
		}
		word, size := "+"+strconv.Itoa(under[i]), 11*k
		w, h := b.look.Faces.Bold.Width(word, size)+10*k, 17*k
		x, y := p.X+7*k, p.Y-12*k-h/2
		b.c.RoundRect(x-1.5*k, y-1.5*k, w+3*k, h+3*k, h/2+1.5*k, b.look.Route)
		b.c.RoundRect(x, y, w, h, h/2, b.look.Plate)
		b.c.Centre(b.look.Faces.Bold, word, paint.Pt{X: x + w/2, Y: y + h/2}, paint.Ink{Size: size, Color: b.look.Ink})
	}
}

// underneath is how near, in dp, a stop lies to another whose number hides its own.
const underneath = 14

// stop is one of them.
func (b *brush) stop(i int, s Stop) {
	at := b.cam.Plane(s.At)
	p, k, col, r := b.plane(at), b.k(), b.look.Route, float32(12)
	if s.Over != Ahead {
		col, r = b.look.Done, 8.5
	}
	if !b.inside(p, 20*k) {
		return
	}
	b.halo(p, (r+2)*k)
	b.c.Circle(p.X, p.Y, (r+2)*k, rgb(0xFFFFFF))
	b.c.Circle(p.X, p.Y, r*k, col)
	switch s.Over {
	case Done:
		b.c.Stroke([][]paint.Pt{{{X: p.X - 4*k, Y: p.Y + 0.2*k}, {X: p.X - 1.2*k, Y: p.Y + 3*k}, {X: p.X + 4*k, Y: p.Y - 3*k}}}, 2*k, ink(col))
	case Void:
		b.c.Stroke1([]paint.Pt{{X: p.X - 3.6*k, Y: p.Y}, {X: p.X + 3.6*k, Y: p.Y}}, 2*k, ink(col))
	default:
		b.c.Centre(b.look.Faces.Bold, strconv.Itoa(s.Number), p, paint.Ink{Size: 13 * k, Color: ink(col)})
	}
	b.hits = append(b.hits, target{at: at, r: reach, kind: HitStop, idx: i})
}

// persons are where people were last.
func (b *brush) persons(ps []Person) {
	for i, person := range ps {
		at := b.cam.Plane(person.At)
		p, k, col := b.plane(at), b.k(), b.look.Here
		if person.Old {
			col = b.look.Done
		}
		if !b.inside(p, 20*k) {
			continue
		}
		b.halo(p, 16*k)
		b.c.Circle(p.X, p.Y, 16*k, b.look.Plate)
		b.c.Ring(p.X, p.Y, 14*k, 3*k, col)
		first, _ := utf8.DecodeRuneInString(person.Name)
		if first != utf8.RuneError {
			b.c.Centre(b.look.Faces.Bold, string(first), p, paint.Ink{Size: 14 * k, Color: b.look.Ink})
		}
		b.hits = append(b.hits, target{at: at, r: reach, kind: HitPerson, idx: i})
	}
}

// callout names a place in a box above it.
func (b *brush) callout(c *Callout) {
	if c == nil {
		return
	}
	p, k, f := b.at(c.At), b.k(), b.look.Faces.Bold
	if !c.Bare {
		col := b.look.Ranks[min(c.Rank, Wrong)]
		if b.look.Hard {
			b.c.Ring(p.X, p.Y, 19*k, 3*k, rgb(0))
		} else {
			b.c.Circle(p.X, p.Y, 21*k, fade(col, 80))
		}
		b.pin(p, min(c.Rank, Wrong), c.Shape, 1.45)
	}
	if c.Label == "" {
		return
	}
	w := f.Width(c.Label, 14*k) + 20*k
	x, y := p.X-w/2, p.Y-56*k
	edge, over := fade(rgb(0), 60), 1.5*k
	if b.look.Hard {
		edge, over = rgb(0), 2*k
	}
	b.c.RoundRect(x-over, y-over, w+2*over, 30*k+2*over, 9*k, edge)
	b.c.RoundRect(x, y, w, 30*k, 8*k, b.look.Plate)
	b.c.Shape([]paint.Pt{{X: p.X - 6*k, Y: y + 29*k}, {X: p.X + 6*k, Y: y + 29*k}, {X: p.X, Y: y + 36*k}}, b.look.Plate)
	b.c.Centre(f, c.Label, paint.Pt{X: p.X, Y: y + 15*k}, paint.Ink{Size: 14 * k, Color: b.look.Ink})
}
