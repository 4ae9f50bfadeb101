// Package town invents a town for the demo region: streets, a river, blocks, houses
// whose addresses match the streets they stand at, the names of its people and firms,
// and the supply stations and transformer areas that serve them.
//
// Everything follows from a seed: the same plan builds the same town. No real
// geography and no real person is in it, and it stores nothing.
//
// The town is laid out on a plane in metres, x east and y north of its centre; u, v is
// the straight grid of streets before bend makes it look grown. What leaves the
// package is WGS84; geometries are orb's, longitude first.
package town

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"dianqin/data/model/geo"
)

// Plan says which town to invent.
type Plan struct {
	Seed      uint64
	Centre    geo.Point // where on the globe to put it
	Customers int       // at least so many flats, shops and works are built
}

// MaxCustomers is the largest town that can be planned.
const MaxCustomers = 2_000_000

// Town is the whole of it. Indices of one slice appear in another: a house names its
// compound, a compound its street.
type Town struct {
	Centre    geo.Point
	Half      float64 // half the side of the built-up square, metres
	Streets   []Street
	Compounds []Compound
	Houses    []House
	Ground    []Feature // what is not built on, and what runs through
	Flats     int       // of all houses: how many customers it can hold

	seed  uint64
	plane geo.Plane
}

// Street is a named road. A street that the river cuts has several lines.
type Street struct {
	Name  string // unique in the town
	Class Class
	Lines orb.MultiLineString
}

// Class is how much of a road it is, in the words of OpenMapTiles.
type Class string

// The classes, widest first.
const (
	Primary   Class = "primary"
	Secondary Class = "secondary"
	Tertiary  Class = "tertiary"
	Minor     Class = "minor"
)

// Kind is what a compound is used for.
type Kind string

// The kinds of compound.
const (
	Residential Kind = "residential"
	Commercial  Kind = "commercial"
	Industrial  Kind = "industrial"
	School      Kind = "school"
	Hospital    Kind = "hospital"
)

// Compound is a walled block (小区, 园区) with a gate to its street.
type Compound struct {
	Name    string // unique in the town
	Kind    Kind
	Street  int // index in Streets
	Number  int // along the street, from its beginning
	Gate    geo.Point
	Outline orb.Ring
	First   int // its houses are Houses[First : First+Count]
	Count   int
}

// House is a building with one or more flats; a shop, a workshop or a whole school
// counts as a flat.
type House struct {
	Compound int // index in Compounds
	Number   int // within the compound, from 1
	At       geo.Point
	Outline  orb.Ring
	Floors   int
	PerFloor int
}

// Flats is how many customers the house holds.
func (h House) Flats() int { return h.Floors * h.PerFloor }

// Feature is something on the ground that is no building.
type Feature struct {
	Kind     string // river, canal, lake, park, wood, motorway, rail, metro, district
	Name     string // may be empty
	Geometry orb.Geometry
}

// Generate builds the town. It fails on a plan without a place on the globe or with
// more than MaxCustomers.
func Generate(p Plan) (*Town, error) {
	if !p.Centre.Valid() || math.Abs(p.Centre.Lat) > 80 {
		return nil, fmt.Errorf("inventing a town: %v is no place for one", p.Centre)
	}
	if p.Customers < 0 || p.Customers > MaxCustomers {
		return nil, fmt.Errorf("inventing a town: %d customers are out of range", p.Customers)
	}
	const perKm2 = 4600 // customers where nothing is left out; what is too few is corrected below
	half := max(smallest, 500*math.Sqrt(float64(p.Customers)/perKm2))
	for range 20 {
		if t := build(p.Seed, p.Centre, half); t.Flats >= p.Customers {
			return t, nil
		}
		half *= 1.05
	}
	return nil, errors.New("inventing a town: it never grew large enough")
}

// Address is where a house stands: street, number of the compound, number of the house.
func (t *Town) Address(house int) string {
	h := t.Houses[house]
	c := t.Compounds[h.Compound]
	if c.Kind == Residential {
		return fmt.Sprintf("%s%d弄%d号", t.Streets[c.Street].Name, c.Number, h.Number)
	}
	return fmt.Sprintf("%s%d号%d幢", t.Streets[c.Street].Name, c.Number, h.Number)
}

// FlatAddress is the address of one flat of a house, counted from 0.
func (t *Town) FlatAddress(house, flat int) string {
	h := t.Houses[house]
	if h.Flats() == 1 {
		return t.Address(house)
	}
	return fmt.Sprintf("%s%d%02d室", t.Address(house), flat/h.PerFloor+1, flat%h.PerFloor+1)
}
