package scan

// pass is how hard a region is looked at.
type pass struct {
	step   float64 // pixels
	lines  int     // at most
	most   int     // striped regions, the strongest first; 0 as all
	spread float64 // lines averaged, of those there are room for
	looks  []look
	dear   bool // only where it is worth it
	unblur bool // by deconvolution instead of the looks
}

// passes are tried one after the other on all regions: what is cheap, finer lines
// sharpened in several manners, and at last deconvolution.
func passes() []pass {
	return []pass{
		{step: 1, lines: 7, spread: 0.5, looks: []look{{rel: 0.22}, {rel: 0.18, amount: 2.5, radius: 1}}},
		{step: 0.5, lines: 9, spread: 1, dear: true, looks: []look{
			{rel: 0.22}, {rel: 0.18, amount: 2.5, radius: 1},
			{rel: 0.16, amount: 6, radius: 1.3}, {rel: 0.10, amount: 2.5, radius: 1}, {rel: 0.14, amount: 12, radius: 1.6},
		}},
		{step: 1, lines: 4, most: 3, spread: 0.8, dear: true, unblur: true},
	}
}

// lowStripe is a height in pixels below which deconvolution does not help.
const lowStripe = 24

// worth reports whether a region deserves a pass that is dear: the shortest codes
// take up five cells across their bars and change at more places than a box's edges
// do, and none is a strip like a line of writing.
func (p *pass) worth(r *region, cell float64) bool {
	const fewest, longest = 8, 9
	if !p.dear {
		return true
	}
	long, high := r.u1-r.u0, r.v1-r.v0
	return r.cells >= fewest && r.places >= 5*cell && long >= 5*cell && long < longest*(high+cell) && (!p.unblur || high >= lowStripe)
}

// readRegion reads lines across the region's bars, from the middle outwards,
// leaving out what was read already.
func (s *Scanner) readRegion(f Frame, r *region, way int, p *pass, c clock) {
	high := r.v1 - r.v0
	n := min(p.lines, int(high/2)+3)
	side := min(max(int(p.spread*high/float64(n)/2), 1), 8)
	for i := 0; i < n && !c.late(); i++ {
		off := float64((i+1)/2) * high / float64(n)
		if i%2 == 1 {
			off = -off
		}
		v := (r.v0+r.v1)/2 + off
		if s.covered(r, v) || !s.readStripe(f, r, v, side, way, p) {
			continue
		}
		near := max(2, min(6, high/12))
		for k := 1.0; k <= 3 && s.votes.open() && !c.late(); k++ {
			s.readStripe(f, r, v+k*near, side, way, p)
			s.readStripe(f, r, v-k*near, side, way, p)
		}
		s.settle(f)
	}
}

// readStripe reads one line of a region.
func (s *Scanner) readStripe(f Frame, r *region, v float64, side, way int, p *pass) bool {
	const short = 400 // pixels, of a region that can be walked in half steps at little cost
	step := p.step
	if p.unblur && r.u1-r.u0 < short {
		step /= 2
	}
	l := r.line(v, step)
	s.least = 0.6 * (r.u1 - r.u0) / step
	defer func() { s.least = 0 }()
	s.walker.profile = l.profile(f, s.walker.profile, side)
	if p.unblur {
		return s.readUnblurred(f, l, way)
	}
	return s.readProfile(f, l, p.looks, way)
}

// covered reports whether what was read already leaves no room for a code on the
// region's line v: five cells, which the shortest codes take up.
func (s *Scanner) covered(r *region, v float64) bool {
	if len(s.found) == 0 {
		return false
	}
	step := float64(s.cells.size)
	clear := 0
	for u := r.u0; u <= r.u1; u += step {
		p := Point{r.middle.X + r.ux*u - r.uy*v, r.middle.Y + r.uy*u + r.ux*v}
		clear++
		for k := range s.found {
			if inside(s.found[k].Corners, p) {
				clear = 0
				break
			}
		}
		if clear >= 5 {
			return false
		}
	}
	return true
}
