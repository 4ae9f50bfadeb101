package scan

// patterns128 are the widths of the bars and spaces of Code 128's characters, by
// value; 103 to 105 start a code, 106 ends it, with one bar more of two modules
// (ISO/IEC 15417, table 1).
const patterns128 = "212222222122222221121223121322131222122213122312132212221213" +
	"221312231212112232122132122231113222123122123221223211221132" +
	"221231213212223112312131311222321122321221312212322112322211" +
	"212123212321232121111323131123131321112313132113132311211313" +
	"231113231311112133112331132131113123113321133121313121211331" +
	"231131213113213311213131311123311321331121312113312311332111" +
	"314111221411431111111224111422121124121421141122141221112214" +
	"112412122114122411142112142211241211221114413111241112134111" +
	"111242121142121241114212124112124211411212421112421211212141" +
	"214121412121111143111341131141114113114311411113411311113141" +
	"114131311141411131211412211214211232233111"

const (
	start128A, start128C, stop128 = 103, 105, 106

	// worst128 is how far a character may be from its pattern, see distance128:
	// half as far as the nearest other patterns are from it.
	worst128 = 2.6
)

// code128 matches the characters of Code 128.
type code128 struct {
	widths [107][6]float32
	words  []uint8
}

func newCode128() *code128 {
	c := &code128{}
	for i := range c.widths {
		for k := range 6 {
			c.widths[i][k] = float32(patterns128[6*i+k] - '0')
		}
	}
	return c
}

// decode reads the values of a candidate's characters, start and stop among them,
// and reports whether each is like a pattern and their sum is right.
func (c *code128) decode(r runs, of candidate) bool {
	c.words = c.words[:0]
	for i := of.from; i+6 < of.from+of.n; i += 6 {
		value, far := c.match(r, i)
		if far > worst128 {
			return false
		}
		c.words = append(c.words, value)
	}
	return sum128(c.words)
}

// sum128 checks the order of the values and their sum modulo 103.
func sum128(words []uint8) bool {
	n := len(words)
	if n < 4 || words[0] < start128A || words[0] > start128C || words[n-1] != stop128 {
		return false
	}
	sum := int(words[0])
	for i, w := range words[1 : n-2] {
		if w >= start128A {
			return false
		}
		sum += (i + 1) * int(w)
	}
	return sum%103 == int(words[n-2])
}

// match is the character that six runs are most like.
func (c *code128) match(r runs, i int) (value uint8, far float32) {
	var w [6]float32
	k := 11 / r.span(i, 6)
	for j := range w {
		w[j] = r.width(i+j) * k
	}
	far = 1e9
	for v := range c.widths {
		if d := distance128(&w, &c.widths[v], far); d < far {
			value, far = uint8(v), d
		}
	}
	return value, far
}

// distance128 is how unlike two characters are, in square modules. Distances from
// edge to like edge count most: ink that spreads and light that eats into bars
// move both of them alike, whereas bars grow as spaces shrink. It gives up where
// it passes most.
func distance128(a, b *[6]float32, most float32) (d float32) {
	const single = 0.25 // what a bar's or space's own width counts
	last := a[0] - b[0]
	d = single * last * last
	for i := 1; i < 6; i++ {
		x := a[i] - b[i]
		d += single*x*x + (x+last)*(x+last)
		if d >= most {
			return d
		}
		last = x
	}
	return d
}

// draw writes the widths of the characters that decode read, exactly.
func (c *code128) draw(dst []uint8) []uint8 {
	for _, v := range c.words {
		for k := range 6 {
			dst = append(dst, patterns128[6*int(v)+k]-'0')
		}
	}
	return append(dst, 2)
}
