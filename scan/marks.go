package scan

// enoughMarks is how many of its corner marks must be met before a frame counts
// as showing a QR code.
const enoughMarks = 2

// marks calls found with the middle and the module of each stretch that looks
// like a cut through the corner mark of a QR code: dark, light, dark, light,
// dark as 1:1:3:1:1 (ISO/IEC 18004, 6.3.3).
func (r runs) marks(found func(middle, module float32)) {
	for i := 1; i+5 < r.count(); i += 2 {
		u := r.span(i, 5) / 7
		if c := r.width(i + 2); c < 2.2*u || c > 3.8*u {
			continue
		}
		if r.within(i, 2, 0.5*u, 1.6*u) && r.within(i+3, 2, 0.5*u, 1.6*u) {
			found(r.pos[i]+3.5*u, u)
		}
	}
}

// countMarks counts the corner marks that a line meets, as far as they matter.
func (s *Scanner) countMarks(f Frame, r runs, l line) {
	if !s.square.wanted[QRCode] || s.marks >= enoughMarks {
		return
	}
	r.marks(func(middle, module float32) {
		if s.marks < enoughMarks && s.walker.isMark(f, l, middle, module) {
			s.marks++
		}
	})
}

// isMark walks across the line through the middle of what may be a corner mark:
// a real one looks the same from every side, bars do not.
func (m *walker) isMark(f Frame, l line, middle, module float32) bool {
	const reach = 6 // modules either way; the mark itself takes three and a half
	half := reach * float64(module)
	p := l.at(float64(middle))
	across := line{x: p.X + half*l.dy, y: p.Y - half*l.dx, dx: -l.dy, dy: l.dx, n: int(2 * half)}
	if across.n < 7 || !f.holds(across.at(0)) || !f.holds(across.at(float64(across.n))) {
		return false
	}
	m.crossProfile = across.profile(f, m.crossProfile, 0)
	b := findEdges(m.crossProfile, 0.3, m.crossEdge)
	r := b.forward(across.n, m.crossPos)
	m.crossEdge, m.crossPos = b.edge, r.pos
	is := false
	r.marks(func(at, u float32) {
		central := at > (reach-1.5)*module && at < (reach+1.5)*module
		is = is || central && u > 0.6*module && u < 1.6*module
	})
	return is
}
