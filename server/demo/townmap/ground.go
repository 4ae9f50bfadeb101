package townmap

import (
	"strconv"

	"github.com/paulmach/orb"

	"dianqin/server/demo/town"
)

// compounds are tinted by what they are used for.
func (d *drawing) compounds() {
	for _, c := range d.town.Compounds {
		d.add("landuse", orb.Polygon{c.Outline}, 13, map[string]any{"class": string(c.Kind)})
	}
}

// ground lays what is not built on: green, then water over it.
func (d *drawing) ground() {
	for _, f := range d.town.Ground {
		switch f.Kind {
		case "wood":
			d.add("landcover", f.Geometry, 13, map[string]any{"class": "wood"})
		case "park":
			d.add("park", f.Geometry, 12, map[string]any{"class": "park"})
		case "river":
			d.add("water", f.Geometry, MinZoom, map[string]any{"class": "river"})
		case "canal", "lake":
			d.add("water", f.Geometry, 12, map[string]any{"class": f.Kind})
		}
	}
}

func (d *drawing) houses() {
	for _, h := range d.town.Houses {
		d.add("building", orb.Polygon{h.Outline}, 15, nil)
	}
}

// words are the names of what is no street, and the numbers that addresses are made of.
func (d *drawing) words() {
	cities := 0
	for _, f := range d.town.Ground {
		middle := f.Geometry.Bound().Center()
		switch f.Kind {
		case "district":
			class, zoom := "suburb", 12
			if cities == 0 { // the first is the town itself
				class, zoom = "city", MinZoom
			}
			cities++
			d.add("place", f.Geometry, zoom, map[string]any{"class": class, "name": f.Name})
		case "river", "canal":
			if course := d.ashore(orb.MultiLineString{course(f.Geometry)}); course != nil {
				d.add("water_name", course, 12, map[string]any{"class": f.Kind, "name": f.Name})
			}
		case "lake":
			d.poi(middle, 15, "water", 2, f.Name)
		case "park":
			if f.Name != "" {
				d.poi(middle, 14, "park", 2, f.Name)
			}
		}
	}
	for _, c := range d.town.Compounds {
		d.compound(c)
	}
}

// compound names one, and numbers its gate and its houses as addresses do.
func (d *drawing) compound(c town.Compound) {
	of := map[town.Kind]struct {
		class        string
		rank, zoom   int
		gate, houses string
	}{
		town.Residential: {"residential", 4, 15, "弄", "号"},
		town.Commercial:  {"office", 3, 15, "号", "幢"},
		town.Industrial:  {"industry", 3, 15, "号", "幢"},
		town.School:      {"school", 2, 14, "号", "幢"},
		town.Hospital:    {"hospital", 1, 13, "号", "幢"},
	}[c.Kind]
	d.poi(c.Outline.Bound().Center(), of.zoom, of.class, of.rank, c.Name)
	number := func(at orb.Point, zoom, n int, unit string) {
		d.add("housenumber", at, zoom, map[string]any{"housenumber": strconv.Itoa(n) + unit})
	}
	number(point(c.Gate), 16, c.Number, of.gate)
	for _, h := range d.town.Houses[c.First : c.First+c.Count] {
		number(point(h.At), 17, h.Number, of.houses)
	}
}

// course is the middle of a water whose outline goes up one bank and down the other;
// nil where it is no such outline.
func course(g orb.Geometry) orb.LineString {
	p, ok := g.(orb.Polygon)
	if !ok || len(p) != 1 || len(p[0])%2 == 0 {
		return nil
	}
	bank := p[0][:len(p[0])-1]
	var out orb.LineString
	for i := 0; i < len(bank)/2; i += 2 {
		a, b := bank[i], bank[len(bank)-1-i]
		out = append(out, orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
	}
	return out
}
