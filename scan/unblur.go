package scan

import "math"

// Blur that makes neighbouring bars run into one another is undone by
// deconvolution: bars are black or white, so the light is brought between nought
// and one, and what blurred gives the profile is sought between those bounds, step
// by step (P. H. Van Cittert, 1931, constrained as by P. A. Jansson, 1970).

// blurs are the widths of blur that are tried, in pixels of standard deviation.
func blurs() []float32 { return []float32{1.3, 1.8, 2.5, 3.3} }

// unblurSteps of the iteration: beyond, noise grows faster than bars.
const unblurSteps = 16

// readUnblurred reads a profile under each of the blurs, of which one is right.
func (s *Scanner) readUnblurred(f Frame, l line, way int) bool {
	const shortest, rel = 60, 0.3
	if l.n < shortest {
		return false
	}
	s.unblur.light(s.walker.profile)
	for _, sigma := range s.blurs {
		b := findEdges(s.unblur.sharpest(sigma/float32(l.step)), rel, s.walker.edge)
		s.walker.edge = b.edge
		if len(b.edge) >= minRuns && s.readBars(f, b, l, way, s.rows.long) {
			return true
		}
	}
	return false
}

// unblur is the memory of the deconvolution.
type unblur struct {
	level, guess, blurred, tmp []float32
	white, black               []float32
}

// light brings a profile between nought and one: the darkest and the lightest
// within a seventh of its length are taken for black and white.
func (u *unblur) light(p []float32) {
	const least = 8 // grey values; less is not black and white
	n := len(p)
	u.level, u.tmp = resize(u.level, n), resize(u.tmp, n)
	u.white, u.black = resize(u.white, n), resize(u.black, n)
	reach := max(n/14, 1)
	for i := 0; i < n; i += 4 {
		lo, hi := p[i], p[i]
		for _, v := range p[max(0, i-reach):min(n, i+reach)] {
			lo, hi = min(lo, v), max(hi, v)
		}
		for k := i; k < min(n, i+4); k++ {
			u.black[k], u.white[k] = lo, hi
		}
	}
	boxBlur(u.tmp, u.white, reach/2)
	copy(u.white, u.tmp)
	boxBlur(u.tmp, u.black, reach/2)
	for i, v := range p {
		u.level[i] = (v - u.tmp[i]) / max(u.white[i]-u.tmp[i], least)
	}
}

// sharpest undoes a blur of sigma steps and returns grey values of 0 to 255.
func (u *unblur) sharpest(sigma float32) []float32 {
	const gain = 1.6
	n := len(u.level)
	u.guess, u.blurred = resize(u.guess, n), resize(u.blurred, n)
	copy(u.guess, u.level)
	// Three means of 2r+1 blur like a Gaussian of variance ((2r+1)^2-1)/4.
	r := max(int((math.Sqrt(float64(sigma*sigma)*4+1)-1)/2+0.5), 1)
	for range unblurSteps {
		boxBlur(u.blurred, u.guess, r)
		boxBlur(u.tmp, u.blurred, r)
		boxBlur(u.blurred, u.tmp, r)
		for i, v := range u.guess {
			u.guess[i] = min(max(v+gain*(u.level[i]-u.blurred[i]), 0), 1)
		}
	}
	for i := range u.guess {
		u.guess[i] *= 255
	}
	return u.guess
}
