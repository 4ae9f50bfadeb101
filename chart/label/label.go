// Package label sets the words of a view: which fit, where, along which street.
// It is pure geometry over candidates; equal input gives an equal picture.
package label

import (
	"math"
	"sort"

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
	sort.SliceStable(labels, func(i, j int) bool {
		a, b := &labels[i], &labels[j]
		if a.Rank != b.Rank {
			return a.Rank < b.Rank
		}
		if a.Text != b.Text {
			return a.Text < b.Text
		}
		return anchor(a) < anchor(b)
	})
	n := 0
	for i := range labels {
		l := &labels[i]
		ok := false
		if len(l.Line) > 1 {
			ok = s.along(l)
		} else {
			ok = s.point(l)
		}
		if ok {
			n++
		}
	}
	return n
}

func (s *setter) free(b box) bool {
	for _, t := range s.taken {
		if b.hits(t) {
			return false
		}
	}
	return true
}

// look is how a kind of word appears: size in dp, and from which zoom.
func (s *setter) look(l *tiles.Label) (ink paint.Ink, face *paint.Face, show bool) {
	p, z := s.p, s.v.Zoom
	face = s.f.Regular
	ink = paint.Ink{Size: 12, Color: p.TextPOI, Halo: 1.4, Back: p.TextHalo}
	show = true
	switch l.Kind {
	case "city":
		ink.Size, ink.Color, face, show = 18, p.TextPlace, s.f.Bold, z < 15.5
	case "suburb":
		ink.Size, ink.Color, face, show = 14.5, p.TextPlace, s.f.Bold, z < 16.2
	case "road":
		ink.Size, ink.Color = 12, p.TextRoad
		if l.Rank <= 2 {
			ink.Size = 13
		}
		show = z >= map[int]float64{1: 12.5, 2: 12.8, 3: 13.6, 4: 14.6}[l.Rank] && (l.Rank < 5 || z >= 15.3)
	case "wire":
		ink.Color = p.Power
		show = z >= map[int]float64{3: 13, 4: 14.6, 5: 16}[l.Rank]
	case "water":
		ink.Size, ink.Color = 13, p.TextWater
	case "park":
		ink.Color = p.TextPark
	case "number":
		ink.Size, ink.Color, show = 11, p.TextNumber, z >= 17.2
	default:
		show = z >= map[int]float64{5: 14.4, 6: 15.2, 7: 15.9, 8: 16.3, 9: 16.6}[min(l.Rank, 9)]
	}
	if z >= 17 && l.Kind != "number" {
		ink.Size *= 1.08
	}
	if p.Bold {
		face, ink.Halo = s.f.Bold, 2
	}
	ink.Size *= s.v.Scale
	ink.Halo *= s.v.Scale
	return ink, face, show
}

var dots = map[string]bool{"school": true, "hospital": true, "power": true, "railway": true, "office": true, "industry": true}

func (s *setter) point(l *tiles.Label) bool {
	ink, face, show := s.look(l)
	at := s.v.pt(l.At.X, l.At.Y)
	m := 40 * s.v.Scale
	if !show || at.X < -m || at.Y < -m || at.X > float32(s.v.W)+m || at.Y > float32(s.v.H)+m {
		return false
	}
	lines := wrap(l.Text, l.Kind)
	w := float32(0)
	for _, t := range lines {
		w = max(w, face.Width(t, ink.Size))
	}
	h := ink.Size * 1.18 * float32(len(lines))
	top := at.Y - h/2
	icon := dots[l.Kind]
	if icon {
		top = at.Y + 6*s.v.Scale
	}
	pad := 3 * s.v.Scale
	b := box{at.X - w/2 - pad, top - pad, at.X + w/2 + pad, top + h + pad}
	if icon {
		b.y0 = at.Y - 6*s.v.Scale
	}
	if l.Kind != "number" { // air between names
		b.x0, b.x1, b.y0, b.y1 = b.x0-pad, b.x1+pad, b.y0-pad, b.y1+pad
	}
	if !s.free(b) {
		return false
	}
	s.taken = append(s.taken, b)
	if icon {
		s.icon(l.Kind, at)
	}
	for i, t := range lines {
		y := top + ink.Size*(0.95+1.18*float32(i))
		s.c.Marks(face, face.Line(t, paint.Pt{X: at.X - face.Width(t, ink.Size)/2, Y: y}, ink.Size), ink)
	}
	return true
}

// wrap breaks a long name in two.
func wrap(t, kind string) []string {
	r := []rune(t)
	if len(r) <= 6 || kind == "city" || kind == "suburb" {
		return []string{t}
	}
	h := (len(r) + 1) / 2
	return []string{string(r[:h]), string(r[h:])}
}

// along sets a name on a street: glyph by glyph, upright and stacked where the
// street is steep (as Chinese maps do), never round a sharp bend.
func (s *setter) along(l *tiles.Label) bool {
	ink, face, show := s.look(l)
	if !show {
		return false
	}
	line := make([]paint.Pt, 0, len(l.Line))
	for _, w := range l.Line {
		line = append(line, s.v.pt(w.X, w.Y))
	}
	total := length(line)
	spread := ink.Size * 0.12
	if l.Kind == "water" {
		spread = ink.Size * 0.9
	}
	need := -spread
	for _, r := range l.Text {
		need += face.Advance(r, ink.Size) + spread
	}
	if total < need*1.08 {
		return false
	}
	gap := 300 * s.v.Scale
	for _, frac := range fractions(total / s.v.Scale) {
		start := total*frac - need/2
		if start < 0 || start+need > total {
			continue
		}
		mid, _ := walk(line, start+need/2)
		if near(s.roads[l.Text], mid, gap) {
			continue
		}
		ms, boxes, ok := s.run(l.Text, face, ink, line, start, need, spread)
		if !ok {
			continue
		}
		s.taken = append(s.taken, boxes...)
		s.roads[l.Text] = append(s.roads[l.Text], mid)
		s.c.Marks(face, ms, ink)
		return true
	}
	return false
}

func (s *setter) run(text string, face *paint.Face, ink paint.Ink, line []paint.Pt, start, need, spread float32) ([]paint.Mark, []box, bool) {
	a, _ := walk(line, start)
	b, _ := walk(line, start+need)
	dx, dy := b.X-a.X, b.Y-a.Y
	steep := math.Abs(float64(dy)) > 1.7*math.Abs(float64(dx)) && han(text)
	reverse := dx < 0
	if steep {
		reverse = dy < 0
	}
	var ms []paint.Mark
	var boxes []box
	last := math.NaN()
	at := start
	if reverse {
		at = start + need
	}
	for _, r := range text {
		adv := face.Advance(r, ink.Size)
		half := adv / 2
		if reverse {
			half = -half
		}
		c, ang := walk(line, at+half)
		if reverse {
			ang += math.Pi
			at -= adv + spread
		} else {
			at += adv + spread
		}
		if !math.IsNaN(last) && math.Abs(math.Remainder(ang-last, 2*math.Pi)) > 0.5 {
			return nil, nil, false
		}
		last = ang
		turn := ang
		if steep {
			turn = 0
		}
		deg := int(math.Round(math.Remainder(turn, 2*math.Pi)*180/math.Pi/3)) * 3
		sin, cos := math.Sincos(float64(deg) * math.Pi / 180)
		// from the glyph's optical middle back to its pen
		ox, oy := float64(-adv/2), float64(ink.Size*0.36)
		ms = append(ms, paint.Mark{R: r, Turn: deg, At: paint.Pt{
			X: c.X + float32(ox*cos-oy*sin), Y: c.Y + float32(ox*sin+oy*cos)}})
		h := ink.Size*0.5 + 2*s.v.Scale
		bx := box{c.X - h, c.Y - h, c.X + h, c.Y + h}
		if bx.x0 < 0 || bx.y0 < 0 || bx.x1 > float32(s.v.W) || bx.y1 > float32(s.v.H) || !s.free(bx) {
			return nil, nil, false
		}
		boxes = append(boxes, bx)
	}
	return ms, boxes, true
}

func han(s string) bool {
	for _, r := range s {
		if r < 0x2E80 {
			return false
		}
	}
	return true
}

func near(ps []paint.Pt, p paint.Pt, d float32) bool {
	for _, q := range ps {
		if math.Hypot(float64(p.X-q.X), float64(p.Y-q.Y)) < float64(d) {
			return true
		}
	}
	return false
}

func length(l []paint.Pt) (n float32) {
	for i := 1; i < len(l); i++ {
		n += float32(math.Hypot(float64(l[i].X-l[i-1].X), float64(l[i].Y-l[i-1].Y)))
	}
	return n
}

// walk goes d pixels along a line and says where that is and which way it heads.
func walk(l []paint.Pt, d float32) (paint.Pt, float64) {
	for i := 1; i < len(l); i++ {
		dx, dy := l[i].X-l[i-1].X, l[i].Y-l[i-1].Y
		n := float32(math.Hypot(float64(dx), float64(dy)))
		if d <= n || i == len(l)-1 {
			if n == 0 {
				continue
			}
			return paint.Pt{X: l[i-1].X + dx*d/n, Y: l[i-1].Y + dy*d/n}, math.Atan2(float64(dy), float64(dx))
		}
		d -= n
	}
	if len(l) == 0 {
		return paint.Pt{}, 0
	}
	return l[0], 0
}

// fractions are the places tried along a line of so many dp. They hang on the line,
// not on the view, so that names stay put while the map is dragged.
func fractions(dp float32) []float32 {
	if dp < 500 {
		return []float32{0.5, 0.33, 0.67}
	}
	var out []float32
	n := int(dp / 130)
	for i := range n {
		out = append(out, (float32(i)+0.5)/float32(n))
	}
	return out
}

func anchor(l *tiles.Label) float64 {
	if len(l.Line) > 0 {
		return l.Line[0].X + l.Line[0].Y
	}
	return l.At.X + l.At.Y
}
