package scan

import "math"

// line is a straight walk of n steps over a frame.
type line struct {
	x, y   float64 // where it starts
	dx, dy float64 // its direction, of length one
	step   float64 // pixels a step
	n      int
}

// at is the place t steps along the line.
func (l line) at(t float64) Point {
	t *= l.step
	return Point{l.x + t*l.dx, l.y + t*l.dy}
}

// across is where the line lies, measured at a right angle to its direction
// and clockwise of it, so that lines of one direction can be put in order.
func (l line) across() float64 { return -l.x*l.dy + l.y*l.dx }

// chord is the part of a straight line inside a frame, one pixel clear of the
// border where it slants: the line that lies off pixels from the frame's middle,
// at a right angle to the direction (dx, dy).
func chord(f Frame, dx, dy, off float64) line {
	w, h := float64(f.Width-1), float64(f.Height-1)
	if dx != 0 && dy != 0 {
		w, h = w-1, h-1
	}
	if w < 0 || h < 0 {
		return line{step: 1}
	}
	cx, cy := float64(f.Width-1)/2-off*dy, float64(f.Height-1)/2+off*dx
	lo, hi := clip(cx, dx, w, math.Inf(-1), math.Inf(1))
	lo, hi = clip(cy, dy, h, lo, hi)
	if hi-lo < 1 {
		return line{step: 1}
	}
	return line{x: cx + lo*dx, y: cy + lo*dy, dx: dx, dy: dy, step: 1, n: int(hi-lo) + 1}
}

// clip narrows lo and hi to where c + t*d is between nought and limit.
func clip(c, d, limit, lo, hi float64) (float64, float64) {
	if d == 0 {
		if c < 0 || c > limit {
			return 1, 0
		}
		return lo, hi
	}
	a, b := -c/d, (limit-c)/d
	return max(lo, min(a, b)), min(hi, max(a, b))
}

// profile writes the grey values along the line into dst and returns it,
// averaged over 2*side+1 parallel lines one pixel apart.
func (l line) profile(f Frame, dst []float32, side int) []float32 {
	dst = resize(dst, l.n)
	clear(dst)
	count := 0
	for s := -side; s <= side; s++ {
		m := l
		m.x, m.y = l.x-float64(s)*l.dy, l.y+float64(s)*l.dx
		if m.add(f, dst) {
			count++
		}
	}
	if count > 1 {
		k := 1 / float32(count)
		for i := range dst {
			dst[i] *= k
		}
	}
	return dst
}

// add adds the grey values along the line to dst, or reports false where a row
// or column lies outside the frame.
func (l line) add(f Frame, dst []float32) bool {
	x, y := int(math.Floor(l.x+0.5)), int(math.Floor(l.y+0.5))
	switch {
	case l.step == 1 && l.dy == 0:
		if y < 0 || y >= f.Height {
			return false
		}
		addStraight(f.Pix[y*f.Stride:], x, int(l.dx), f.Width, 1, dst)
	case l.step == 1 && l.dx == 0:
		if x < 0 || x >= f.Width {
			return false
		}
		addStraight(f.Pix[x:], y, int(l.dy), f.Height, f.Stride, dst)
	default:
		l.addSlanted(f, dst)
	}
	return true
}

// addStraight adds pixels start, start+step, ... of n that lie stride bytes
// apart; step is 1 or -1. What lies beyond them adds nothing.
func addStraight(pix []byte, start, step, n, stride int, dst []float32) {
	for i := range dst {
		if at := start + i*step; at >= 0 && at < n {
			dst[i] += float32(pix[at*stride])
		}
	}
}

// addSlanted weighs the four pixels round each step, in fixed point of 16 bits.
// What lies beyond the border repeats the border.
func (l line) addSlanted(f Frame, dst []float32) {
	const one, largest = 1 << 16, 1 << 14 // fixed point must fit 32 bits
	if min(f.Width, f.Height) < 2 || max(f.Width, f.Height) > largest || len(dst) == 0 {
		return
	}
	x, y := int(l.x*one), int(l.y*one)
	dx, dy := int(l.dx*l.step*one), int(l.dy*l.step*one)
	mx, my := (f.Width-1)*one-1, (f.Height-1)*one-1
	lo, hi := within(x, dx, mx, 0, len(dst))
	lo, hi = within(y, dy, my, lo, hi)
	for i := range dst {
		if i == lo && hi > lo {
			addInside(f, x+lo*dx, y+lo*dy, dx, dy, dst[lo:hi])
		}
		if i >= lo && i < hi {
			continue
		}
		dst[i] += weigh(f, min(max(x+i*dx, 0), mx), min(max(y+i*dy, 0), my))
	}
}

// nearest writes the pixels along the line into dst as they are, the border going on
// beyond the frame: a quarter of what profile costs, and enough for a glance.
func (l line) nearest(f Frame, dst []float32) []float32 {
	const one, half, largest = 1 << 16, 1 << 15, 1 << 14
	dst = resize(dst, l.n)
	if max(f.Width, f.Height) > largest {
		clear(dst)
		return dst
	}
	x, y := int(l.x*one)+half, int(l.y*one)+half
	dx, dy := int(l.dx*l.step*one), int(l.dy*l.step*one)
	right, low := f.Width-1, f.Height-1
	for i := range dst {
		dst[i] = float32(f.Pix[min(max(y>>16, 0), low)*f.Stride+min(max(x>>16, 0), right)])
		x, y = x+dx, y+dy
	}
	return dst
}

// within narrows steps lo to hi to those at which start + step*d is between nought
// and limit.
func within(start, d, limit, lo, hi int) (int, int) {
	switch {
	case d == 0 && (start < 0 || start > limit):
		return 0, 0
	case d > 0:
		lo, hi = max(lo, -floorDiv(start, d)), min(hi, floorDiv(limit-start, d)+1)
	case d < 0:
		lo, hi = max(lo, -floorDiv(limit-start, -d)), min(hi, floorDiv(start, -d)+1)
	}
	if lo >= hi {
		return 0, 0
	}
	return lo, hi
}

// floorDiv rounds down, also below nought.
func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weigh is the grey at a place in fixed point.
func weigh(f Frame, x, y int) float32 {
	p := f.Pix[(y>>16)*f.Stride+x>>16:]
	ax, ay := x>>8&255, y>>8&255
	top := int(p[0])*(256-ax) + int(p[1])*ax
	low := int(p[f.Stride])*(256-ax) + int(p[f.Stride+1])*ax
	return float32(top*(256-ay)+low*ay) / (1 << 16)
}

// addInside is weigh for a walk that never leaves the frame, its arithmetic
// arranged for speed.
func addInside(f Frame, x, y, dx, dy int, dst []float32) {
	pix, stride := f.Pix, f.Stride
	for i := range dst {
		o := (y>>16)*stride + x>>16
		p, q := pix[o:o+2:o+2], pix[o+stride:o+stride+2:o+stride+2]
		ax, ay := int32(x>>8&255), int32(y>>8&255)
		top := int32(p[0])<<8 + (int32(p[1])-int32(p[0]))*ax
		low := int32(q[0])<<8 + (int32(q[1])-int32(q[0]))*ax
		dst[i] += float32(top<<8+(low-top)*ay) * (1.0 / (1 << 16))
		x, y = x+dx, y+dy
	}
}

// resize returns a slice of length n, b's memory where it is large enough.
func resize[T any](b []T, n int) []T {
	if cap(b) < n {
		return make([]T, n)
	}
	return b[:n]
}
