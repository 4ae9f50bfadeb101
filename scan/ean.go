package scan

// patternsEAN are the widths of a digit's space, bar, space and bar in set A (ISO/IEC
// 15420, table 1). Set B is the same from right to left; set C the same with bars and
// spaces exchanged.
const patternsEAN = "3211222121221411113212311114131212133112"

// worstEAN is how far a digit may be from its pattern, see distanceEAN.
const worstEAN = 0.9

// ean matches the digits of EAN-13, EAN-8, UPC-A and UPC-E.
type ean struct {
	digits []uint8 // value, and 10 more for set B
}

// decode reads the digits of a candidate and reports whether each is like a
// pattern and, where that is seen from the digits alone, whether their sum is
// right.
func (e *ean) decode(r runs, of candidate) bool {
	e.digits = e.digits[:0]
	n, half := (of.n-11)/4, (of.n-11)/8
	if of.kind == UPCE {
		n, half = 6, 6
	}
	for d := range n {
		at := of.from + 3 + 4*d
		sets := 1
		if d < half && of.kind != EAN8 {
			sets = 2
		}
		if d >= half {
			at += 5
		}
		value, far := matchEAN(r, at, sets)
		if far > worstEAN {
			return false
		}
		e.digits = append(e.digits, value)
	}
	return of.kind == UPCE || e.sum()
}

// matchEAN is the digit that four runs are most like, in set A or, where two sets
// may be, in B.
func matchEAN(r runs, i, sets int) (value uint8, far float32) {
	var w [4]float32
	k := 7 / r.span(i, 4)
	for j := range w {
		w[j] = r.width(i+j) * k
	}
	far = 1e9
	for v := range 10 * sets {
		if d := distanceEAN(&w, uint8(v)); d < far {
			value, far = uint8(v), d
		}
	}
	return value, far
}

// distanceEAN is like distance128. What a run's own width counts is more here, as
// 1 and 7, and 2 and 8, differ in that alone.
func distanceEAN(w *[4]float32, value uint8) (d float32) {
	const single = 0.5
	var last float32
	for j, x := range w {
		x -= float32(widthEAN(value, j))
		d += single * x * x
		if j > 0 {
			d += (x + last) * (x + last)
		}
		last = x
	}
	return d
}

// widthEAN is the width of run j of a digit.
func widthEAN(value uint8, j int) uint8 {
	if value >= 10 {
		value, j = value-10, 3-j
	}
	return patternsEAN[4*int(value)+j] - '0'
}

// parities are the sets of the left digits of EAN-13 that say its first digit, a
// bit for each digit of set B, the first one highest.
const parities = "\x00\x0b\x0d\x0e\x13\x19\x1c\x15\x16\x1a"

// sum checks the last digit.
func (e *ean) sum() bool {
	sum := 0
	if len(e.digits) == 12 {
		set := byte(0)
		for _, d := range e.digits[:6] {
			set = set<<1 | d/10
		}
		first := -1
		for i := range len(parities) {
			if parities[i] == set {
				first = i
			}
		}
		if first < 0 {
			return false
		}
		sum = first
	}
	for i, d := range e.digits {
		weight := 3 // every other digit from the right, the check digit with one
		if (len(e.digits)-i)%2 == 1 {
			weight = 1
		}
		sum += weight * int(d%10)
	}
	return sum%10 == 0
}

// draw writes the widths of the code that decode read, exactly.
func (e *ean) draw(kind Format, dst []uint8) []uint8 {
	dst = append(dst, 1, 1, 1)
	for i, d := range e.digits {
		if kind != UPCE && i == len(e.digits)/2 {
			dst = append(dst, 1, 1, 1, 1, 1)
		}
		for j := range 4 {
			dst = append(dst, widthEAN(d, j))
		}
	}
	dst = append(dst, 1, 1, 1)
	if kind == UPCE {
		dst = append(dst, 1, 1, 1)
	}
	return dst
}
