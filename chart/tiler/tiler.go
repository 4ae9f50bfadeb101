// Package tiler cuts features into vector tiles (Mapbox Vector Tile 2.1, in whatever
// schema the caller speaks) and writes them as a pack: the other direction of vectile.
//
// The way of a feature: degrees are snapped once to the grid of the deepest zoom
// (grid.go); at each zoom it is scaled by a power of two, thinned and clipped to the
// tiles that it touches (cut.go); features of a tile that agree in layer and
// properties become one (tile.go).
//
// Equal features in equal order give equal bytes: after the snapping every step counts
// in whole numbers or in operations that round alike on all processors, and no step
// follows the order of a map. It knows no class of thing and draws nothing.
package tiler

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

// Deepest is the deepest zoom that can be cut: past it a grid of 4096 to the tile is
// finer than a millimetre and no longer fits the numbers used here.
const Deepest = 20

// maxTiles is the most tiles that one pack may hold: more is a mistake in the bounds or
// a zoom too deep, and would fill a disk.
const maxTiles = 4_000_000

// Feature is a thing on the map.
type Feature struct {
	Layer    string
	Geometry orb.Geometry   // WGS84 degrees, longitude first: any of orb's but collections
	Props    map[string]any // strings, whole numbers, bools
	MinZoom  int            // the first zoom that shows it
	MaxZoom  int            // the last; 0: the deepest
}

// Errors of Add and New. They come wrapped with what was found.
var (
	ErrGeometry = errors.New("no geometry for a map")
	ErrPlace    = errors.New("no place on the globe")
	ErrProperty = errors.New("a property is neither text nor number")
	ErrPlan     = errors.New("no plan for a pack")
)

// Plan says which tiles are made.
type Plan struct {
	MinZoom, MaxZoom int
	Bounds           orb.Bound // WGS84; the zero bound: what the features cover
	Around           int       // so many tiles more on every side, at every zoom: what lies beyond is land or sea too
}

// Tiler collects features. Not safe for concurrent use.
type Tiler struct {
	plan     Plan
	layers   []string // in the order of their first feature
	features []feature
	cover    orb.Bound // of all features, degrees
}

// feature is a Feature on the grid.
type feature struct {
	key      string // equal for features that may be merged
	layer    int
	shape    orb.Geometry // on the grid: whole numbers
	bound    orb.Bound    // of shape
	props    map[string]any
	min, max int
}

// New starts a pack.
func New(p Plan) (*Tiler, error) {
	if p.Around < 0 || p.Around > 8 {
		return nil, fmt.Errorf("%w: %d tiles around it, not 0 to 8", ErrPlan, p.Around)
	}
	if p.MinZoom < 0 || p.MaxZoom > Deepest || p.MinZoom > p.MaxZoom {
		return nil, fmt.Errorf("%w: zooms %d to %d, not within 0 to %d", ErrPlan, p.MinZoom, p.MaxZoom, Deepest)
	}
	t := &Tiler{plan: p, cover: orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}}
	if p.Bounds != (orb.Bound{}) {
		if err := place(p.Bounds.Min, p.Bounds.Max); err != nil {
			return nil, fmt.Errorf("%w: the bounds: %w", ErrPlan, err)
		}
		if n := t.count(); n > maxTiles {
			return nil, fmt.Errorf("%w: %d tiles", ErrPlan, n)
		}
	}
	return t, nil
}

// Add takes a feature in; what is added first lies below. Points outside the Mercator
// world and geometries that a tile cannot hold are refused with an error that says so.
func (t *Tiler) Add(f Feature) error {
	key, err := mergeKey(f)
	if err != nil {
		return err
	}
	if f.Geometry == nil {
		return fmt.Errorf("%w: it is empty", ErrGeometry)
	}
	shape, err := t.snap(f.Geometry)
	if err != nil {
		return err
	}
	if f.MaxZoom == 0 {
		f.MaxZoom = t.plan.MaxZoom
	}
	layer := slices.Index(t.layers, f.Layer)
	if layer < 0 {
		layer = len(t.layers)
		t.layers = append(t.layers, f.Layer)
	}
	t.cover = t.cover.Union(f.Geometry.Bound())
	t.features = append(t.features, feature{key, layer, shape, shape.Bound(), f.Props, f.MinZoom, f.MaxZoom})
	return nil
}

// Len is how many features were added.
func (t *Tiler) Len() int { return len(t.features) }

// Bounds is what the pack covers, in degrees: the plan's, or else that of its features.
func (t *Tiler) Bounds() orb.Bound {
	if t.plan.Bounds != (orb.Bound{}) {
		return t.plan.Bounds
	}
	c := t.cover
	for i := range c.Min {
		if c.Max[i]-c.Min[i] < leastSide { // a single place has bounds too
			c.Min[i], c.Max[i] = c.Min[i]-leastSide/2, c.Max[i]+leastSide/2
		}
	}
	return c
}

// leastSide is the smallest side of a pack in degrees: about 100 m.
const leastSide = 0.001

// tileRange is the tiles of a zoom that the bounds touch and those around, both ends included.
func (t *Tiler) tileRange(z int) (x0, y0, x1, y1 int) {
	b := t.Bounds()
	nw, se := t.gridPoint(orb.Point{b.Min[0], b.Max[1]}), t.gridPoint(orb.Point{b.Max[0], b.Min[1]})
	side := t.side(z)
	last := 1<<z - 1
	at := func(v float64) int { return max(0, min(last, int(math.Floor(v/side)))) }
	x0, y0, x1, y1 = at(nw[0]), at(nw[1]), at(se[0]), at(se[1])
	more := t.plan.Around
	return max(0, x0-more), max(0, y0-more), min(last, x1+more), min(last, y1+more)
}

// count is how many tiles the pack will hold.
func (t *Tiler) count() int {
	n := 0
	for z := t.plan.MinZoom; z <= t.plan.MaxZoom && n <= maxTiles; z++ {
		x0, y0, x1, y1 := t.tileRange(z)
		n += (x1 - x0 + 1) * (y1 - y0 + 1)
	}
	return n
}

// Write makes the pack. meta is the caller's part of the metadata (name, attribution,
// datum, ...); what follows from the features is added to it.
func (t *Tiler) Write(ctx context.Context, path string, meta map[string]string) error {
	if len(t.features) == 0 {
		return fmt.Errorf("%w: there is nothing to draw", ErrPlan)
	}
	if n := t.count(); n > maxTiles {
		return fmt.Errorf("%w: %d tiles", ErrPlan, n)
	}
	all, err := t.metadata(meta)
	if err != nil {
		return err
	}
	return mbtiles.Write(ctx, path, all, t.tiles)
}

// tiles makes one zoom after the other, each column by column.
func (t *Tiler) tiles(yield func(mbtiles.Entry, error) bool) {
	for z := t.plan.MinZoom; z <= t.plan.MaxZoom; z++ {
		x0, y0, x1, y1 := t.tileRange(z)
		parts := t.spread(z, x0, y0, x1, y1)
		for x := x0; x <= x1; x++ {
			for y := y0; y <= y1; y++ {
				data, err := t.encode(parts[[2]int{x, y}])
				if err != nil {
					err = fmt.Errorf("encode tile %d/%d/%d: %w", z, x, y, err)
				}
				if !yield(mbtiles.Entry{Z: z, X: x, Y: y, Data: data}, err) {
					return
				}
			}
		}
	}
}

func place(pts ...orb.Point) error {
	for _, p := range pts {
		if q := (geo.Point{Lat: p[1], Lon: p[0]}); !q.Valid() {
			return fmt.Errorf("%w: longitude %v, latitude %v", ErrPlace, p[0], p[1])
		}
	}
	return nil
}
