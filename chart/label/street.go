package label

import (
	"math"

	"dianqin/chart/paint"
	"dianqin/chart/tiles"
)

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

// run sets the letters of a name along a stretch of line; ok is false where a letter
// does not fit or the line bends too sharply.
func (s *setter) run(text string, face *paint.Face, ink paint.Ink, line []paint.Pt, start, need, spread float32) (marks []paint.Mark, taken []box, ok bool) {
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

// han says whether all letters are Chinese: those may stand upright one below the other.
func han(s string) bool {
	for _, r := range s {
		if r < 0x2E80 {
			return false
		}
	}
	return true
}

// near says whether one of ps lies within d of p.
func near(ps []paint.Pt, p paint.Pt, d float32) bool {
	for _, q := range ps {
		if math.Hypot(float64(p.X-q.X), float64(p.Y-q.Y)) < float64(d) {
			return true
		}
	}
	return false
}

// length is that of a line in pixels.
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
	n := int(min(dp/130, 400))
	for i := range n {
		out = append(out, (float32(i)+0.5)/float32(n))
	}
	return out
}
