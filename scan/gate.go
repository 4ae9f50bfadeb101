package scan

import "math"

// gate says whether a region is striped: whether two lines a little apart change
// alike, at many places, somewhere in its height. Codes do; the edge of a box changes
// at few places, writing and foliage look different from line to line. What fails is
// not worth the dear looks.
func (s *Scanner) gate(f Frame, r *region) bool {
	least, fewest := float32(0.5), float32(40)
	if len(s.found) > 0 { // what is left is mostly the writing beside the codes
		least, fewest = 0.7, 140
	}
	// The shortest codes take up five cells across their bars and two along them.
	if cell := float64(s.cells.size); r.u1-r.u0 < 4*cell || r.cells < 8 {
		return false
	}
	high := r.v1 - r.v0
	apart := min(10, high/6)
	if high < lowStripe {
		apart = max(3, high/2)
	}
	m := &s.walker
	n := min(max(int(high/30), 3), 9) | 1
	for i := range n { // from the middle outwards, so that all of its height is seen
		off := float64((i+1)/2) / float64(n)
		if i%2 == 1 {
			off = -off
		}
		v := (r.v0+r.v1)/2 + off*high
		if !s.promising(f, r, v, apart, least, fewest) {
			continue
		}
		m.profile = r.line(v-apart/2, 0.5).profile(f, m.profile, 1)
		m.crossProfile = r.line(v+apart/2, 0.5).profile(f, m.crossProfile, 1)
		like, moved, places := likeness(m.profile, m.crossProfile, leanShift)
		if like > least && places > fewest {
			r.places = float64(places)
			if lean := float64(moved) * 0.5 / apart; apart >= leastApart && math.Abs(lean) > leastLean {
				r.straighten(lean)
			}
			return true
		}
	}
	return false
}

// promising is the gate at a glance: pixels as they are, and, beside a code that was
// read, where most of what is left is writing, two lines that look a little alike.
func (s *Scanner) promising(f Frame, r *region, v, apart float64, least, fewest float32) bool {
	m := &s.walker
	m.crossProfile = r.line(v-apart/2, 1).nearest(f, m.crossProfile)
	if changes(m.crossProfile) < fewest/3 { // of half as many samples, and one line is rougher
		return false
	}
	enough := float32(0.6)
	if len(s.found) == 0 {
		enough = 0.4
	}
	m.profile = r.line(v+apart/2, 1).nearest(f, m.profile)
	like, _, places := likeness(m.profile, m.crossProfile, leanShift/2)
	return like > enough*least && places > fewest/4
}

// changes is how many samples of a profile contribute to its slope.
func changes(a []float32) float32 {
	var two, four float32
	for i := 1; i+1 < len(a); i += 2 {
		x := a[i+1] - a[i-1]
		two += x * x
		four += x * x * x * x
	}
	if !(four > 0) {
		return 0
	}
	return 2 * two * two / four
}

// likeness is the greatest correlation of the slopes of two profiles, one moved
// by up to so many samples, how far it was moved, and how many samples contribute to
// it: few strong edges are few, however much noise lies between them. Slopes, because
// light that falls off must not count.
func likeness(a, b []float32, shift int) (best, moved, places float32) {
	n := min(len(a), len(b))
	best = -1
	var at [2*leanShift + 1]float32
	peak := -1
	for move := -shift; move <= shift; move++ {
		var ab, aa, bb, square float32
		for i := shift + 1; i < n-shift-1; i += 2 {
			x := a[i+1] - a[i-1]
			y := b[i+1+move] - b[i-1+move]
			ab += x * y
			square += x * x * y * y
			aa += x * x
			bb += y * y
		}
		if !(aa > 0 && bb > 0) {
			continue
		}
		c := ab / float32(math.Sqrt(float64(aa)*float64(bb)))
		at[move+shift] = c
		if c > best {
			best, places, peak = c, 2*ab*ab/square, move+shift
		}
	}
	moved = float32(peak - shift)
	if peak > 0 && peak < 2*shift { // the top of the parabola through three
		l, m, r := at[peak-1], at[peak], at[peak+1]
		if d := l - 2*m + r; d < 0 {
			moved += (l - r) / (2 * d)
		}
	}
	return best, moved, places
}

// leanShift is how many samples bars may lean between the gate's lines.
const leanShift = 8

// Lines closer together do not tell how bars lean, and where they hardly do the
// tensor knows better.
const (
	leastApart = 6    // pixels
	leastLean  = 0.05 // 3 degrees
)

// straighten turns a region so that its bars, which lean by lean along them, stand
// upright. The tensor's direction is off by some degrees where bars are narrow, as
// the slope across them is seen over two pixels.
func (r *region) straighten(lean float64) {
	ux, uy := r.ux+lean*r.uy, r.uy-lean*r.ux
	n := math.Hypot(ux, uy)
	r.ux, r.uy = ux/n, uy/n
}
