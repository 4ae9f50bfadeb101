package scan

import (
	"cmp"
	"image"
	"slices"
)

// Square codes change in all directions at every place, and are about as wide as
// high. Most frames have no such place, and then nothing dear is done for them.

// mostClusters of a frame are looked at, the largest first.
const mostClusters = 12

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
		for i, l := range c.label {
			g.seen[i] = !(l == busyCell || any && l == barsCell)
		}
		for i := range g.seen {
			if g.seen[i] {
				continue
			}
			if k, ok := g.fill(c, int32(i)); ok && !g.known(k) {
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
func (g *clusters) fill(c *cells, i int32) (cluster, bool) {
	g.stack = append(g.stack[:0], i)
	g.seen[i] = true
	var xx, yy, xy float32
	n, b := 0, image.Rectangle{Min: image.Pt(c.w, c.h)}
	for len(g.stack) > 0 {
		k := int(g.stack[len(g.stack)-1])
		g.stack = g.stack[:len(g.stack)-1]
		x, y := k%c.w, k/c.w
		n++
		xx, yy, xy = xx+c.xx[k], yy+c.yy[k], xy+c.xy[k]
		b.Min.X, b.Max.X = min(b.Min.X, x), max(b.Max.X, x+1)
		b.Min.Y, b.Max.Y = min(b.Min.Y, y), max(b.Max.Y, y+1)
		for ny := max(y-1, 0); ny <= min(y+1, c.h-1); ny++ {
			for nx := max(x-1, 0); nx <= min(x+1, c.w-1); nx++ {
				if j := ny*c.w + nx; !g.seen[j] {
					g.seen[j] = true
					g.stack = append(g.stack, int32(j))
				}
			}
		}
	}
	box := image.Rect(b.Min.X*c.size, b.Min.Y*c.size, b.Max.X*c.size, b.Max.Y*c.size)
	return cluster{box: box, cells: n}, squarish(b, n) && isotropic(xx, yy, xy)
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

// isotropic reports whether changes point in all directions.
func isotropic(xx, yy, xy float32) bool {
	const most = 0.16 // the square of a coherence of 0.4
	d, e := xx-yy, xx+yy
	return d*d+4*xy*xy < most*e*e
}
