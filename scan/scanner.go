package scan

import (
	"math"
	"time"
)

// Scanner reads frames one after the other. It keeps its working memory, so one
// Scanner should see all frames of a camera; it is not for concurrent use.
type Scanner struct {
	budget time.Duration
	rows   rows
	square square
	plane  plane
	votes  votes
	marks  int           // cuts through a QR code's corner marks met in this frame
	turn   int           // frames seen
	pixel  time.Duration // what a thousand pixels of a plane took lately

	profile, sharp, tmp, edge, pos []float32
	cross, crossEdge, crossPos     []float32
}

// New makes a Scanner.
func New(o Options) *Scanner {
	wanted := kinds{}
	for _, f := range o.Formats {
		wanted[f] = true
	}
	if len(o.Formats) == 0 {
		for _, f := range Formats() {
			wanted[f] = true
		}
	}
	return &Scanner{budget: o.Budget, rows: newRows(wanted), square: newSquare(wanted), pixel: firstGuess}
}

// Scan returns the codes that the frame shows, each text once, and nothing for a
// frame without codes or with sizes that its pixels do not bear out. It never
// panics.
func (s *Scanner) Scan(f Frame) (found []Symbol) {
	defer func() {
		if recover() != nil {
			found = nil
		}
		s.plane.release()
	}()
	if !f.valid() {
		return nil
	}
	late := s.clock()
	s.votes.reset()
	s.marks, s.turn = 0, s.turn+1
	s.quick(f, late)
	found = s.votes.symbols(nil)
	for _, step := range s.plan(len(found) > 0) {
		if late() {
			break
		}
		found = merge(found, step(f, late))
		if len(found) > 0 {
			break
		}
	}
	return found
}

// plan lists what is worth doing after the quick lines, the likeliest first; the
// first that finds something ends the frame.
func (s *Scanner) plan(read bool) []func(Frame, func() bool) []Symbol {
	switch {
	case read && s.marks < enoughMarks:
		return nil
	case read:
		return []func(Frame, func() bool) []Symbol{s.squares}
	case s.marks >= enoughMarks, s.budget > 0 && s.turn%2 == 0:
		return []func(Frame, func() bool) []Symbol{s.squares, s.thorough}
	}
	return []func(Frame, func() bool) []Symbol{s.thorough, s.squares}
}

// enoughMarks is how many cuts through a QR code's corner marks make it worth
// looking at the plane although linear codes were read.
const enoughMarks = 2

// merge adds the symbols that are not listed yet.
func merge(to, more []Symbol) []Symbol {
	for _, m := range more {
		if !listed(to, m.Format, m.Text) {
			to = append(to, m)
		}
	}
	return to
}

// clock returns a function that tells whether the frame's time is up.
func (s *Scanner) clock() func() bool {
	if s.budget <= 0 {
		return func() bool { return false }
	}
	end := time.Now().Add(s.budget)
	return func() bool { return time.Now().After(end) }
}

// firstGuess is what a thousand pixels of a plane take on a slow phone.
const firstGuess = 12 * time.Microsecond

// way is a direction to walk in and how many lines to walk.
type way struct {
	angle float64 // degrees, clockwise from left to right
	lines int
}

// The directions of both tiers.
var (
	quickWays    = []way{{0, 11}, {90, 7}}
	thoroughWays = []way{{0, 25}, {90, 25}, {45, 13}, {135, 13}, {22.5, 13}, {67.5, 13}, {112.5, 13}, {157.5, 13}}
)

// look is a way of turning a profile into edges.
type look struct {
	rel    float32 // how far a turn must stand out, of the contrast
	amount float32 // of sharpening
	radius float32 // of sharpening, in modules
}

var (
	plain = []look{{rel: 0.22}}
	looks = []look{{rel: 0.22}, {rel: 0.18, amount: 2.5, radius: 1}, {rel: 0.16, amount: 6, radius: 1.3}}
)

// quick walks a few sharp lines across and down.
func (s *Scanner) quick(f Frame, late func() bool) {
	for i, w := range quickWays {
		s.walk(f, i, w, 0, plain, late)
	}
}

// thorough walks many lines, averaged with their neighbours and sharpened.
func (s *Scanner) thorough(f Frame, late func() bool) []Symbol {
	if len(s.rows.kinds) == 0 {
		return nil
	}
	for i, w := range thoroughWays {
		s.walk(f, i, w, 1, looks, late)
		if s.votes.any() {
			break
		}
	}
	return s.votes.symbols(nil)
}

// walk reads lines of one direction from the middle of the frame outwards. Where
// a line reads something new it asks the lines beside it at once.
func (s *Scanner) walk(f Frame, wayIndex int, w way, side int, ls []look, late func() bool) {
	sin, cos := math.Sincos(w.angle * math.Pi / 180)
	if math.Abs(sin) < 1e-9 {
		sin = 0
	}
	if math.Abs(cos) < 1e-9 {
		cos = 0
	}
	depth := math.Abs(sin)*float64(f.Width) + math.Abs(cos)*float64(f.Height)
	step := depth / float64(w.lines+1)
	beside := min(max(depth/96, 2), 6)
	for i := range w.lines {
		off := float64((i+1)/2) * step
		if i%2 == 1 {
			off = -off
		}
		if !s.readLine(f, wayIndex, chord(f, cos, sin, off), side, ls) {
			if late() {
				return
			}
			continue
		}
		for k := 1; k <= 3 && s.votes.open(); k++ {
			s.readLine(f, wayIndex, chord(f, cos, sin, off+float64(k)*beside), side, ls)
			s.readLine(f, wayIndex, chord(f, cos, sin, off-float64(k)*beside), side, ls)
			if late() {
				return
			}
		}
	}
}

// readLine reads one line and reports whether it saw a code.
func (s *Scanner) readLine(f Frame, wayIndex int, l line, side int, ls []look) bool {
	if l.n < 40 {
		return false
	}
	s.profile = l.profile(f, s.profile, side)
	module := float32(2)
	for _, k := range ls {
		p := s.profile
		if k.amount > 0 {
			s.tmp = resize(s.tmp, l.n)
			s.sharp = sharpen(p, k.amount, max(int(k.radius*module+0.5), 1), s.sharp, s.tmp)
			p = s.sharp
		}
		b := findEdges(p, k.rel, s.edge)
		s.edge = b.edge
		if len(b.edge) < 5 {
			return false
		}
		if s.readBars(f, b, wayIndex, l) {
			return true
		}
	}
	return false
}

// readBars looks for codes in the bars of a line in both directions.
func (s *Scanner) readBars(f Frame, b bars, wayIndex int, l line) bool {
	seen := false
	r := b.forward(l.n, s.pos)
	s.pos = r.pos
	if s.square.wanted[QRCode] {
		r.marks(func(middle, module float32) {
			if s.marks < enoughMarks && s.isMark(f, l, middle, module) {
				s.marks++
			}
		})
	}
	for _, back := range []bool{false, true} {
		if back {
			r.backward(l.n)
		}
		r.find(s.rows.kinds, func(c candidate) bool {
			format, text, ok := s.rows.decode(r, c)
			if ok {
				seen = true
				s.votes.add(sightingOf(r, c, l, back, wayIndex, format, text))
			}
			return ok
		})
	}
	return seen
}

// sightingOf says where in the frame a candidate was read.
func sightingOf(r runs, c candidate, l line, back bool, wayIndex int, format Format, text string) sighting {
	from, to := float64(r.pos[c.from]), float64(r.pos[c.from+c.n])
	if back {
		from, to = float64(l.n)-from, float64(l.n)-to
	}
	return sighting{
		format: format, text: text, way: wayIndex, across: l.across(),
		lo: min(from, to), hi: max(from, to), a: l.at(from), b: l.at(to),
	}
}

// isMark walks across the line through the middle of what may be a corner mark:
// a real one looks the same from every side, bars do not.
func (s *Scanner) isMark(f Frame, l line, middle, module float32) bool {
	half := float64(6 * module)
	m := l.at(float64(middle))
	across := line{x: m.X + half*l.dy, y: m.Y - half*l.dx, dx: -l.dy, dy: l.dx, n: int(2 * half)}
	if across.n < 7 || across.n > 4096 || !f.holds(across.at(0)) || !f.holds(across.at(float64(across.n))) {
		return false
	}
	s.cross = across.profile(f, s.cross, 0)
	b := findEdges(s.cross, 0.3, s.crossEdge)
	s.crossEdge = b.edge
	r := b.forward(across.n, s.crossPos)
	s.crossPos = r.pos
	yes := false
	r.marks(func(at, u float32) {
		yes = yes || at > 4.5*module && at < 7.5*module && u > 0.6*module && u < 1.6*module
	})
	return yes
}

// squares reads the plane, shrunk so far that the cap is likely to be kept; a
// large frame without a cap is tried at half its size as well, which takes the
// noise out.
func (s *Scanner) squares(f Frame, late func() bool) []Symbol {
	if !s.square.wanted[QRCode] && !s.square.wanted[DataMatrix] {
		return nil
	}
	factor := 1
	if s.budget > 0 {
		for factor < 4 && s.cost(f, factor) > s.budget {
			factor++
		}
	}
	for ; ; factor++ {
		if f.Width/factor < 24 || f.Height/factor < 24 {
			return nil
		}
		begin := time.Now()
		s.plane.load(f, factor)
		found := s.square.read(&s.plane, late)
		s.learn(f, factor, time.Since(begin))
		if len(found) > 0 || late() || factor > 1 || f.Width*f.Height < 640*480 {
			return found
		}
	}
}

// cost estimates what reading the plane of a frame takes.
func (s *Scanner) cost(f Frame, factor int) time.Duration {
	return s.pixel * time.Duration(f.Width/factor*(f.Height/factor)) / 1000
}

// learn brings the estimate closer to what it took.
func (s *Scanner) learn(f Frame, factor int, took time.Duration) {
	if thousands := f.Width / factor * (f.Height / factor) / 1000; thousands > 0 {
		s.pixel += (took/time.Duration(thousands) - s.pixel) / 4
	}
}
