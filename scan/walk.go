package scan

import (
	"math"
	"slices"
)

// look is a manner of turning a profile into edges.
type look struct {
	rel    float32 // how far a turn must stand out, of the contrast
	amount float32 // of sharpening
	radius float32 // of sharpening, in modules
}

// way is a direction to walk in and how many lines to walk.
type way struct {
	dx, dy float64
	lines  int
}

// quickWays are the lines that read most pictures in a fraction of a millisecond:
// a few rows and a few columns, as they are.
func quickWays() []way { return []way{{1, 0, 11}, {0, 1, 7}} }

// plainLook takes a profile as it is.
func plainLook() []look { return []look{{rel: 0.22}} }

// sure reports whether a format is hard to mistake: a piece of another code, or
// noise, may look like one that is not.
func (f Format) sure() bool { return f != EAN8 && f != UPCE && f != ITF }

// alone reports whether a code stands by itself: it takes up most of its region,
// and on both sides of it the profile, as the camera saw it, hardly changes for some
// modules. Bars that a look took for noise show here. Only the border of the frame
// may hide the clear space, not the end of a region's line.
func (s *Scanner) alone(from, to, module float64) bool {
	const modules, most = 5, 0.3
	p := s.walker.profile
	from, to = min(from, to), max(from, to)
	if to-from < s.least || from < 0 || int(to) >= len(p) {
		return false
	}
	if s.least > 0 && (from < modules*module || to+modules*module > float64(len(p))) {
		return false
	}
	code := p[int(from) : int(to)+1]
	limit := most * (slices.Max(code) - slices.Min(code))
	for _, at := range [...]float64{from - (modules+1)*module, to + module} {
		beside := p[min(max(0, int(at)), len(p)):max(0, min(len(p), int(at+modules*module)))]
		if len(beside) > 0 && slices.Max(beside)-slices.Min(beside) > limit {
			return false
		}
	}
	return true
}

// walker is the memory that lines are read in.
type walker struct {
	profile, sharp, blur, edge, pos, widths []float32
	crossProfile, crossEdge, crossPos       []float32
}

// walk reads the lines of a quick direction from the middle of the frame
// outwards, until a code is settled: what else there is the regions find. Where a line
// reads a code it asks the lines beside it at once.
func (s *Scanner) walk(f Frame, w way, index int, c clock) {
	depth := math.Abs(w.dy)*float64(f.Width) + math.Abs(w.dx)*float64(f.Height)
	apart := depth / float64(w.lines+1)
	beside := min(max(depth/96, 2), 6)
	read := func(off float64) bool {
		l := chord(f, w.dx, w.dy, off)
		s.walker.profile = l.profile(f, s.walker.profile, 0)
		return s.readProfile(f, l, s.looks.plain, index)
	}
	for i := 0; i < w.lines && !c.late() && !s.votes.done(); i++ {
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

// readProfile looks at the profile of a line, which lies in the walker, in
// several manners until one reads a code, and reports whether one did.
func (s *Scanner) readProfile(f Frame, l line, looks []look, way int) bool {
	const shortest = 40 // steps; UPC-E has 51 modules
	if l.n < shortest {
		return false
	}
	m := &s.walker
	module := float32(0)
	for _, k := range looks {
		p := m.profile
		if k.amount > 0 {
			if module == 0 {
				module = s.guessModule()
			}
			m.blur = resize(m.blur, l.n)
			m.sharp = sharpen(p, k.amount, max(int(k.radius*module+0.5), 1), m.sharp, m.blur)
			p = m.sharp
		}
		b := findEdges(p, k.rel, m.edge)
		m.edge = b.edge
		if len(b.edge) >= minRuns && s.readBars(f, b, l, way, s.rows.finders) {
			return true
		}
	}
	return false
}

// guessModule guesses the module of the code in the profile, in steps, from the
// narrow fifth of its bars and spaces.
func (s *Scanner) guessModule() float32 {
	const unknown = 4
	m := &s.walker
	b := findEdges(m.profile, 0.22, m.edge)
	m.edge = b.edge
	if len(b.edge) < 12 {
		return unknown
	}
	m.widths = m.widths[:0]
	for i := 1; i < len(b.edge); i++ {
		m.widths = append(m.widths, b.edge[i]-b.edge[i-1])
	}
	slices.Sort(m.widths)
	return m.widths[len(m.widths)/5]
}

// readBars looks for codes of some kinds in the bars of a line in both directions, and for
// corner marks of QR codes on the way.
func (s *Scanner) readBars(f Frame, b bars, l line, wayIndex int, kinds []finder) bool {
	const most = 24 // candidates of a line that are decoded; no honest line has more
	seen, tried := false, 0
	r := b.forward(l.n, s.walker.pos)
	s.walker.pos = r.pos
	s.countMarks(f, r, l)
	for _, back := range [...]bool{false, true} {
		if back {
			r.backward(l.n)
		}
		r.find(kinds, func(c candidate) bool {
			if tried++; tried > most {
				return false
			}
			format, text, ok := s.rows.decode(r, c)
			from, to := l.ends(r, c, back)
			if ok && !c.kind.sure() && !s.alone(from, to, float64(c.module)) {
				return false
			}
			if ok {
				seen = true
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
