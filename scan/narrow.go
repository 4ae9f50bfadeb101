package scan

// Code 39 and ITF know two widths only, and say by their order what is meant.

// leastWide is how much wider every wide run of a character must be than every
// narrow one; the standards ask for twice as wide at least (ISO/IEC 16388 and
// 16390), blur takes some of that.
const leastWide = 1.25

// twoWidths tells the wide runs of a code from the narrow ones.
type twoWidths struct {
	wide []bool // run by run
}

// decode39 marks the wide runs of a Code 39: three of nine in each character. What
// the characters are gozxing says.
func (t *twoWidths) decode39(r runs, of candidate) bool {
	t.wide = resize(t.wide, of.n)
	clear(t.wide)
	for i := 0; i < of.n; i += 10 { // the gap between two characters is narrow
		if !t.mark(r, of.from, i, 9, 1, 3) {
			return false
		}
	}
	return true
}

// decodeITF marks the wide runs of an ITF: in each pair of digits two of five bars
// and two of five spaces, and at the end one bar.
func (t *twoWidths) decodeITF(r runs, of candidate) bool {
	t.wide = resize(t.wide, of.n)
	clear(t.wide)
	for i := 4; i+3 < of.n; i += 10 {
		if !t.mark(r, of.from, i, 5, 2, 2) || !t.mark(r, of.from, i+1, 5, 2, 2) {
			return false
		}
	}
	t.wide[of.n-3] = true
	return true
}

// mark finds the so many wide ones of n runs that lie step apart, from run at of
// the code on.
func (t *twoWidths) mark(r runs, from, at, n, step, wide int) bool {
	var least, most float32 = 1e9, 0 // of the wide, of the narrow
	for i := range n {
		w := r.width(from + at + i*step)
		wider := 0
		for k := range n {
			if r.width(from+at+k*step) > w {
				wider++
			}
		}
		if wider < wide {
			t.wide[at+i*step] = true
			least = min(least, w)
		} else {
			most = max(most, w)
		}
	}
	return least > leastWide*most
}

// draw writes the widths of the runs, exactly.
func (t *twoWidths) draw(dst []uint8) []uint8 {
	for _, wide := range t.wide {
		w := uint8(1)
		if wide {
			w = 3
		}
		dst = append(dst, w)
	}
	return dst
}
