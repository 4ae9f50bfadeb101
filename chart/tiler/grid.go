package tiler

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"dianqin/data/model/geo"
)

// extent is the units along a side of a tile.
const extent = 4096

// side is a tile's side at a zoom, in units of the grid: 4096 to the tile of the
// deepest zoom.
func (t *Tiler) side(z int) float64 { return extent * math.Exp2(float64(t.plan.MaxZoom-z)) }

// gridPoint is the grid's nearest point. It is the only step where a processor that
// fuses multiplications may see another number, and then only where a half was hit.
func (t *Tiler) gridPoint(p orb.Point) orb.Point {
	w := geo.Project(geo.Point{Lat: p[1], Lon: p[0]})
	n := extent * math.Exp2(float64(t.plan.MaxZoom))
	return orb.Point{math.Round(w.X * n), math.Round(w.Y * n)}
}

// snap brings a geometry to the grid. Rings are closed.
func (t *Tiler) snap(g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case orb.Point:
		p, err := t.snapAll([]orb.Point{g}, 1)
		if err != nil {
			return nil, err
		}
		return orb.MultiPoint(p), nil
	case orb.MultiPoint:
		p, err := t.snapAll(g, 1)
		return orb.MultiPoint(p), err
	case orb.LineString:
		l, err := t.snapAll(g, 2)
		return orb.MultiLineString{l}, err
	case orb.MultiLineString:
		return t.snapLines(g)
	case orb.Ring:
		return t.snapPolygons(orb.MultiPolygon{{g}})
	case orb.Polygon:
		return t.snapPolygons(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return t.snapPolygons(g)
	case orb.Bound:
		return t.snapPolygons(orb.MultiPolygon{g.ToPolygon()})
	}
	return nil, fmt.Errorf("%w: %s", ErrGeometry, g.GeoJSONType())
}

func (t *Tiler) snapLines(g orb.MultiLineString) (orb.Geometry, error) {
	if len(g) == 0 {
		return nil, fmt.Errorf("%w: it has no line", ErrGeometry)
	}
	out := make(orb.MultiLineString, len(g))
	for i, l := range g {
		p, err := t.snapAll(l, 2)
		if err != nil {
			return nil, err
		}
		out[i] = p
	}
	return out, nil
}

func (t *Tiler) snapPolygons(g orb.MultiPolygon) (orb.Geometry, error) {
	out := make(orb.MultiPolygon, len(g))
	rings := 0
	for i, polygon := range g {
		for _, r := range polygon {
			p, err := t.snapAll(r, 3)
			if err != nil {
				return nil, err
			}
			if p[0] != p[len(p)-1] {
				p = append(p, p[0])
			}
			out[i] = append(out[i], p)
			rings++
		}
	}
	if rings == 0 {
		return nil, fmt.Errorf("%w: it has no ring", ErrGeometry)
	}
	return out, nil
}

// snapAll refuses less than least points.
func (t *Tiler) snapAll(pts []orb.Point, least int) ([]orb.Point, error) {
	if len(pts) < least {
		return nil, fmt.Errorf("%w: %d points where %d are the least", ErrGeometry, len(pts), least)
	}
	if err := place(pts...); err != nil {
		return nil, err
	}
	out := make([]orb.Point, len(pts))
	for i, p := range pts {
		out[i] = t.gridPoint(p)
	}
	return out, nil
}

// scale brings points of the grid to a zoom, k units of the grid to one of the zoom;
// k is a power of two, so nothing is lost before the rounding. Neighbours that fall
// together become one.
func scale(pts []orb.Point, k float64) []orb.Point {
	out := make([]orb.Point, 0, len(pts))
	for _, p := range pts {
		q := orb.Point{math.Floor(p[0]/k + 0.5), math.Floor(p[1]/k + 0.5)}
		if n := len(out); n == 0 || out[n-1] != q {
			out = append(out, q)
		}
	}
	return out
}
