package scan

import (
	"cmp"
	"math"
	"slices"
)

// region is a part of the frame whose bars all point one way. Its axis u runs
// across the bars, v along them, a quarter turn clockwise; both are measured
// from its middle, in pixels of the frame.
type region struct {
	middle         Point
	ux, uy         float64
	u0, u1, v0, v1 float64
	energy         float64
	cells          int
	places         float64 // half pixels at which two of its lines change alike; see gate
	half           bool    // seen at half resolution
	striped        bool    // looks the same from line to line; see gate
}

// mostRegions of a frame are looked at, the strongest first: more than anyone
// holds before a camera.
const mostRegions = 24

// regions collects cells into regions.
type regions struct {
	all    []region
	stack  []int32
	member []int32
	us, vs []float32
}

// find flood fills the cells that look like bars: neighbours whose direction
// agrees, across gaps of a cell, which wide bars and spaces leave. Scale is
// pixels of the frame for one of the cells' picture.
func (g *regions) find(c *cells, scale float64) []region {
	g.all = g.all[:0]
	next := int32(0)
	for i, l := range c.label {
		if l != barsCell {
			continue
		}
		next++
		g.fill(c, int32(i), next)
		if r, ok := g.measure(c, scale); ok {
			g.all = append(g.all, r)
		}
	}
	slices.SortFunc(g.all, func(a, b region) int { return cmp.Compare(b.energy, a.energy) })
	g.all = g.all[:min(len(g.all), mostRegions)]
	return g.all
}

// fill gathers the cells that belong together with cell i.
func (g *regions) fill(c *cells, i, label int32) {
	const reach, turn = 2, 0.5 // cells; radians of twice the direction
	g.stack, g.member = append(g.stack[:0], i), g.member[:0]
	c.label[i] = label
	for len(g.stack) > 0 {
		k := int(g.stack[len(g.stack)-1])
		g.stack = g.stack[:len(g.stack)-1]
		g.member = append(g.member, int32(k))
		kx, ky := k%c.w, k/c.w
		for y := max(ky-reach, 0); y <= min(ky+reach, c.h-1); y++ {
			for x := max(kx-reach, 0); x <= min(kx+reach, c.w-1); x++ {
				j := y*c.w + x
				if c.label[j] == barsCell && turned(c.angle[j], c.angle[k]) < turn {
					c.label[j] = label
					g.stack = append(g.stack, int32(j))
				}
			}
		}
	}
}

// turned is the angle between two directions, both doubled.
func turned(a, b float32) float32 {
	d := a - b
	if d < 0 {
		d = -d
	}
	if d > math.Pi {
		d = 2*math.Pi - d
	}
	return d
}

// measure is the region of the cells that fill gathered.
func (g *regions) measure(c *cells, scale float64) (region, bool) {
	const fewest = 4 // cells: the smallest code takes two by two
	if len(g.member) < fewest {
		return region{}, false
	}
	var xx, yy, xy, x, y float64
	for _, k := range g.member {
		e := float64(c.xx[k] + c.yy[k])
		xx, yy, xy = xx+float64(c.xx[k]), yy+float64(c.yy[k]), xy+float64(c.xy[k])
		x, y = x+e*(float64(int(k)%c.w)+0.5), y+e*(float64(int(k)/c.w)+0.5)
	}
	s := float64(c.size) * scale
	energy := xx + yy
	uy, ux := math.Sincos(0.5 * math.Atan2(2*xy, xx-yy))
	r := region{
		middle: Point{x / energy * s, y / energy * s}, ux: ux, uy: uy,
		energy: energy * scale * scale, cells: len(g.member), half: scale > 1,
	}
	g.span(c, &r, s)
	return r, r.u1-r.u0 >= 2.5*s
}

// span measures a region along its axes. A twentieth of the cells above and
// below are left out: they are what touches the code by chance.
func (g *regions) span(c *cells, r *region, s float64) {
	g.us, g.vs = g.us[:0], g.vs[:0]
	for _, k := range g.member {
		dx := (float64(int(k)%c.w)+0.5)*s - r.middle.X
		dy := (float64(int(k)/c.w)+0.5)*s - r.middle.Y
		g.us = append(g.us, float32(dx*r.ux+dy*r.uy))
		g.vs = append(g.vs, float32(-dx*r.uy+dy*r.ux))
	}
	slices.Sort(g.us)
	slices.Sort(g.vs)
	out := len(g.vs) / 20
	r.u0, r.u1 = float64(g.us[0]), float64(g.us[len(g.us)-1])
	r.v0, r.v1 = float64(g.vs[out]), float64(g.vs[len(g.vs)-1-out])
}

// line is the walk across the region's bars, v pixels along them from the
// middle, with room for the clear space on both sides.
func (r *region) line(v, step float64) line {
	long := r.u1 - r.u0
	room := 24 + 0.15*long
	return line{
		x: r.middle.X + r.ux*(r.u0-room) - r.uy*v, y: r.middle.Y + r.uy*(r.u0-room) + r.ux*v,
		dx: r.ux, dy: r.uy, step: step, n: int((long + 2*room) / step),
	}
}
