package town

import "math"

// form is how the houses of a compound look: metres of ground, gaps between, floors.
type form struct {
	w, d, gapU, gapV   float64
	floorsLo, floorsHi int
	perLo, perHi       int // flats a floor
}

// maxFlats is the most that any form puts into one house; transformer areas rely on it
// (area.go).
const maxFlats = 60

func (b *builder) form(kind Kind) form {
	switch kind {
	case Industrial:
		return form{88, 46, 22, 20, 1, 1, 1, 2}
	case Commercial:
		return form{44, 36, 22, 24, 3, 6, 2, 4}
	case School, Hospital:
		return form{70, 16, 26, 34, 1, 1, 1, 1}
	}
	if b.rng.IntN(4) == 0 { // towers
		return form{30, 24, 28, 30, 9, 15, 4, 4}
	}
	return form{52, 12.5, 15, 21, 5, 7, 4, 6}
}

// margin is from the wall of a compound to its first house, metres.
const margin = 14.0

// fill sets the houses of a compound in rows, numbered row by row.
func (b *builder) fill(c cell, kind Kind) {
	f := b.form(kind)
	c = c.inset(margin)
	nu := max(1, int((c.u1-c.u0+f.gapU)/(f.w+f.gapU)))
	nv := max(1, int((c.v1-c.v0+f.gapV)/(f.d+f.gapV)))
	stepU, stepV := (c.u1-c.u0)/float64(nu), (c.v1-c.v0)/float64(nv)
	number := 0
	for row := range nv {
		for col := range nu {
			if b.rng.Float64() < 0.06 {
				continue // a yard
			}
			u, v := c.u0+stepU*(float64(col)+0.5), c.v0+stepV*(float64(row)+0.5)
			hw := min(f.w, stepU-9) / 2 * b.uniform(0.82, 1)
			hd := min(f.d, stepV-9) / 2 * b.uniform(0.9, 1)
			if hw < 3 || hd < 3 || !b.free(bend(u, v), math.Hypot(hw, hd)) {
				continue
			}
			number++
			b.house(u, v, hw, hd, f, kind, number)
		}
	}
}

// house builds one; not every one is a plain box.
func (b *builder) house(u, v, hw, hd float64, f form, kind Kind, number int) {
	shape := [][2]float64{{-hw, -hd}, {hw, -hd}, {hw, hd}, {-hw, hd}}
	if kind != Residential && b.rng.IntN(3) == 0 { // an L
		shape = [][2]float64{{-hw, -hd}, {hw, -hd}, {hw, 0}, {0, 0}, {0, hd}, {-hw, hd}}
	}
	corners := make([]xy, len(shape))
	for i, s := range shape {
		corners[i] = bend(u+s[0], v+s[1])
	}
	h := House{
		Compound: len(b.Compounds) - 1,
		Number:   number,
		At:       b.geo(bend(u, v)),
		Outline:  b.ring(corners),
		Floors:   f.floorsLo + b.rng.IntN(f.floorsHi-f.floorsLo+1),
		PerFloor: f.perLo + b.rng.IntN(f.perHi-f.perLo+1),
	}
	b.Houses = append(b.Houses, h)
	b.Flats += h.Flats()
}
