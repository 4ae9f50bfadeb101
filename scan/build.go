package scan

// candidate is a stretch of runs that has the build of a linear code.
type candidate struct {
	kind   Format  // UPC-A shows as EAN-13
	from   int     // first bar
	n      int     // bars and spaces
	module float32 // width of the narrowest element, roughly
}

// minRuns is the number of bars and spaces of the shortest code there is: Code
// 128 with one character.
const minRuns = 25

// upceRuns is the number of those of UPC-E.
const upceRuns = 33

// finder recognises one kind of linear code: measure returns the number of runs
// and the module of a code that starts with run i, or zero.
type finder struct {
	kind    Format
	measure func(r runs, i int) (n int, module float32)
}

// finders lists them all, the kind that is hardest to mistake first.
func finders() []finder {
	return []finder{
		{Code128, measure128},
		{EAN13, func(r runs, i int) (int, float32) { return measureEAN(r, i, 59, 95) }},
		{EAN8, func(r runs, i int) (int, float32) { return measureEAN(r, i, 43, 67) }},
		{UPCE, func(r runs, i int) (int, float32) { return measureEAN(r, i, upceRuns, 51) }},
		{Code39, measure39},
		{ITF, measureITF},
	}
}

// find calls try for each stretch of runs that starts like a linear code, has
// clear space before and after, and bars in the right number and proportion in
// between. After a stretch that try accepts it goes on behind it.
func (r runs) find(kinds []finder, try func(candidate) bool) {
	for i := 1; i+minRuns < r.count(); i += 2 {
		for _, k := range kinds {
			n, module := k.measure(r, i)
			if n > 0 && try(candidate{k.kind, i, n, module}) {
				i += n - 1
				break
			}
		}
	}
}

// measure128 follows Code 128 from its start character in steps of six runs, or
// eleven modules, to a stop character of seven that clear space follows. The
// width of a character may drift with the perspective, not jump.
func measure128(r runs, i int) (int, float32) {
	const most = 6 * 90
	sum := r.span(i, 6)
	u := sum / 11
	if !r.clear(i-1, 4*u) || !starts128(r, i, u) {
		return 0, 0
	}
	for c := i + 6; c+7 < r.count() && c < i+most; c += 6 {
		next := r.span(c, 6)
		if next < 0.72*sum || next > 1.38*sum {
			return 0, 0
		}
		sum = next
		if c >= i+18 && r.clear(c+7, 4.5*sum/11) && r.width(c+6) < 3.2*sum/11 {
			return c + 7 - i, u
		}
	}
	return 0, 0
}

// starts128 tells the start characters A 211412, B 211214 and C 211232 from all
// else, leaving room for blur.
func starts128(r runs, i int, u float32) bool {
	w := func(k int) float32 { return r.width(i+k) / u }
	if w(0) < 1.2 || w(0) > 2.8 || w(1) > 1.8 || w(2) > 1.8 {
		return false
	}
	a := w(3) > 3.2 && w(4) < 1.8 && w(5) > 1.2
	b := w(3) > 1.2 && w(3) < 2.9 && w(4) < 1.8 && w(5) > 3.2
	c := w(3) > 1.2 && w(3) < 2.9 && w(4) > 2.1 && w(4) < 3.8 && w(5) > 1.2 && w(5) < 2.9
	return a || b || c
}

// measureEAN checks a code of n runs and so many modules: guards of single
// modules at its ends and, in between, digits of four runs and seven modules.
// The short kinds turn up in random stripes, where every line agrees with every
// other, so they must be well proportioned and stand in more clear space.
func measureEAN(r runs, i, n int, modules float32) (int, float32) {
	if i+n >= r.count() {
		return 0, 0
	}
	u := r.span(i, n) / modules
	quiet, slack := 2.5*u, 0.35*7*u
	if n < 59 {
		quiet, slack = 4.5*u, 0.2*7*u
	}
	if !r.clear(i-1, quiet) || !r.clear(i+n, quiet) ||
		!r.within(i, 3, 0.3*u, 2.2*u) || !r.within(i+n-3, 3, 0.3*u, 2.2*u) {
		return 0, 0
	}
	digits := (n - 11) / 4 // both guards and the middle one
	half := digits / 2
	if n == upceRuns { // UPC-E has a guard of six at its end and none in the middle
		digits, half = 6, 6
	}
	for d := range digits {
		at := i + 3 + 4*d
		if d >= half && n != upceRuns {
			at += 5
		}
		if s := r.span(at, 4); s < 7*u-slack || s > 7*u+slack {
			return 0, 0
		}
	}
	return n, u
}

// measure39 follows Code 39 from asterisk to asterisk: nine runs a character,
// three of them wide, and a gap.
func measure39(r runs, i int) (int, float32) {
	const most = 10 * 80
	sum := r.span(i, 9)
	if !r.clear(i-1, 0.4*sum) || !asterisk(r, i) {
		return 0, 0
	}
	u := sum / 14
	for c := i + 10; c+9 < r.count() && c < i+most; c += 10 {
		next := r.span(c, 9)
		if next < 0.7*sum || next > 1.4*sum {
			return 0, 0
		}
		sum = next
		if r.clear(c+9, 0.4*sum) && asterisk(r, c) {
			if c == i+10 {
				return 0, 0
			}
			return c + 9 - i, u
		}
	}
	return 0, 0
}

// asterisk reports whether the second, fifth and seventh of nine runs are the
// wide ones.
func asterisk(r runs, i int) bool {
	var narrow float32
	for _, k := range [...]int{0, 2, 3, 5, 7, 8} {
		narrow = max(narrow, r.width(i+k))
	}
	return min(r.width(i+1), r.width(i+4), r.width(i+6)) > 1.1*narrow
}

// measureITF follows ITF in pairs of digits of ten runs: four narrow ones at the
// start; wide, narrow, narrow at the end. Because a piece of a longer code looks
// just like a shorter one, the clear space must really be seen here, at the
// frame's border too.
func measureITF(r runs, i int) (int, float32) {
	const most = 10 * 40
	u := r.span(i, 4) / 4
	if r.width(i-1) < 5*u || !r.within(i, 4, 0.4*u, 1.8*u) || i+17 >= r.count() {
		return 0, 0
	}
	sum := r.span(i+4, 10)
	if sum < 11*u || sum > 22*u {
		return 0, 0
	}
	for c := i + 4; c+3 < r.count() && c < i+most; c += 10 {
		if c > i+4 && r.width(c+3) >= 5*u {
			if r.width(c) > 1.3*max(r.width(c+1), r.width(c+2)) {
				return c + 3 - i, u
			}
			return 0, 0
		}
		if c+10 >= r.count() {
			return 0, 0
		}
		next := r.span(c, 10)
		if next < 0.75*sum || next > 1.33*sum {
			return 0, 0
		}
		sum = next
	}
	return 0, 0
}
