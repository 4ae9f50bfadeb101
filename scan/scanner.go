package scan

import (
	"math"
	"slices"
	"time"
)

// Scanner reads frames one after the other. It keeps its working memory, so one
// Scanner should see all frames of a camera; it is not for concurrent use.
type Scanner struct {
	budget time.Duration
	rows   *rows
	square square
	turn   int // frames seen

	ways   []way
	passes []pass
	blurs  []float32
	looks  struct{ plain []look }

	// Of the frame at hand.
	votes    votes
	found    []Symbol
	least    float64 // steps that a code must take up if it is not sure
	marks    int     // corner marks of QR codes that lines met
	cells    cells
	regions  regions
	clusters clusters
	places   []cluster // that may hold a square code
	half     halfFrame
	unblur   unblur
	walker   walker
}

// New makes a Scanner.
func New(o Options) *Scanner {
	formats := o.Formats
	if len(formats) == 0 {
		formats = Formats()
	}
	wanted := kinds{}
	for _, f := range formats {
		wanted[f] = true
	}
	s := &Scanner{
		budget: o.Budget, rows: newRows(wanted), square: newSquare(wanted),
		ways: quickWays(), passes: passes(), blurs: blurs(),
	}
	s.looks.plain = plainLook()
	return s
}

// Scan returns the codes that the frame shows, each text once, and nothing for a
// frame without codes or with sizes that its pixels do not bear out. It never
// panics.
func (s *Scanner) Scan(f Frame) (found []Symbol) {
	s.found = nil
	defer func() {
		_ = recover() // what was found before stands
		found = s.found
		s.found = nil
		s.square.plane.release()
	}()
	if !f.valid() {
		return nil
	}
	c := startClock(s.budget)
	s.votes.reset()
	s.marks, s.turn = 0, s.turn+1
	s.scan(f, c)
	return s.found
}

// scan takes the steps one after the other, each as long as there is time.
func (s *Scanner) scan(f Frame, c clock) {
	linear := len(s.rows.finders) > 0
	if linear || s.square.wanted[QRCode] {
		for i, w := range s.ways {
			s.walk(f, w, i, c)
		}
		s.settle(f)
	}
	if c.late() {
		return
	}
	s.cells.load(f, len(s.found) > 0)
	for i := range s.found {
		s.cells.clearInside(grown(s.found[i].Corners, float64(s.cells.size)), 1)
	}
	s.places = s.places[:0]
	if s.square.wanted[QRCode] || s.square.wanted[DataMatrix] {
		s.places = s.clusters.find(&s.cells) // before the half resolution takes over the cells
	}
	// With a cap, every other frame begins with the square codes, so that a camera's
	// frames together get everything.
	first := s.budget > 0 && s.turn%2 == 0
	if first {
		s.readSquares(f, c)
	}
	if linear && !c.late() {
		s.readRegions(f, c)
	}
	if !first && !c.late() {
		s.readSquares(f, c)
	}
}

// readRegions looks for regions of bars beside what was read, and reads them, the
// cheapest pass on all of them first; where nothing was read, at half resolution
// as well, which shows bars through noise.
func (s *Scanner) readRegions(f Frame, c clock) {
	all := s.regions.find(&s.cells, 1)
	for i := range all {
		all[i].striped = true
	}
	s.readAll(f, all, c)
	if len(s.found) > 0 || c.late() || f.Width < 640 || f.Height < 480 {
		return
	}
	s.half.load(f)
	s.cells.load(s.half.frame, false)
	more := s.half.regions.find(&s.cells, 2)
	for i := range more {
		more[i].striped = !known(all, &more[i])
	}
	s.readAll(f, more, c)
}

// Pictures with so few pixels are looked at as a whole, at little cost: any, and
// such as have a place that looks like a square code.
const (
	smallPicture  = 400 * 400
	likelyPicture = 640 * 480
)

// readSquares reads square codes where they may be, and in the whole plane where
// that found none: in small pictures, and where lines met corner marks.
func (s *Scanner) readSquares(f Frame, c clock) {
	if !s.square.wanted[QRCode] && !s.square.wanted[DataMatrix] {
		return
	}
	places := slices.DeleteFunc(s.places, func(k cluster) bool { return !s.crossed(f, k) })
	found := s.square.scanClusters(f, places, len(s.found) == 0, c)
	least := smallPicture
	if len(places) > 0 {
		least = likelyPicture
	}
	likely := s.marks >= enoughMarks || len(s.found) == 0 && f.Height <= least/f.Width
	if len(found) == 0 && likely && !c.late() {
		found = s.square.scan(f, c)
	}
	s.found = merge(s.found, found)
}

// readAll reads regions pass by pass; the first one begins with the gate.
func (s *Scanner) readAll(f Frame, all []region, c clock) {
	cell := float64(s.cells.size)
	for k := range s.passes {
		if s.passes[k].unblur && len(s.found) > 0 {
			return // beside a code that was easy, what is hard is mostly no code
		}
		tried := 0
		for i := range all {
			if c.late() || s.passes[k].most > 0 && tried >= s.passes[k].most {
				break
			}
			if !all[i].striped || !s.passes[k].worth(&all[i], cell) {
				continue
			}
			if k == 0 { // the strongest is read before the next is judged
				if all[i].striped = s.gate(f, &all[i]); !all[i].striped {
					continue
				}
			}
			tried++
			way := len(s.ways) + i
			if all[i].half {
				way += mostRegions
			}
			s.readRegion(f, &all[i], way, &s.passes[k], c)
		}
	}
}

// known reports whether a region was found at full resolution too.
func known(all []region, r *region) bool {
	for i := range all {
		a := &all[i]
		long, other := r.u1-r.u0, a.u1-a.u0
		near := math.Hypot(a.middle.X-r.middle.X, a.middle.Y-r.middle.Y) < 24
		if near && math.Abs(other-long) < 0.15*long+16 {
			return true
		}
	}
	return false
}

// settle takes over the codes that enough lines agree on.
func (s *Scanner) settle(f Frame) {
	for i := range s.votes.all {
		t := &s.votes.all[i]
		if t.done || !s.votes.settled(i) {
			continue
		}
		t.done = true
		if listed(s.found, t.format, t.text) {
			continue
		}
		q := s.outline(f, t.a, t.b)
		if !s.disputed(q) {
			s.found = append(s.found, Symbol{Format: t.format, Text: t.text, Corners: q})
		}
	}
}

// disputed reports whether something else was read at the same place before.
func (s *Scanner) disputed(q [4]Point) bool {
	for i := range s.found {
		if overlap(s.found[i].Corners, q) {
			return true
		}
	}
	return false
}

// merge adds the symbols that are not listed yet.
func merge(to, more []Symbol) []Symbol {
	for _, m := range more {
		if !listed(to, m.Format, m.Text) {
			to = append(to, m)
		}
	}
	return to
}
