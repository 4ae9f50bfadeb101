package demo

import (
	"strconv"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/server/demo/town"
)

// station is what is planned of a supply station.
type station struct {
	grid.Station
	lane  model.Lane
	areas []area
	boxes []box // in the order of their areas
	used  [sealKinds]int
	staff stationStaff
	tasks []planned
	free  []planned // of nobody yet
}

// area is a transformer area with its boxes: boxes[first : first+count] of its
// station.
type area struct {
	grid.Area
	n            int // of the region, from 0
	first, count int
	jump         int // month from which more is lost than before; months = never
}

// box is all that is kept of a meter box. The numbers of its parts count through
// the region (customers, meters) or the station (seals).
type box struct {
	n         int // of the region, from 0
	area      int // index in the station
	house     int // in the town
	inHouse   int // from 1
	flat      int // first
	meters    []uint8
	customer  int // number of the first
	meter     int // number of the first
	seals     [sealKinds]int
	twoCovers bool // older meters are sealed on both sides
	collector bool
}

func (b *box) meterCount() int {
	n := 0
	for _, m := range b.meters {
		n += int(m)
	}
	return n
}

// maxPositions is how many meters a box takes.
const maxPositions = 12

// counters number through the region while it is planned.
type counters struct{ area, box, customer, meter int }

func (r *Region) planStations(parts []town.Station) {
	var c counters
	for i, p := range parts {
		s := &station{}
		s.ID = r.id("station", i)
		s.Code = strconv.Itoa(31010 + i)
		s.Name = p.Name
		s.Address, s.Position = r.Town.Address(p.Office), onRegister(p.At)
		s.lane = model.StationLane(s.ID)
		for _, a := range p.Areas {
			s.areas = append(s.areas, r.planArea(s, a, &c))
		}
		r.stations = append(r.stations, s)
		r.Stations = append(r.Stations, s.Station)
	}
}

func (r *Region) planArea(s *station, of town.Area, c *counters) area {
	a := area{n: c.area, first: len(s.boxes), jump: months}
	a.ID, a.StationID = r.id("area", a.n), s.ID
	a.Code = s.Code + padded(len(s.areas)+1, 4)
	a.Name, a.Position, a.Customers = of.Name, onRegister(of.At), of.Customers()
	if a.n%suspiciousAreas == 1 {
		a.jump = months - 2 - r.dice(forArea, a.n).intN(4)
	}
	c.area++
	for _, share := range of.Shares {
		r.planHouse(s, share, c)
	}
	a.count = len(s.boxes) - a.first
	return a
}

// planHouse fills boxes with the customers of a house, flat by flat.
func (r *Region) planHouse(s *station, share town.Share, c *counters) {
	for flat, inHouse := 0, 1; flat < share.Customers; inHouse++ {
		b := box{n: c.box, area: len(s.areas), house: share.House, inHouse: inHouse, flat: flat,
			customer: c.customer, meter: c.meter, seals: s.used}
		if b.n == 0 {
			b.forTour(share.Customers)
		} else {
			d := r.dice(forBox, b.n)
			b.twoCovers, b.collector = d.chance(0.31), d.chance(0.6)
			r.fill(&b, share.Customers-flat)
		}
		flat += len(b.meters)
		c.box++
		c.customer += len(b.meters)
		c.meter += b.meterCount()
		for kind, n := range b.sealCounts() {
			s.used[kind] += n
		}
		s.boxes = append(s.boxes, b)
	}
}

// forTour makes the very first box the one that the tour and the end-to-end test
// visit: two meters and eight seals.
func (b *box) forTour(flats int) {
	b.twoCovers, b.collector = true, true
	b.meters = []uint8{1, 1}
	if flats == 1 {
		b.meters = []uint8{2}
	}
}

func (r *Region) fill(b *box, flats int) {
	sum := 0
	for i := range flats {
		m := metersOf(r.class(b.house, b.flat+i), r.dice(forMeters, b.customer+i))
		if len(b.meters) > 0 && sum+m > maxPositions {
			return
		}
		sum += m
		b.meters = append(b.meters, uint8(m))
	}
}

// metersOf is how many meters a customer has: half as many again as customers,
// over the region (a second one for the car, for night storage, for a workshop).
func metersOf(class customer.Class, d *dice) int {
	switch class {
	case customer.Commercial:
		return 1 + d.intN(3)
	case customer.Industrial:
		return 2 + d.intN(3)
	}
	if d.chance(0.47) {
		return 2
	}
	return 1
}

// class is the tariff class of a flat. In some houses of flats the ground floor is
// let to shops and a few workshops.
func (r *Region) class(house, flat int) customer.Class {
	switch r.kind(house) {
	case town.Residential:
		d := r.dice(forHouse, house)
		switch {
		case flat >= r.Town.Houses[house].PerFloor || !d.chance(0.25):
			return customer.Residential
		case d.chance(0.1):
			return customer.Industrial
		}
		return customer.Commercial
	case town.Industrial:
		return customer.Industrial
	}
	return customer.Commercial
}

func (r *Region) kind(house int) town.Kind {
	return r.Town.Compounds[r.Town.Houses[house].Compound].Kind
}

// onRegister is a position as the utility's register has it: 1e-7 degrees are a
// centimetre.
func onRegister(p geo.Point) model.Position {
	return model.Position{Lat: round(p.Lat, 1e7), Lon: round(p.Lon, 1e7), AccuracyM: 10, Source: "register"}
}
