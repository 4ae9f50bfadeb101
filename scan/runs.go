package scan

import "slices"

// runs is a line as lengths of one colour by turns, in the direction of reading.
// The first and the last are white, of no width where a bar touches the border
// of the frame: paper is taken to go on behind it.
type runs struct {
	pos []float32 // where each run starts, and at last where the line ends
}

// forward lists the runs of a line of length n as it was walked.
func (b bars) forward(n int, dst []float32) runs {
	dst = append(dst[:0], 0)
	if b.black {
		dst = append(dst, 0)
	}
	dst = append(append(dst, b.edge...), float32(n))
	if len(dst)%2 == 1 { // the last run is black
		dst = append(dst, float32(n))
	}
	return runs{pos: dst}
}

// backward turns the runs of a line of length n round in place.
func (r runs) backward(n int) {
	slices.Reverse(r.pos)
	for i, p := range r.pos {
		r.pos[i] = float32(n) - p
	}
}

// count is how many runs there are.
func (r runs) count() int { return len(r.pos) - 1 }

// width is the length of run i.
func (r runs) width(i int) float32 { return r.pos[i+1] - r.pos[i] }

// span is the length of n runs from run i on.
func (r runs) span(i, n int) float32 { return r.pos[i+n] - r.pos[i] }

// clear reports whether run i is white and at least w wide, as far as the frame
// lets one see: a run cut short by the border passes.
func (r runs) clear(i int, w float32) bool {
	return i == 0 || i == r.count()-1 || r.width(i) >= w
}

// within reports whether each of the n runs from i on is between lo and hi wide.
func (r runs) within(i, n int, lo, hi float32) bool {
	for k := i; k < i+n; k++ {
		if w := r.width(k); w < lo || w > hi {
			return false
		}
	}
	return true
}
