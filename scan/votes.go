package scan

import "math"

// sighting is one reading of a linear code on one line.
type sighting struct {
	format Format
	text   string
	way    int     // which of the scanner's directions the line has
	across float64 // where the line lies among those of its direction
	lo, hi float64 // the part of the line that the code takes up
	a, b   Point   // the code's start and end in the frame, in reading order
}

// tally is what lines said about one code.
type tally struct {
	sighting            // the first one
	done     bool       // taken over, or refused
	lines    []float64  // across of every line that agreed
	reach    [2]float64 // across of those lines
}

// votes counts the lines that read the same text at the same place. A single
// line misreads too often to be believed: separate lines must agree.
type votes struct {
	all []tally
}

func (v *votes) reset() { v.all = v.all[:0] }

// needed is how many lines must agree, by what the format does to protect
// itself: Code 128 has a strong checksum, EAN-8 and UPC-E turn up even in
// noise, and a Code 39 of a character or two is hardly anything.
func needed(f Format, text string) int {
	switch {
	case f == Code128:
		return 2
	case f == EAN8, f == UPCE, f == Code39 && len(text) < 3:
		return 4
	}
	return 3
}

// add counts a sighting.
func (v *votes) add(s sighting) {
	for i := range v.all {
		t := &v.all[i]
		if t.format == s.format && t.text == s.text && t.way == s.way && t.overlaps(s) {
			t.add(s)
			return
		}
	}
	v.all = append(v.all, tally{
		sighting: s, lines: []float64{s.across},
		reach: [2]float64{s.across, s.across},
	})
}

// overlaps reports whether both take up the same part of their lines.
func (t *tally) overlaps(s sighting) bool {
	return min(t.hi, s.hi)-max(t.lo, s.lo) > 0.5*min(t.hi-t.lo, s.hi-s.lo)
}

// add counts a line, unless it is one with a line that was counted before:
// closer than a pixel and a half they share their pixels and prove nothing.
func (t *tally) add(s sighting) {
	for _, l := range t.lines {
		if math.Abs(l-s.across) < 1.5 {
			return
		}
	}
	t.lines = append(t.lines, s.across)
	t.lo, t.hi = s.lo, s.hi
	t.reach[0], t.reach[1] = min(t.reach[0], s.across), max(t.reach[1], s.across)
}

// settled reports whether enough lines agree on code i. Where other lines read
// something else at the same place, it must outvote them by the same margin.
func (v *votes) settled(i int) bool {
	t := &v.all[i]
	need := needed(t.format, t.text)
	for k := range v.all {
		if o := &v.all[k]; k != i && o.way == t.way && o.overlaps(t.sighting) && t.near(o) {
			need += len(o.lines)
		}
	}
	return len(t.lines) >= need
}

// near reports whether the lines of both codes lie side by side.
func (t *tally) near(o *tally) bool {
	const apart = 12
	return t.reach[0]-apart < o.reach[1] && o.reach[0]-apart < t.reach[1]
}

// done reports whether there are codes and all of them are settled.
func (v *votes) done() bool { return len(v.all) > 0 && !v.open() }

// open reports whether any code still wants votes.
func (v *votes) open() bool {
	for i := range v.all {
		if !v.settled(i) {
			return true
		}
	}
	return false
}

func listed(in []Symbol, f Format, text string) bool {
	for _, s := range in {
		if s.Format == f && s.Text == text {
			return true
		}
	}
	return false
}
