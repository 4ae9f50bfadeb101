package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// shape is what a row wants of a geometry.
type shape int

const (
	points shape = iota
	lines
	areas
)

// row is a line of the table of what can be on a map: which layer of the OpenMapTiles
// schema a thing goes to, and from which zoom on.
type row struct {
	shape shape
	kinds map[string]kind
	other string // the kind where none is said or it is not known; "": that is an error
}

// kind is one sort of a thing.
type kind struct {
	layer string
	class string
	from  int // zoom
	rank  int // of its word: the lower, the sooner it is set
	words words
}

// words says how a thing's name gets onto the map.
type words struct {
	layer, class string // "" for no word at all
	from         int
}

func road(class string, from int) kind {
	return kind{layer: "transportation", class: class, from: from, words: words{"transportation_name", class, min(from+1, 15)}}
}

func poi(class string, rank, from int) kind {
	return kind{layer: "poi", class: class, from: from, rank: rank}
}

func area(layer, class string, from int, poi string, poiFrom int) kind {
	return kind{layer: layer, class: class, from: from, rank: 4, words: words{"poi", poi, poiFrom}}
}

func cable(class string, from int) kind {
	return kind{layer: "power", class: class, from: from, words: words{"power_name", class, from + 2}}
}

// rows is the table. docs/map.md prints it; a test compares.
func rows() map[string]row {
	return map[string]row{
		"road": {lines, map[string]kind{
			"motorway": road("motorway", 10), "trunk": road("trunk", 10), "primary": road("primary", 11),
			"secondary": road("secondary", 12), "tertiary": road("tertiary", 13), "minor": road("minor", 14),
			"service": road("service", 15), "path": road("path", 15),
		}, "minor"},
		"rail": {lines, map[string]kind{
			"rail":    {layer: "transportation", class: "rail", from: 11},
			"transit": {layer: "transportation", class: "transit", from: 13},
		}, "rail"},
		"stream": {lines, map[string]kind{
			"river":  {layer: "waterway", class: "river", from: 10, words: words{"water_name", "river", 12}},
			"canal":  {layer: "waterway", class: "canal", from: 12, words: words{"water_name", "canal", 14}},
			"stream": {layer: "waterway", class: "stream", from: 13, words: words{"water_name", "stream", 15}},
		}, "stream"},
		"power": {lines, map[string]kind{
			"line":       cable("line", 11),       // 35 kV and above
			"minor_line": cable("minor_line", 13), // 10 kV
			"cable":      cable("cable", 13),      // below the ground
			"service":    cable("service", 16),    // 380 V and below
		}, "minor_line"},
		"water": {areas, map[string]kind{
			"river": {layer: "water", class: "river", from: 10, words: words{"water_name", "river", 12}},
			"lake":  {layer: "water", class: "lake", from: 11, words: words{"water_name", "lake", 13}},
			"pond":  {layer: "water", class: "lake", from: 14, words: words{"water_name", "lake", 16}},
		}, "lake"},
		"green": {areas, map[string]kind{
			"park":  area("park", "park", 12, "park", 14),
			"grass": area("landcover", "grass", 13, "park", 16),
			"wood":  area("landcover", "wood", 12, "park", 15),
		}, "park"},
		"land": {areas, map[string]kind{
			"residential": area("landuse", "residential", 13, "residential", 15),
			"commercial":  area("landuse", "commercial", 13, "office", 15),
			"industrial":  area("landuse", "industrial", 13, "industry", 14),
			"school":      area("landuse", "school", 13, "school", 14),
			"hospital":    area("landuse", "hospital", 13, "hospital", 13),
		}, "residential"},
		"building": {areas, map[string]kind{"building": area("building", "", 15, "office", 16)}, "building"},
		"poi": {points, map[string]kind{
			"hospital": poi("hospital", 1, 13), "power": poi("power", 1, 13), "railway": poi("railway", 1, 13),
			"school": poi("school", 2, 14), "park": poi("park", 2, 14), "office": poi("office", 3, 15),
			"industry": poi("industry", 3, 15), "residential": poi("residential", 4, 15), "other": poi("other", 5, 16),
		}, "other"},
		"place": {points, map[string]kind{
			"city": {layer: "place", class: "city", from: 8}, "town": {layer: "place", class: "town", from: 10},
			"suburb": {layer: "place", class: "suburb", from: 11}, "village": {layer: "place", class: "village", from: 12},
		}, "village"},
		"number": {points, map[string]kind{"number": {layer: "housenumber", from: 16}}, "number"},
	}
}

// rowNames are the names of the table in order, for messages.
func rowNames() string { return strings.Join(slices.Sorted(maps.Keys(rows())), ", ") }

// fit brings a geometry to the shape that a row wants: a closed line may be an area, as
// drawing programs export it, and an area's middle is a point.
func (s shape) fit(g orb.Geometry) (orb.Geometry, error) {
	if _, heap := g.(orb.Collection); heap {
		return nil, errors.New("a GeometryCollection: one thing has one geometry")
	}
	switch s {
	case points:
		if g.Dimensions() > 0 {
			return g.Bound().Center(), nil
		}
		return g, nil
	case lines:
		if g.Dimensions() == 1 {
			return g, nil
		}
	case areas:
		if l, ok := g.(orb.LineString); ok && len(l) > 3 && l[0] == l[len(l)-1] {
			return orb.Polygon{orb.Ring(l)}, nil
		}
		if g.Dimensions() == 2 {
			return g, nil
		}
	}
	return nil, fmt.Errorf("a %s where %s are wanted", g.GeoJSONType(), [...]string{"points", "lines", "areas"}[s])
}
