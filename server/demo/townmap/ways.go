package townmap

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dianqin/server/demo/town"
)

// firstZoom is where a class of way is drawn first.
var firstZoom = map[string]int{
	"motorway": MinZoom, "primary": MinZoom, "secondary": 12, "tertiary": 13, "minor": 14,
	"rail": 11, "transit": 13,
}

// streets draws ways and says their names: bridges are features of their own, names
// run along the whole way.
func (d *drawing) streets() {
	for _, f := range d.town.Ground {
		class := map[string]string{"motorway": "motorway", "rail": "rail", "metro": "transit"}[f.Kind]
		if l, ok := f.Geometry.(orb.LineString); ok && class != "" {
			d.way(class, f.Name, orb.MultiLineString{l})
		}
	}
	for _, s := range d.town.Streets {
		if len(s.Lines) > 0 {
			d.way(string(s.Class), s.Name, s.Lines)
		}
	}
}

func (d *drawing) way(class, name string, lines orb.MultiLineString) {
	zoom := firstZoom[class]
	var dry, wet orb.MultiLineString
	for _, l := range lines {
		if class == "transit" { // it runs below ground
			dry = append(dry, l)
			continue
		}
		a, b := bridges(l, d.river)
		dry, wet = append(dry, a...), append(wet, b...)
	}
	if dry != nil {
		d.add("transportation", dry, zoom, map[string]any{"class": class})
	}
	if wet != nil {
		d.add("transportation", wet, zoom, map[string]any{"class": class, "brunnel": "bridge"})
	}
	if name != "" {
		d.add("transportation_name", lines, zoom+1, map[string]any{"class": class, "name": name})
	}
}

// bridges cuts a way where it runs over the river.
func bridges(l orb.LineString, river orb.Ring) (dry, wet orb.MultiLineString) {
	if len(l) < 2 || len(river) == 0 {
		return orb.MultiLineString{l}, nil
	}
	over := make([]bool, len(l))
	for i, p := range l {
		over[i] = planar.RingContains(river, p)
	}
	from := 0
	for i := 1; i < len(l); i++ {
		here := over[i-1] || over[i]
		if i+1 < len(l) && (over[i] || over[i+1]) == here {
			continue
		}
		if here {
			wet = append(wet, l[from:i+1])
		} else {
			dry = append(dry, l[from:i+1])
		}
		from = i
	}
	return dry, wet
}

func riverOf(t *town.Town) orb.Ring {
	for _, f := range t.Ground {
		if p, ok := f.Geometry.(orb.Polygon); ok && f.Kind == "river" {
			return p[0]
		}
	}
	return nil
}
