package vectile

import "dianqin/chart/paint"

// Lines that carry current are in no common schema of tiles; packs made for those who
// own them have a layer "power" with OpenStreetMap's classes.

// wire is how one class is drawn: width in dp, dashed where it lies below the ground.
type wire struct {
	class  string
	width  float32
	buried bool
}

var wires = [...]wire{{"service", 0.8, false}, {"cable", 1.3, true}, {"minor_line", 1.3, false}, {"line", 2, false}}

// wireRank is how early a line's name is set, as a road's.
var wireRank = map[string]int{"line": 3, "minor_line": 4}

func power(c *paint.Canvas, d *data, v view, p *Palette) {
	for _, w := range wires {
		l := v.lines(d.roads["power/"+w.class])
		if len(l) == 0 {
			continue
		}
		width := w.width
		if v.zoom >= 16 {
			width *= 1.4
		}
		if w.buried {
			l = paint.Dash(l, 6*v.scale, 4*v.scale)
		}
		c.Stroke(l, width*v.scale, p.Power)
	}
}
