package scan

import "slices"

// bars is a line as a row of bars and spaces by turns.
type bars struct {
	edge  []float32 // where the colour changes, in steps along the line
	black bool      // whether the line is black before the first edge
}

// findEdges turns a profile into edges. A bar or space is a turning point of the
// profile that stands out by rel times the strongest contrast on the line, and
// at least floor grey values; its edge is where the profile crosses the middle
// between two neighbouring turning points, which needs no threshold for the
// whole line and so bears shadows and glare. The result uses dst's memory.
func findEdges(p []float32, rel float32, dst []float32) bars {
	const floor = 4
	b := bars{edge: dst[:0]}
	if len(p) < 2 {
		return b
	}
	need := max(rel*contrast(p), floor)
	low, high := 0, 0         // the lowest and highest point since the last turn
	turn, rising := -1, false // the last turn, and which way the profile went from it
	emit := func(to int) {
		if len(b.edge) == 0 {
			b.black = rising
		}
		b.edge = append(b.edge, crossing(p, turn, to))
		turn, rising = to, !rising
	}
	for i := 1; i < len(p); i++ {
		v := p[i]
		if v < p[low] {
			low = i
		}
		if v > p[high] {
			high = i
		}
		switch {
		case turn < 0 && v-p[low] > need:
			turn, rising, high = low, true, i
		case turn < 0 && p[high]-v > need:
			turn, rising, low = high, false, i
		case turn < 0:
		case rising && p[high]-v > need:
			emit(high)
			low = i
		case !rising && v-p[low] > need:
			emit(low)
			high = i
		}
	}
	switch {
	case turn >= 0 && rising && high > turn:
		emit(high)
	case turn >= 0 && !rising && low > turn:
		emit(low)
	}
	return b
}

// contrast is the widest range of grey in any twelfth of the profile: wide
// enough for a few bars, narrow enough that light falling off along the line
// does not count.
func contrast(p []float32) float32 {
	const parts = 12
	var most float32
	for k := range parts {
		part := p[k*len(p)/parts : (k+1)*len(p)/parts]
		if len(part) > 0 {
			most = max(most, slices.Max(part)-slices.Min(part))
		}
	}
	return most
}

// crossing is where the profile passes the middle between the turning points at
// a and b.
func crossing(p []float32, a, b int) float32 {
	mid := (p[a] + p[b]) / 2
	up := p[b] > p[a]
	for i := a; i < b; i++ {
		u, v := p[i], p[i+1]
		if up && u <= mid && v > mid || !up && u >= mid && v < mid {
			return float32(i) + (mid-u)/(v-u)
		}
	}
	return float32(a+b) / 2
}

// sharpen writes p plus k times what a blur of radius r takes away into dst.
func sharpen(p []float32, k float32, r int, dst, tmp []float32) []float32 {
	dst = resize(dst, len(p))
	boxBlur(tmp, p, r)
	boxBlur(dst, tmp, r)
	for i, v := range p {
		dst[i] = v + k*(v-dst[i])
	}
	return dst
}

// boxBlur writes the mean of the 2*r+1 values round each of src into dst; the
// ends repeat.
func boxBlur(dst, src []float32, r int) {
	n := len(src)
	dst = dst[:n]
	k := 1 / float32(2*r+1)
	var sum float32
	for i := -r; i <= r; i++ {
		sum += src[min(max(i, 0), n-1)]
	}
	i := 0
	for ; i < min(r, n); i++ {
		dst[i] = sum * k
		sum += src[min(i+r+1, n-1)] - src[0]
	}
	// Where neither end matters: the same without looking for them.
	if inner := n - 2*r - 1; inner > 0 {
		in, out, to := src[2*r+1:], src[:inner], dst[r:]
		for j, v := range out {
			to[j] = sum * k
			sum += in[j] - v
		}
		i += inner
	}
	for ; i < n; i++ {
		dst[i] = sum * k
		sum += src[min(i+r+1, n-1)] - src[max(i-r, 0)]
	}
}
