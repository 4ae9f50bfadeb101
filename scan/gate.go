package scan

import "math"

// gate says whether a region is striped: whether two lines a little apart change
// alike, at many places, somewhere in its height. Codes do; the edge of a box changes
// at few places, writing and foliage look different from line to line. What fails is
// not worth the dear looks.
func (s *Scanner) gate(f Frame, r *region) bool {
	const shift = 8 // samples, by which bars may lean
	least, fewest := float32(0.5), float32(40)
	if len(s.found) > 0 { // what is left is mostly the writing beside the codes
		least, fewest = 0.65, 120
	}
	high := r.v1 - r.v0
	apart := min(10, high/6)
	if high < lowStripe {
		apart = max(3, high/2)
	}
	m := &s.walker
	n := min(max(int(high/40), 3), 9)
	for i := range n {
		v := r.v0 + high*(float64(1+i*(n+1)/2%n)+0.5)/float64(n+1)
		m.crossProfile = r.line(v, 1).profile(f, m.crossProfile, 0)
		if changes(m.crossProfile) < fewest/3 { // of half as many samples, and one line is rougher
			continue
		}
		m.profile = r.line(v-apart/2, 0.5).profile(f, m.profile, 1)
		m.crossProfile = r.line(v+apart/2, 0.5).profile(f, m.crossProfile, 1)
		if like, places := likeness(m.profile, m.crossProfile, shift); like > least && places > fewest {
			return true
		}
	}
	return false
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
// by up to so many samples, and how many samples contribute to it: few strong edges
// are few, however much noise lies between them. Slopes, because light that falls
// off must not count.
func likeness(a, b []float32, shift int) (best, places float32) {
	n := min(len(a), len(b))
	best = -1
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
		if c := ab / float32(math.Sqrt(float64(aa)*float64(bb))); c > best {
			best, places = c, 2*ab*ab/square
		}
	}
	return best, places
}
