// Package label sets the words of a view: which fit, where, along which street.
// It is pure geometry over candidates; equal input gives an equal picture. Words hang on
// what they name and not on the view, so that they stay put while the map is moved.
//
// It never measures what it does not paint, never lets two words touch, and knows no
// word of the trade.
package label

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"dianqin/chart/paint"
	"dianqin/chart/tiles"
	"dianqin/chart/vectile"
)

// Faces are the fonts of the map.
type Faces struct{ Regular, Bold *paint.Face }

// View turns the plane into pixels.
type View struct {
	OX, OY, K float64 // pixel = (world - o) * K
	W, H      int
	Zoom      float64
	Scale     float32 // pixels per dp
}

func (v View) pt(x, y float64) paint.Pt {
	return paint.Pt{X: float32((x - v.OX) * v.K), Y: float32((y - v.OY) * v.K)}
}

type box struct{ x0, y0, x1, y1 float32 }

func (b box) hits(o box) bool { return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1 }

type setter struct {
	c     *paint.Canvas
	v     View
	f     Faces
	p     *vectile.Palette
	taken []box
	roads map[string][]paint.Pt // where a name already stands
}

// Keep is a place that words must leave free: a marker.
type Keep struct {
	At paint.Pt
	R  float32
}

// Draw sets the words of labels onto c, round what must be kept free, and says how many fitted.
func Draw(c *paint.Canvas, v View, f Faces, p *vectile.Palette, labels []tiles.Label, keep []Keep) int {
	s := &setter{c: c, v: v, f: f, p: p, roads: map[string][]paint.Pt{}}
	for _, k := range keep {
		s.taken = append(s.taken, box{k.At.X - k.R, k.At.Y - k.R, k.At.X + k.R, k.At.Y + k.R})
	}
	n := 0
	for _, l := range inOrder(labels) {
		if len(l.Line) > 1 && s.along(l) || len(l.Line) <= 1 && s.point(l) {
			n++
		}
	}
	return n
}

// longest is the most letters that a word may have: a longer one names nothing.
const longest = 40

// inOrder puts what matters first, and never depends on the order in which the words
// came: tiles arrive as they like.
func inOrder(labels []tiles.Label) []*tiles.Label {
	out := make([]*tiles.Label, 0, len(labels))
	for i := range labels {
		if n := utf8.RuneCountInString(labels[i].Text); n > 0 && n <= longest {
			out = append(out, &labels[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *tiles.Label) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Text, b.Text), cmp.Compare(anchor(a), anchor(b)))
	})
	return out
}

func (s *setter) free(b box) bool {
	for _, t := range s.taken {
		if b.hits(t) {
			return false
		}
	}
	return true
}

// anchor tells two words of one text apart.
func anchor(l *tiles.Label) float64 {
	if len(l.Line) > 0 {
		return l.Line[0].X + l.Line[0].Y
	}
	return l.At.X + l.At.Y
}
