package demo

import (
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// today is a Monday morning in the demo's time.
var today = model.MillisOf(time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC))

func region(t testing.TB, customers int) *Region {
	t.Helper()
	r, err := Generate(Size{Customers: customers, Seed: 1, Now: today})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// world is every record of a small region, by kind and id.
type world struct {
	*Region
	puts      []fold.Put
	stations  map[string]grid.Station
	areas     map[string]grid.Area
	losses    map[string]grid.LineLoss
	customers map[string]customer.Customer
	points    map[string]customer.UsagePoint
	boxes     map[string]metering.Box
	meters    map[string]metering.Meter
	readings  map[string]metering.Readings
	events    map[string]metering.Event
	seals     map[string]seal.Seal
	byNumber  map[string]seal.Seal
	lots      map[string]seal.Lot
	history   map[string]seal.Event
	orders    map[string]work.Order
	tasks     map[string]work.Task
	cases     map[string]cases.Case
	bills     map[string]arrears.Bill
	payments  map[string]arrears.Payment
	users     map[string]people.User
	rows      map[string]policy.Row
}

func worldOf(t testing.TB, customers int) *world {
	t.Helper()
	w := &world{Region: region(t, customers), byNumber: map[string]seal.Seal{}}
	if err := w.Each(func(p fold.Put) error { w.take(t, p); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, s := range w.seals {
		w.byNumber[s.Number] = s
	}
	return w
}

func (w *world) take(t testing.TB, p fold.Put) {
	w.puts = append(w.puts, p)
	switch x := p.Record.(type) {
	case grid.Station:
		enter(t, &w.stations, model.KindStation, p, x.ID, x)
	case grid.Area:
		enter(t, &w.areas, model.KindArea, p, x.ID, x)
	case grid.LineLoss:
		enter(t, &w.losses, model.KindLineLoss, p, x.ID, x)
	case customer.Customer:
		enter(t, &w.customers, model.KindCustomer, p, x.ID, x)
	case customer.UsagePoint:
		enter(t, &w.points, model.KindUsagePoint, p, x.ID, x)
	case metering.Box:
		enter(t, &w.boxes, model.KindBox, p, x.ID, x)
	case metering.Meter:
		enter(t, &w.meters, model.KindMeter, p, x.ID, x)
	case metering.Readings:
		enter(t, &w.readings, model.KindReadings, p, x.ID, x)
	case metering.Event:
		enter(t, &w.events, model.KindMeterEvent, p, x.ID, x)
	case seal.Seal:
		enter(t, &w.seals, model.KindSeal, p, x.ID, x)
	case seal.Lot:
		enter(t, &w.lots, model.KindSealLot, p, x.ID, x)
	case seal.Event:
		enter(t, &w.history, model.KindSealEvent, p, x.ID, x)
	case work.Order:
		enter(t, &w.orders, model.KindOrder, p, x.ID, x)
	case work.Task:
		enter(t, &w.tasks, model.KindTask, p, x.ID, x)
	case cases.Case:
		enter(t, &w.cases, model.KindCase, p, x.ID, x)
	case arrears.Bill:
		enter(t, &w.bills, model.KindBill, p, x.ID, x)
	case arrears.Payment:
		enter(t, &w.payments, model.KindPayment, p, x.ID, x)
	case people.User:
		enter(t, &w.users, model.KindUser, p, x.ID, x)
	case policy.Row:
		enter(t, &w.rows, model.KindPolicy, p, x.ID, x)
	default:
		t.Fatalf("a record of type %T", x)
	}
}

func enter[T any](t testing.TB, into *map[string]T, kind model.Kind, p fold.Put, id string, record T) {
	t.Helper()
	if *into == nil {
		*into = map[string]T{}
	}
	if _, twice := (*into)[p.ID]; twice || p.Kind != kind || p.ID != id || id == "" {
		t.Fatalf("%s %s as %s %s, or twice", kind, id, p.Kind, p.ID)
	}
	(*into)[id] = record
}

// has fails where no record has the id.
func has[T any](t testing.TB, in map[string]T, id, who string) T {
	t.Helper()
	x, ok := in[id]
	if !ok {
		t.Fatalf("%s refers to %q, which is not there", who, id)
	}
	return x
}
