package scan

import "math"

// A linear code is read along a line; its corners are found by following its
// bars from there, up and down, at either end of the code, as long as the grey
// values stay alike.

// follower follows the bars of a part of a code.
type follower struct {
	f      Frame
	a      Point   // start of the code on the line
	ux, uy float64 // reading direction
	from   float64 // pixels from a to the part
	ref    []float32
	tmp    []float32
}

// outline returns the corners of the code that reads from a to b.
func (s *Scanner) outline(f Frame, a, b Point) [4]Point {
	long := math.Hypot(b.X-a.X, b.Y-a.Y)
	if !(long > 1) {
		return [4]Point{a, b, b, a}
	}
	ux, uy := (b.X-a.X)/long, (b.Y-a.Y)/long
	const inset = 0.18 // of the code: the middle of each part
	var depth, move [2][2]float64
	for side, at := range [...]float64{inset, 1 - inset} {
		n := int(min(0.34*long, 48))
		w := follower{f: f, a: a, ux: ux, uy: uy, from: at*long - float64(n)/2, ref: s.walker.crossProfile, tmp: s.walker.sharp}
		w.ref, w.tmp = resize(w.ref, n), resize(w.tmp, n)
		w.reference()
		for way, sign := range [...]float64{-1, 1} {
			depth[side][way], move[side][way] = w.follow(sign, long)
		}
		s.walker.crossProfile, s.walker.sharp = w.ref, w.tmp
	}
	corner := func(side, way int) Point {
		d, other := depth[side][way], depth[1-side][way]
		d += (d - other) * inset / (1 - 2*inset) // on to the end of the code
		t := float64(side)*long + move[side][way]
		return Point{a.X + ux*t - uy*d, a.Y + uy*t + ux*d}
	}
	return [4]Point{corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)}
}

// reference is the part on the line itself, with the lines beside it against noise.
func (w *follower) reference() {
	clear(w.ref)
	for d := -2.0; d <= 2; d++ {
		w.take(d, 0, w.tmp)
		for i, v := range w.tmp {
			w.ref[i] += v
		}
	}
}

// take samples the part at a depth, moved along the code.
func (w *follower) take(depth, move float64, dst []float32) {
	t := w.from + move
	l := line{
		x: w.a.X + w.ux*t - w.uy*depth, y: w.a.Y + w.uy*t + w.ux*depth,
		dx: w.ux, dy: w.uy, step: 1, n: len(dst),
	}
	clear(dst)
	l.addSlanted(w.f, dst)
}

// follow walks away from the line in strides, then halves the last stride. It
// returns the depth at which the bars end and how far they have moved sideways.
func (w *follower) follow(sign, long float64) (depth, move float64) {
	stride := min(max(long/18, 3), 16)
	slope := 0.0 // sideways a pixel of depth
	for step := stride; step > 0.5; {
		next := depth + sign*step
		m, ok := w.match(next, move+slope*(next-depth))
		if !ok && step == stride { // a scratch may lie across the bars
			if m, ok = w.match(next+sign*step, move+2*slope*(next-depth)); ok {
				next += sign * step
			}
		}
		if !ok {
			step /= 2
			continue
		}
		slope = (m - 0) / next // from the line on: steadier than from step to step
		depth, move = next, m
		if math.Abs(depth) > 2*long {
			break
		}
	}
	return depth, move
}

// match looks for the part at a depth near a sideways move.
func (w *follower) match(depth, near float64) (move float64, ok bool) {
	const least = 0.55
	t := w.from + near + float64(len(w.ref))/2
	p := Point{w.a.X + w.ux*t - w.uy*depth, w.a.Y + w.uy*t + w.ux*depth}
	if !w.f.holds(p) {
		return 0, false
	}
	best := float32(0)
	for _, d := range [...]float64{0, -1, 1, -2, 2} {
		w.take(depth, near+d, w.tmp)
		c := correlation(w.ref, w.tmp)
		if c > best {
			best, move = c, near+d
		}
		if d == 0 && c > 0.92 || d == 1 && best > 0.8 {
			break
		}
	}
	return move, best > least
}

// correlation of two profiles of one length, about their means.
func correlation(a, b []float32) float32 {
	var sa, sb, aa, bb, ab float32
	for i, x := range a {
		y := b[i]
		sa, sb = sa+x, sb+y
		aa, bb, ab = aa+x*x, bb+y*y, ab+x*y
	}
	n := float32(len(a))
	va, vb := aa-sa*sa/n, bb-sb*sb/n
	if !(va > 0 && vb > 0) {
		return 0
	}
	return (ab - sa*sb/n) / float32(math.Sqrt(float64(va)*float64(vb)))
}
