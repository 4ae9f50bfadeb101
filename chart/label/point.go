package label

import (
	"dianqin/chart/paint"
	"dianqin/chart/tiles"
)

// dots are the kinds of places that have a sign of their own beside the word.
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
