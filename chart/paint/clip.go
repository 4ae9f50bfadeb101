package paint

import "math"

// reach is how far from the picture's corner, in pixels, the rasteriser is sent. It
// steps through every column that a line crosses, so a line to the moon would take for
// ever, and what is no number makes it panic. Whatever lies further is cut off first;
// pictures are smaller by far.
const reach = 8192

func finite(p Pt) bool {
	x, y := float64(p.X), float64(p.Y)
	return !math.IsNaN(x-x) && !math.IsNaN(y-y)
}

func within(p Pt) bool {
	return p.X >= -reach && p.X <= reach && p.Y >= -reach && p.Y <= reach
}

// clipRing cuts a polygon to what is within reach (Sutherland and Hodgman 1974); one
// that lies there is returned as it is. Points that are no numbers are left out.
func clipRing(r []Pt) []Pt {
	inside := true
	for _, p := range r {
		inside = inside && within(p)
	}
	if inside {
		return r
	}
	out := make([]Pt, 0, len(r)+4)
	for _, p := range r {
		if finite(p) {
			out = append(out, p)
		}
	}
	for _, e := range []edge{{false, -reach, 1}, {false, reach, -1}, {true, -reach, 1}, {true, reach, -1}} {
		out = e.cut(out)
	}
	return out
}

// edge is one side of what is within reach: x or y, where, and which way is inside.
type edge struct {
	vertical bool // y
	at, sign float32
}

func (e edge) depth(p Pt) float32 {
	if e.vertical {
		return (p.Y - e.at) * e.sign
	}
	return (p.X - e.at) * e.sign
}

func (e edge) cut(in []Pt) []Pt {
	var out []Pt
	for i, p := range in {
		q := in[(i+len(in)-1)%len(in)]
		dp, dq := e.depth(p), e.depth(q)
		if (dp >= 0) != (dq >= 0) {
			out = append(out, e.cross(q, p, dq, dp))
		}
		if dp >= 0 {
			out = append(out, p)
		}
	}
	return out
}

// cross is where the line from q to p passes the edge; the depths differ in sign.
func (e edge) cross(q, p Pt, dq, dp float32) Pt {
	f := float64(dq) / (float64(dq) - float64(dp))
	c := Pt{q.X + float32(f*(float64(p.X)-float64(q.X))), q.Y + float32(f*(float64(p.Y)-float64(q.Y)))}
	if e.vertical {
		c.Y = e.at // exactly: rounding must not carry it out of reach
	} else {
		c.X = e.at
	}
	return c
}

// clipLine cuts a line to what is within reach; ok is false where nothing is left.
func clipLine(a, b Pt) (Pt, Pt, bool) {
	if within(a) && within(b) {
		return a, b, true
	}
	if !finite(a) || !finite(b) {
		return a, b, false
	}
	for _, e := range []edge{{false, -reach, 1}, {false, reach, -1}, {true, -reach, 1}, {true, reach, -1}} {
		da, db := e.depth(a), e.depth(b)
		switch {
		case da < 0 && db < 0:
			return a, b, false
		case da < 0:
			a = e.cross(a, b, da, db)
		case db < 0:
			b = e.cross(b, a, db, da)
		}
	}
	return a, b, true
}
