package scan

import (
	"cmp"
	"image"
	"slices"
)

// Square codes change in all directions at every place, and are about as wide as
// high. Most frames have no such place, and then nothing dear is done for them.

// mostClusters of a frame are looked at, the largest first.
const mostClusters = 8

// cluster is a place where a square code may be, in pixels.
type cluster struct {
	box   image.Rectangle
	cells int
}

// clusters collects cells.
type clusters struct {
	all   []cluster
	stack []int32
	seen  []bool
}

// find flood fills the busy cells, and then, for codes whose modules are so large
// that a cell sees but one edge, all cells in which anything happens.
func (g *clusters) find(c *cells) []cluster {
	g.all = g.all[:0]
	g.seen = resize(g.seen, len(c.label))
	for _, any := range [...]bool{false, true} {
		reach := 1
		if any {
			reach = 2 // across a module as wide as a cell
		}
		for i, l := range c.label {
			g.seen[i] = !(l == busyCell || any && l == barsCell && !c.rough[i])
		}
		for i := range g.seen {
			if g.seen[i] {
				continue
			}
			if k, ok := g.fill(c, int32(i), reach); ok && !g.known(k) {
				g.all = append(g.all, k)
			}
		}
	}
	slices.SortFunc(g.all, func(a, b cluster) int { return cmp.Compare(b.cells, a.cells) })
	g.all = g.all[:min(len(g.all), mostClusters)]
	return g.all
}

// known reports whether the middle of a cluster lies in one that is as small.
func (g *clusters) known(k cluster) bool {
	mid := k.box.Min.Add(k.box.Size().Div(2))
	for _, o := range g.all {
		if mid.In(o.box) && 2*o.cells > k.cells {
			return true
		}
	}
	return false
}

// fill gathers the cells that touch cell i and says whether they could be a
// square code.
func (g *clusters) fill(c *cells, i int32, reach int) (cluster, bool) {
	g.stack = append(g.stack[:0], i)
	g.seen[i] = true
	n, b := 0, image.Rectangle{Min: image.Pt(c.w, c.h)}
	for len(g.stack) > 0 {
		k := int(g.stack[len(g.stack)-1])
		g.stack = g.stack[:len(g.stack)-1]
		x, y := k%c.w, k/c.w
		n++
		b.Min.X, b.Max.X = min(b.Min.X, x), max(b.Max.X, x+1)
		b.Min.Y, b.Max.Y = min(b.Min.Y, y), max(b.Max.Y, y+1)
		for ny := max(y-reach, 0); ny <= min(y+reach, c.h-1); ny++ {
			for nx := max(x-reach, 0); nx <= min(x+reach, c.w-1); nx++ {
				if j := ny*c.w + nx; !g.seen[j] {
					g.seen[j] = true
					g.stack = append(g.stack, int32(j))
				}
			}
		}
	}
	box := image.Rect(b.Min.X*c.size, b.Min.Y*c.size, b.Max.X*c.size, b.Max.Y*c.size)
	return cluster{box: box, cells: n}, squarish(b, n)
}

// squarish reports whether n cells in a box are neither a strip of writing nor a
// frame round something.
func squarish(b image.Rectangle, n int) bool {
	const (
		fewest  = 4   // cells: two by two
		longest = 2.5 // times as long as wide; a code seen aslant, or with writing beside it
		full    = 0.4 // of the box
	)
	w, h := float64(b.Dx()), float64(b.Dy())
	return n >= fewest && max(w, h) <= longest*min(w, h) && float64(n) >= full*w*h
}

// crossed reports whether all lines across the middle of a cluster, and all down it,
// meet as many changes between dark and light as a square code shows. Writing has
// clear rows, and photographs have calm places.
func (s *Scanner) crossed(f Frame, k cluster) bool {
	const fewest, usual = 3, 4                         // of changes on a line, and on all of them by the mean
	parts := [...]float64{0.3, 0.39, 0.46, 0.56, 0.68} // not a half, where some have a solid line
	m := &s.walker
	b := k.box
	var most float32
	for _, down := range [...]bool{false, true} {
		for _, part := range parts {
			m.crossProfile = crossLine(b, part, down).profile(f, m.crossProfile, 0)
			most = max(most, contrast(m.crossProfile))
		}
	}
	for _, down := range [...]bool{false, true} {
		sum := 0
		for _, part := range parts {
			m.crossProfile = crossLine(b, part, down).profile(f, m.crossProfile, 0)
			e := findEdges(m.crossProfile, 0.3*most/max(contrast(m.crossProfile), 1), m.crossEdge)
			m.crossEdge = e.edge
			if len(e.edge) < fewest {
				return false
			}
			sum += len(e.edge)
		}
		if sum < usual*len(parts) {
			return false
		}
	}
	return true
}

// crossLine is the line across a box, or down it, at a part of its height or width.
func crossLine(b image.Rectangle, part float64, down bool) line {
	if down {
		return line{x: float64(b.Min.X) + part*float64(b.Dx()), y: float64(b.Min.Y), dy: 1, step: 1, n: b.Dy()}
	}
	return line{x: float64(b.Min.X), y: float64(b.Min.Y) + part*float64(b.Dy()), dx: 1, step: 1, n: b.Dx()}
}
