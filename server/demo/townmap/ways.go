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
	lines = d.ashore(lines)
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
	if name != "" && lines != nil {
		d.add("transportation_name", lines, zoom+1, map[string]any{"class": class, "name": name})
	}
}

// bridges cuts a way where it runs over the river: from the last point on land to the
// next.
func bridges(l orb.LineString, river orb.Ring) (dry, wet orb.MultiLineString) {
	if len(l) < 2 || len(river) == 0 {
		return orb.MultiLineString{l}, nil
	}
	over := make([]bool, len(l))
	for i, p := range l {
		over[i] = planar.RingContains(river, p)
	}
	dry, wet = split(l, func(i int) bool { return !over[i] && !over[i+1] })
	return dry, wet
}

// split parts a line into runs of segments of which is says yes or no; segment i is
// from point i to the next.
func split(l orb.LineString, is func(i int) bool) (yes, no orb.MultiLineString) {
	from := 0
	for i := 1; i < len(l); i++ {
		here := is(i - 1)
		if i+1 < len(l) && is(i) == here {
			continue
		}
		if here {
			yes = append(yes, l[from:i+1])
		} else {
			no = append(no, l[from:i+1])
		}
		from = i
	}
	return yes, no
}

func riverOf(t *town.Town) orb.Ring {
	for _, f := range t.Ground {
		if p, ok := f.Geometry.(orb.Polygon); ok && f.Kind == "river" {
			return p[0]
		}
	}
	return nil
}
