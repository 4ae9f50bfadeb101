package vectile

import (
	"image"
	"image/color"

	"dianqin/chart/paint"
)

// view is which part of a decoded tile becomes which pixels.
type view struct {
	ox, oy, k float32 // pixel = (unit - o) * k
	zoom      float32 // of the picture
	scale     float32 // pixels per dp
	size      int
}

func (v view) lines(in [][]paint.Pt) [][]paint.Pt {
	out := make([][]paint.Pt, 0, len(in))
	lim := float32(v.size) + 60*v.scale
	for _, l := range in {
		o := make([]paint.Pt, len(l))
		minX, minY, maxX, maxY := float32(1e9), float32(1e9), float32(-1e9), float32(-1e9)
		for i, p := range l {
			x, y := (p.X-v.ox)*v.k, (p.Y-v.oy)*v.k
			o[i] = paint.Pt{X: x, Y: y}
			minX, maxX, minY, maxY = min(minX, x), max(maxX, x), min(minY, y), max(maxY, y)
		}
		if maxX > -60*v.scale && maxY > -60*v.scale && minX < lim && minY < lim {
			out = append(out, o)
		}
	}
	return out
}

// waterways are those that a line stands for, widest last, in dp.
var waterways = [...]struct {
	class string
	width float32
}{{"ditch", 0.8}, {"drain", 0.8}, {"stream", 1}, {"canal", 1.5}, {"river", 1.5}}

// render draws a tile, bottom to top. Equal data gives an equal picture: nothing here
// depends on the order of a map.
func render(d *data, v view, p *Palette) *image.RGBA {
	c := paint.New(v.size, v.size, p.Land)
	fill := func(key string, col color.RGBA) {
		if r := d.areas[key]; len(r) > 0 {
			c.Fill(v.lines(r), col)
		}
	}
	if !p.Flat {
		fill("landuse/residential", p.Residential)
		fill("landuse/commercial", p.Commercial)
		fill("landuse/retail", p.Commercial)
		fill("landuse/industrial", p.Industrial)
		fill("landuse/school", p.School)
		fill("landuse/hospital", p.Hospital)
	}
	fill("landcover/grass", p.Park)
	fill("park", p.Park)
	fill("landcover/wood", p.Wood)
	fill("water", p.Water)
	for _, w := range waterways {
		if l := d.roads["water/"+w.class]; len(l) > 0 {
			c.Stroke(v.lines(l), w.width*v.scale, p.Water)
		}
	}
	buildings(c, d, v, p)
	roads(c, d, v, p, "")
	rails(c, d, v, p)
	roads(c, d, v, p, "bridge/")
	if l := d.roads["transit"]; len(l) > 0 && v.zoom >= 13 {
		c.Stroke(paint.Dash(v.lines(l), 9*v.scale, 4*v.scale), 1.6*v.scale, p.Transit)
	}
	power(c, d, v, p)
	return c.Done()
}

func buildings(c *paint.Canvas, d *data, v view, p *Palette) {
	b := d.areas["building"]
	if len(b) == 0 || v.zoom < 14.5 {
		return
	}
	l := v.lines(b)
	c.Fill(l, p.Building)
	if v.zoom >= 16 {
		for i, r := range l { // close the rings
			if len(r) > 0 {
				l[i] = append(r, r[0])
			}
		}
		c.StrokeButt(l, 0.8*v.scale, p.BuildingEdge)
	}
}

func roads(c *paint.Canvas, d *data, v view, p *Palette, prefix string) {
	for pass := range 2 {
		for _, class := range roadOrder {
			l := d.roads[prefix+class]
			w := roadWidth[class].at(v.zoom)
			if len(l) == 0 || w == 0 {
				continue
			}
			fill, edge := p.road(class)
			px := v.lines(l)
			switch {
			case w < 1.5: // too thin for an edge: one quiet line
				if pass == 1 {
					c.Stroke(px, w*v.scale, edge)
				}
			case pass == 0:
				ew := (w + 2*p.CaseWidth) * v.scale
				if prefix != "" {
					c.StrokeButt(px, ew+2*v.scale, edge)
				} else {
					c.Stroke(px, ew, edge)
				}
			default:
				c.Stroke(px, w*v.scale, fill)
			}
		}
	}
}

func rails(c *paint.Canvas, d *data, v view, p *Palette) {
	l := v.lines(d.roads["rail"])
	if len(l) == 0 {
		return
	}
	w := float32(2.2)
	if v.zoom >= 16 {
		w = 3.4
	}
	c.Stroke(l, w*v.scale, p.Rail)
	c.StrokeButt(paint.Dash(l, 7*v.scale, 7*v.scale), (w-1.2)*v.scale, p.RailGap)
}
