package demo

import (
	"math"
	"strings"
	"testing"
	"unicode"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/geo"
)

func TestRecords_ReferToOnesThatAreThere(t *testing.T) {
	w := worldOf(t, 1500)
	fed := map[string]int{}
	for _, c := range w.customers {
		fed[c.AreaID]++
		if a := has(t, w.areas, c.AreaID, "customer"); a.StationID != c.StationID {
			t.Fatalf("customer %s is fed from another station", c.Number)
		}
	}
	for _, a := range w.areas {
		if fed[a.ID] != a.Customers {
			t.Errorf("%s says %d customers and has %d", a.Name, a.Customers, fed[a.ID])
		}
	}
	for _, p := range w.points {
		c, b := has(t, w.customers, p.CustomerID, "usage point"), has(t, w.boxes, p.BoxID, "usage point")
		if c.AreaID != p.AreaID || b.AreaID != p.AreaID || !strings.HasPrefix(p.Number, c.Number) {
			t.Fatalf("usage point %+v of customer %+v at box %+v", p, c, b)
		}
	}
	metered := map[string]bool{}
	for _, m := range w.meters {
		p := has(t, w.points, m.UsagePointID, "meter")
		has(t, w.boxes, m.BoxID, "meter")
		r := has(t, w.readings, m.ID, "meter")
		if p.BoxID != m.BoxID || p.CustomerID != m.CustomerID || r.StationID != m.StationID || metered[p.ID] {
			t.Fatalf("meter %+v at usage point %+v", m, p)
		}
		metered[p.ID] = true
	}
	for _, e := range w.events {
		if m := has(t, w.meters, e.MeterID, "meter event"); e.At < m.InstalledAt || e.At > today {
			t.Fatalf("event %+v of meter %+v", e, m)
		}
	}
	for _, l := range w.losses {
		has(t, w.areas, l.AreaID, "line loss")
	}
}

func TestBoxes_HoldAtMostTwelveMetersOfOneHouse(t *testing.T) {
	w := worldOf(t, 1500)
	meters, flats := map[string]int{}, map[string]map[string]bool{}
	for _, m := range w.meters {
		meters[m.BoxID]++
		if flats[m.BoxID] == nil {
			flats[m.BoxID] = map[string]bool{}
		}
		flats[m.BoxID][m.CustomerID] = true
	}
	for _, b := range w.boxes {
		if n := meters[b.ID]; n < 1 || n > maxPositions || len(flats[b.ID]) > 12 {
			t.Errorf("%s serves %d flats with %d meters", b.Address, len(flats[b.ID]), n)
		}
		house, _, _ := strings.Cut(b.Address, "号计量箱")
		house = strings.TrimRightFunc(house, unicode.IsDigit)
		for id := range flats[b.ID] {
			c := w.customers[id]
			if !strings.HasPrefix(c.Address, house) {
				t.Errorf("%s is served by the box %s", c.Address, b.Address)
			}
			if d := geo.Distance(geo.Point{Lat: b.Position.Lat, Lon: b.Position.Lon}, geo.Point{Lat: c.Position.Lat, Lon: c.Position.Lon}); d > 20 {
				t.Errorf("box and flat are %.0f m apart", d)
			}
		}
	}
}

func TestNumbers_AreUniqueAndOfTheirForm(t *testing.T) {
	w := worldOf(t, 3000)
	seen := map[string]bool{}
	take := func(number string, length int) {
		t.Helper()
		if len(number) != length || strings.Trim(number, "0123456789") != "" || seen[number] {
			t.Fatalf("%q is not of %d digits, or there twice", number, length)
		}
		seen[number] = true
	}
	for _, c := range w.customers {
		take(c.Number, 10)
	}
	for _, p := range w.points {
		take(p.Number, 12)
	}
	for _, m := range w.meters {
		take(m.Number, 22)
	}
	for _, b := range w.boxes {
		take(b.Number, 22)
	}
	for _, s := range w.seals {
		take(s.Number, 22)
		if unit := s.Number[:5]; unit != w.stations[s.StationID].Code {
			t.Fatalf("seal %s of station %s", s.Number, unit)
		}
	}
	for _, o := range w.orders {
		seen[o.Number] = true
		if len(o.Number) != len("20261123-0042") || !strings.HasPrefix(o.Number, "20261123-") {
			t.Fatalf("order %s", o.Number)
		}
	}
}

func TestCustomers_HaveNamesPhonesAndEveryClass(t *testing.T) {
	w := worldOf(t, 6_000)
	classes := map[customer.Class]int{}
	kept := 0
	for _, c := range w.customers {
		classes[c.Class]++
		if c.NoCut != "" {
			kept++
		}
		if len([]rune(c.Name)) < 2 || len(c.Phone) != 11 || !strings.HasPrefix(c.Phone, "138") || c.Address == "" || !c.Position.Valid() {
			t.Fatalf("%+v", c)
		}
	}
	n := len(w.customers)
	if classes[customer.Residential] < n*6/10 || classes[customer.Commercial] == 0 || classes[customer.Industrial] == 0 {
		t.Errorf("classes %v", classes)
	}
	if kept == 0 || kept > n/100 {
		t.Errorf("%d may not be cut", kept)
	}
}

func TestReadings_GoUpByTheSeason(t *testing.T) {
	w := worldOf(t, 6000)
	var byMonth [13]float64
	drops := 0
	for _, r := range w.readings {
		if len(r.Months) != earlier+months {
			t.Fatalf("%d readings", len(r.Months))
		}
		for i, m := range r.Months {
			if m.At > today || i > 0 && (m.At <= r.Months[i-1].At || m.KWh <= r.Months[i-1].KWh) {
				t.Fatalf("readings %v", r.Months)
			}
			if m.KWh != round(m.KWh, 100) {
				t.Fatalf("%v has more than two decimals", m.KWh)
			}
		}
		residential := w.customers[w.meters[r.ID].CustomerID].Class == customer.Residential
		fell := false
		for i, use := range r.Use() {
			if residential {
				byMonth[model.CivilTime(r.Months[i+1].At-hour).Month()] += use
			}
			fell = fell || i > 0 && use < 0.35*r.Use()[i-1]
		}
		if fell {
			drops++
		}
	}
	if byMonth[8] < 1.3*byMonth[5] || byMonth[1] < 1.2*byMonth[4] {
		t.Errorf("use by month %v has no season", byMonth)
	}
	if drops < len(w.readings)/2000 || drops > len(w.readings)/50 {
		t.Errorf("%d of %d meters fell by 80 %%", drops, len(w.readings))
	}
}

func TestLineLoss_IsWhatTheMetersDidNotCount(t *testing.T) {
	w := worldOf(t, 6_000)
	sold := map[string]float64{} // area + month, from the registers
	for _, r := range w.readings {
		area := w.boxes[w.meters[r.ID].BoxID].AreaID
		for i, use := range r.Use() {
			sold[area+model.CivilTime(r.Months[i+1].At-hour).Format("2006-01")] += use
		}
	}
	worst := map[string]float64{}
	for _, l := range w.losses {
		if p := l.Percent(); p < 1 || p > 40 {
			t.Errorf("%s lost %.1f %%", l.Month, p)
		}
		worst[l.AreaID] = max(worst[l.AreaID], l.Percent())
		if want, ok := sold[l.AreaID+l.Month]; ok && math.Abs(want-float64(l.SoldKWh)) > 2 {
			t.Errorf("%s: sold %d, the meters say %.0f", l.Month, l.SoldKWh, want)
		}
	}
	jumped := 0
	for i, s := range w.Region.stations {
		for _, a := range s.areas {
			suspicious := worst[a.ID] > 8
			if a.jump < months {
				jumped++
				if !suspicious {
					t.Errorf("station %d: %s jumps to no more than %.1f %%", i, a.Name, worst[a.ID])
				}
			}
		}
	}
	if jumped == 0 || jumped > len(w.areas)/8 {
		t.Errorf("%d of %d areas are suspicious", jumped, len(w.areas))
	}
}
