package scan

import (
	"math"
	"slices"
)

// tier is a set of lines and how each is looked at.
type tier struct {
	ways  []way
	side  int // lines on either side that are averaged with each
	looks []look
}

// way is a direction to walk in and how many lines to walk.
type way struct {
	angle float64 // degrees, clockwise from left to right
	lines int
}

// look is a manner of turning a profile into edges.
type look struct {
	rel    float32 // how far a turn must stand out, of the contrast
	amount float32 // of sharpening
	radius float32 // of sharpening, in modules
}

// sharpTier reads most pictures in a fraction of a millisecond. Its directions
// are the first ones of steadyTier, so that their votes count together.
func sharpTier() tier {
	return tier{ways: []way{{0, 11}, {90, 7}}, looks: []look{{rel: 0.22}}}
}

// steadyTier takes milliseconds. Between its directions no code is further off
// than 11 degrees, which the lines bear where a code is at least a fifth as high
// as it is wide.
func steadyTier() tier {
	return tier{
		ways: []way{
			{0, 25}, {90, 25}, {45, 13}, {135, 13},
			{22.5, 13}, {67.5, 13}, {112.5, 13}, {157.5, 13},
		},
		side: 1,
		looks: []look{
			{rel: 0.22},
			{rel: 0.18, amount: 2.5, radius: 1},
			{rel: 0.16, amount: 6, radius: 1.3},
		},
	}
}

// walker is the memory that lines are read in.
type walker struct {
	profile, sharp, blur, edge, pos, widths []float32
	crossProfile, crossEdge, crossPos       []float32
}

// walk reads the lines of a tier's direction from the middle of the frame
// outwards. Where a line reads a code it asks the lines beside it at once.
func (s *Scanner) walk(f Frame, t tier, wayIndex int, c clock) {
	w := t.ways[wayIndex]
	dx, dy := direction(w.angle)
	depth := math.Abs(dy)*float64(f.Width) + math.Abs(dx)*float64(f.Height)
	apart := depth / float64(w.lines+1)
	beside := min(max(depth/96, 2), 6)
	read := func(off float64) bool {
		return s.readLine(f, chord(f, dx, dy, off), t, wayIndex)
	}
	for i := 0; i < w.lines && !c.late(); i++ {
		off := float64((i+1)/2) * apart
		if i%2 == 1 {
			off = -off
		}
		if !read(off) {
			continue
		}
		for k := 1.0; k <= 3 && s.votes.open() && !c.late(); k++ {
			read(off + k*beside)
			read(off - k*beside)
		}
	}
}

// direction is the step of length one at an angle, exact along the axes.
func direction(degrees float64) (dx, dy float64) {
	switch degrees {
	case 0:
		return 1, 0
	case 90:
		return 0, 1
	}
	dy, dx = math.Sincos(degrees * math.Pi / 180)
	return dx, dy
}

// readLine looks at one line in the tier's manners until one reads a code, and
// reports whether one did.
func (s *Scanner) readLine(f Frame, l line, t tier, wayIndex int) bool {
	const shortest = 40 // pixels; UPC-E has 51 modules
	if l.n < shortest {
		return false
	}
	m := &s.walker
	m.profile = l.profile(f, m.profile, t.side)
	module := float32(2)
	for _, k := range t.looks {
		p := m.profile
		if k.amount > 0 {
			m.blur = resize(m.blur, l.n)
			m.sharp = sharpen(p, k.amount, max(int(k.radius*module+0.5), 1), m.sharp, m.blur)
			p = m.sharp
		}
		b := findEdges(p, k.rel, m.edge)
		m.edge = b.edge
		if len(b.edge) < 5 {
			return false
		}
		if k.amount == 0 && len(t.looks) > 1 {
			module = m.module(b)
		}
		if s.readBars(f, b, l, wayIndex) {
			return true
		}
	}
	return false
}

// module guesses the module of the code on a line, from the narrow fifth of its
// bars and spaces.
func (m *walker) module(b bars) float32 {
	m.widths = m.widths[:0]
	for i := 1; i < len(b.edge); i++ {
		m.widths = append(m.widths, b.edge[i]-b.edge[i-1])
	}
	slices.Sort(m.widths)
	return m.widths[len(m.widths)/5]
}

// readBars looks for codes in the bars of a line in both directions, and for
// corner marks of QR codes on the way.
func (s *Scanner) readBars(f Frame, b bars, l line, wayIndex int) bool {
	const most = 24 // candidates of a line that are decoded; no honest line has more
	seen, tried := false, 0
	r := b.forward(l.n, s.walker.pos)
	s.walker.pos = r.pos
	s.countMarks(f, r, l)
	for _, back := range [...]bool{false, true} {
		if back {
			r.backward(l.n)
		}
		r.find(s.rows.finders, func(c candidate) bool {
			if tried++; tried > most {
				return false
			}
			format, text, ok := s.rows.decode(r, c)
			if ok {
				seen = true
				from, to := l.ends(r, c, back)
				s.votes.add(sighting{
					format: format, text: text, way: wayIndex, across: l.across(),
					lo: min(from, to), hi: max(from, to), a: l.at(from), b: l.at(to),
				})
			}
			return ok
		})
	}
	return seen
}

// ends says where along the line a candidate starts and ends, as it is read.
func (l line) ends(r runs, c candidate, back bool) (from, to float64) {
	from, to = float64(r.pos[c.from]), float64(r.pos[c.from+c.n])
	if back {
		from, to = float64(l.n)-from, float64(l.n)-to
	}
	return from, to
}
