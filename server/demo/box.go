package demo

import (
	"math"
	"strconv"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/server/demo/town"
)

// metered is the records of one box but its seals.
type metered struct {
	box       metering.Box
	customers []customer.Customer
	points    []customer.UsagePoint
	meters    []metering.Meter
	owner     []int // meter -> index in customers
}

// metered makes the records of a box.
func (r *Region) metered(s *station, b *box) metered {
	m := metered{box: r.box(s, b)}
	installed := r.installed(b)
	n := b.meter
	for i, count := range b.meters {
		c := r.customer(s, b, i)
		m.customers = append(m.customers, c)
		for k := range int(count) {
			p := r.point(&c, b.customer+i, m.box.ID, n, k)
			m.points = append(m.points, p)
			m.meters = append(m.meters, r.meter(s, &c, p, n, installed))
			m.owner = append(m.owner, i)
			n++
		}
	}
	return m
}

// box makes the box with the places for its seals in the order of a sweep: the
// door first, then meter by meter, the collector last.
func (r *Region) box(s *station, b *box) metering.Box {
	x := metering.Box{ID: r.id("box", b.n), StationID: s.ID, AreaID: s.areas[b.area].ID, Number: barcode(s.Code, typeBox, b.n+1),
		Address: r.Town.Address(b.house) + strconv.Itoa(b.inHouse) + "号计量箱", Position: r.position(b),
		Places: make([]metering.Place, 0, b.placeCount())}
	x.Places = append(x.Places, metering.Place{Code: "door", Kind: sealBox.code()})
	for i := range b.meterCount() {
		id, at := r.id("meter", b.meter+i), "m"+strconv.Itoa(i+1)
		x.Places = append(x.Places, metering.Place{Code: at + ".cover.left", Kind: sealCover.code(), MeterID: id})
		if b.twoCovers {
			x.Places = append(x.Places, metering.Place{Code: at + ".cover.right", Kind: sealCover.code(), MeterID: id})
		}
		x.Places = append(x.Places, metering.Place{Code: at + ".terminal", Kind: sealTerminal.code(), MeterID: id})
	}
	if b.collector {
		x.Places = append(x.Places, metering.Place{Code: "collector", Kind: sealCollector.code()})
	}
	return x
}

// position spreads the boxes of a house around it, a few metres from each other.
func (r *Region) position(b *box) model.Position {
	at := r.Town.Houses[b.house].At
	turn := float64(b.inHouse) * 2.4 // the golden angle: no two meet
	sin, cos := math.Sincos(turn)
	at.Lat += 4e-5 * sin // about 4 m
	at.Lon += 4e-5 * cos
	return onRegister(at)
}

func round(v, parts float64) float64 { return math.Round(v*parts) / parts }

// installed is when the meters of a box were hung: before the oldest reading, up to eight years ago.
func (r *Region) installed(b *box) model.Millis {
	d := r.dice(forBox, b.n)
	d.Uint64() // the plan's
	return r.calendar.daysAgo(minAge+d.intN(maxAge-minAge), d)
}

// Ages of meters and of the seals applied with them, in days.
const minAge, maxAge = 420, 2900

// customer makes the i-th customer of a box.
func (r *Region) customer(s *station, b *box, i int) customer.Customer {
	n := b.customer + i
	d := r.dice(forCustomer, n)
	c := customer.Customer{ID: r.id("customer", n), StationID: s.ID, AreaID: s.areas[b.area].ID, Number: "31" + padded(n+1, 8),
		Class: r.class(b.house, b.flat+i), Phone: "138" + padded(d.intN(100_000_000), 8),
		Address: r.Town.FlatAddress(b.house, b.flat+i), Position: r.position(b)}
	number, seed := uint64(n), r.size.Seed
	kind := r.kind(b.house)
	switch {
	case c.Class == customer.Residential:
		c.Name = town.Person(seed, number)
		if d.chance(0.002) {
			c.NoCut = "life_support"
		}
	case c.Class == customer.Industrial:
		c.Name = town.Company(seed, number)
	case kind == town.School || kind == town.Hospital:
		c.Name = r.Town.Compounds[r.Town.Houses[b.house].Compound].Name
		c.Important = kind == town.Hospital
	default:
		c.Name = town.Shop(seed, number)
	}
	return c
}

func (r *Region) point(c *customer.Customer, number int, boxID string, meter, k int) customer.UsagePoint {
	p := customer.UsagePoint{ID: r.id("usage_point", meter), StationID: c.StationID, AreaID: c.AreaID, CustomerID: c.ID, BoxID: boxID,
		Number: c.Number + padded(k+1, 2), Connected: "connected", VoltageV: 220, Position: c.Position}
	if c.Class == customer.Industrial {
		p.VoltageV = 380
	}
	if r.cutOff(number, c.Class) {
		p.Connected = "physically_disconnected"
	}
	return p
}

func (r *Region) meter(s *station, c *customer.Customer, p customer.UsagePoint, n int, installed model.Millis) metering.Meter {
	m := metering.Meter{ID: r.id("meter", n), StationID: s.ID, BoxID: p.BoxID, UsagePointID: p.ID, CustomerID: c.ID,
		Number: barcode(s.Code, typeMeter, n+1), Model: "DDZY-Z 220V 5(60)A", Phases: 1, InstalledAt: installed}
	if p.VoltageV == 380 {
		m.Model, m.Phases = "DTZY-Z 3×220/380V 5(80)A", 3
	}
	return m
}
