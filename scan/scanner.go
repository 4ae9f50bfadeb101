package scan

import "time"

// Scanner reads frames one after the other. It keeps its working memory, so one
// Scanner should see all frames of a camera; it is not for concurrent use.
type Scanner struct {
	budget time.Duration
	sharp  tier // a few lines as they are
	steady tier // many lines, averaged and sharpened
	rows   rows
	square square
	votes  votes
	marks  int // corner marks of QR codes that lines met in this frame
	turn   int // frames seen
	walker walker
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
	return &Scanner{
		budget: o.Budget, sharp: sharpTier(), steady: steadyTier(),
		rows: newRows(wanted), square: newSquare(wanted),
	}
}

// Scan returns the codes that the frame shows, each text once, and nothing for a
// frame without codes or with sizes that its pixels do not bear out. It never
// panics.
func (s *Scanner) Scan(f Frame) (found []Symbol) {
	defer func() {
		_ = recover() // what was found before stands
		s.square.plane.release()
	}()
	if !f.valid() {
		return nil
	}
	c := startClock(s.budget)
	s.votes.reset()
	s.marks, s.turn = 0, s.turn+1
	found = s.quick(f, c)
	for _, step := range s.plan(len(found) > 0) {
		if c.late() {
			break
		}
		found = merge(found, step(f, c))
		if len(found) > 0 {
			break
		}
	}
	return found
}

// step is one way to look at a frame.
type step func(Frame, clock) []Symbol

// plan lists what is worth doing after the quick lines, the likeliest first; the
// first that finds something ends the frame. A frame with linear codes is looked
// at for square ones only where lines met their corner marks.
func (s *Scanner) plan(read bool) []step {
	marked := s.marks >= enoughMarks
	switch {
	case read && !marked:
		return nil
	case read:
		return []step{s.squares}
	case marked, s.budget > 0 && s.turn%2 == 0:
		return []step{s.squares, s.thorough}
	}
	return []step{s.thorough, s.squares}
}

// quick walks the sharp lines.
func (s *Scanner) quick(f Frame, c clock) []Symbol {
	if len(s.rows.finders) == 0 && !s.square.wanted[QRCode] {
		return nil
	}
	for i := range s.sharp.ways {
		s.walk(f, s.sharp, i, c)
	}
	return s.votes.symbols(nil)
}

// thorough walks the steady lines, direction by direction, until one finds
// something.
func (s *Scanner) thorough(f Frame, c clock) []Symbol {
	if len(s.rows.finders) == 0 {
		return nil
	}
	for i := range s.steady.ways {
		s.walk(f, s.steady, i, c)
		if found := s.votes.symbols(nil); len(found) > 0 || c.late() {
			return found
		}
	}
	return nil
}

// squares reads the plane.
func (s *Scanner) squares(f Frame, c clock) []Symbol { return s.square.scan(f, c) }

// merge adds the symbols that are not listed yet.
func merge(to, more []Symbol) []Symbol {
	for _, m := range more {
		if !listed(to, m.Format, m.Text) {
			to = append(to, m)
		}
	}
	return to
}
