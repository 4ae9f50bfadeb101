package tiler

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"
)

// What a tile leaves out, in its units (16 to a pixel of a 256-pixel tile).
const (
	// thin is how far a thinned line may lie from its points: an eighth of a pixel. No
	// distance between whole numbers is exactly this, so that rounding decides nothing.
	thin = 2.000137
	// speck is the area below which a polygon is no longer drawn: a pixel.
	speck = 256.0
	// Beyond a tile's edge so much is kept: half the widest road, the edge of a house.
	linePad, areaPad = 128, 32
	// tall is from how many tiles on a feature is cut into columns first: a river of
	// many thousand points is not walked for every tile of a town.
	tall = 3
)

// part is what one tile holds of one feature, in the tile's units.
type part struct {
	f *feature
	g orb.Geometry
}

// spread cuts every feature of a zoom to the tiles of a range.
func (t *Tiler) spread(z, x0, y0, x1, y1 int) map[[2]int][]part {
	out := map[[2]int][]part{}
	k := t.side(z) / extent
	for i := range t.features {
		f := &t.features[i]
		if z < f.min || z > f.max {
			continue
		}
		g := thinned(f.shape, k, z == t.plan.MaxZoom)
		if g == nil {
			continue
		}
		b := g.Bound()
		at := func(v float64) int { return int(math.Floor(v / extent)) }
		y0, y1 := max(y0, at(b.Min[1]-linePad)), min(y1, at(b.Max[1]+linePad))
		for x := max(x0, at(b.Min[0]-linePad)); x <= min(x1, at(b.Max[0]+linePad)); x++ {
			column := g
			if y1-y0 > tall {
				column = strip(g, float64(x)*extent)
			}
			for y := y0; y <= y1; y++ {
				if c := cut(column, float64(x)*extent, float64(y)*extent); c != nil {
					out[[2]int{x, y}] = append(out[[2]int{x, y}], part{f, c})
				}
			}
		}
	}
	return out
}

// strip is what of a shape lies in the column of tiles that begins at x, with room to
// clip its tiles from it.
func strip(g orb.Geometry, x float64) orb.Geometry {
	const room, far = 2 * linePad, 1 << 40
	b := orb.Bound{Min: orb.Point{x - room, -far}, Max: orb.Point{x + extent + room, far}}
	switch g := g.(type) {
	case orb.MultiLineString:
		var out orb.MultiLineString
		for _, l := range g {
			out = append(out, clip.LineString(b, l)...)
		}
		return out
	case orb.MultiPolygon:
		var out orb.MultiPolygon
		for _, p := range g {
			var q orb.Polygon
			for i, r := range p {
				c := clip.Ring(b, moved(r, 0, 0))
				if len(c) < 4 {
					if i == 0 {
						break
					}
					continue
				}
				q = append(q, c)
			}
			if q != nil {
				out = append(out, q)
			}
		}
		return out
	}
	return g
}

// thinned is a shape at a zoom without the points that nobody would see; nil where
// nothing is left. At the deepest zoom, which is drawn larger still, small areas stay.
func thinned(shape orb.Geometry, k float64, deepest bool) orb.Geometry {
	switch g := shape.(type) {
	case orb.MultiPoint:
		return orb.MultiPoint(scale(g, k))
	case orb.MultiLineString:
		var out orb.MultiLineString
		for _, l := range g {
			if s := scale(l, k); len(s) > 1 {
				out = append(out, simplify.DouglasPeucker(thin).LineString(s))
			}
		}
		if out != nil {
			return out
		}
	case orb.MultiPolygon:
		var out orb.MultiPolygon
		for _, p := range g {
			if q := thinnedPolygon(p, k, deepest); q != nil {
				out = append(out, q)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

func thinnedPolygon(p orb.Polygon, k float64, deepest bool) orb.Polygon {
	var out orb.Polygon
	for i, r := range p {
		s := orb.Ring(scale(r, k))
		// Four corners are a house: one gone and it is a shed.
		if len(s) > 5 {
			s = simplify.DouglasPeucker(thin).Ring(s)
		}
		size := math.Abs(doubleArea(s)) / 2
		if len(s) < 4 || size == 0 || size < speck && !deepest {
			if i == 0 {
				return nil // without its outer ring a hole is nothing
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// cut is what a tile with its north-west corner at dx, dy holds of g, in whole units
// from that corner; nil for nothing.
func cut(g orb.Geometry, dx, dy float64) orb.Geometry {
	switch g := g.(type) {
	case orb.MultiPoint:
		var out orb.MultiPoint
		for _, p := range moved(g, dx, dy) {
			if p[0] >= 0 && p[1] >= 0 && p[0] < extent && p[1] < extent {
				out = append(out, p)
			}
		}
		if out != nil {
			return out
		}
	case orb.MultiLineString:
		var out orb.MultiLineString
		for _, l := range g {
			for _, s := range clip.LineString(box(linePad), moved(l, dx, dy)) {
				if s = whole(s); len(s) > 1 {
					out = append(out, s)
				}
			}
		}
		if out != nil {
			return out
		}
	case orb.MultiPolygon:
		var out orb.MultiPolygon
		for _, p := range g {
			if q := cutPolygon(p, dx, dy); q != nil {
				out = append(out, q)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

func cutPolygon(p orb.Polygon, dx, dy float64) orb.Polygon {
	var out orb.Polygon
	for i, r := range p {
		s := orb.Ring(whole(clip.Ring(box(areaPad), moved(r, dx, dy))))
		area := doubleArea(s)
		if len(s) < 4 || area == 0 {
			if i == 0 {
				return nil
			}
			continue
		}
		// The tile's y goes down: an outer ring has a positive area there, a hole a
		// negative one (vector tile specification 2.1, 4.3.4.4).
		if (area > 0) != (i == 0) {
			s.Reverse()
		}
		out = append(out, s)
	}
	return out
}

func box(pad float64) orb.Bound {
	return orb.Bound{Min: orb.Point{-pad, -pad}, Max: orb.Point{extent + pad, extent + pad}}
}

// moved is a copy: what clips writes into its argument.
func moved(pts []orb.Point, dx, dy float64) []orb.Point {
	out := make([]orb.Point, len(pts))
	for i, p := range pts {
		out[i] = orb.Point{p[0] - dx, p[1] - dy}
	}
	return out
}

// whole rounds what clipping left between whole numbers.
func whole(pts []orb.Point) []orb.Point { return scale(pts, 1) }

// doubleArea is twice the signed area of a closed ring of whole numbers: exact.
func doubleArea(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r)-1; i++ {
		ax, ay, bx, by := r[i][0]-r[0][0], r[i][1]-r[0][1], r[i+1][0]-r[0][0], r[i+1][1]-r[0][1]
		sum += ax*by - bx*ay
	}
	return sum
}
