package work

import (
	"context"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// Place is where a new order leads.
type Place struct {
	StationID  string
	CustomerID string // empty where the box is of several
	BoxID      string
	Name       string // of the customer
	Address    string
}

// PlaceOf finds the place of what a search has found: a customer, a box, a meter
// or a seal that hangs on one.
func (w *Work) PlaceOf(ctx context.Context, kind model.Kind, id string) (Place, error) {
	var p Place
	switch kind {
	case model.KindCustomer:
		p.CustomerID = id
		meters, err := local.Find[metering.Meter](ctx, w.store, model.KindMeter, "customer_id = ? ORDER BY number LIMIT 1", id)
		if err != nil {
			return p, err
		}
		if len(meters) > 0 {
			p.BoxID = meters[0].BoxID
		}
	case model.KindMeter:
		var m metering.Meter
		if _, err := w.store.Get(ctx, kind, id, &m); err != nil {
			return p, err
		}
		p.CustomerID, p.BoxID = m.CustomerID, m.BoxID
	case model.KindSeal:
		var s seal.Seal
		if _, err := w.store.Get(ctx, kind, id, &s); err != nil {
			return p, err
		}
		p.BoxID = s.BoxID
	case model.KindBox:
		p.BoxID = id
	}
	return p, w.describe(ctx, &p)
}

// describe fills in what the records say of a place.
func (w *Work) describe(ctx context.Context, p *Place) error {
	var c customer.Customer
	var b metering.Box
	if _, err := w.store.Get(ctx, model.KindCustomer, p.CustomerID, &c); err != nil {
		return err
	}
	if _, err := w.store.Get(ctx, model.KindBox, p.BoxID, &b); err != nil {
		return err
	}
	p.Name, p.Address, p.StationID = c.Name, c.Address, c.StationID
	if b.ID != "" {
		p.StationID = b.StationID
		if p.Address == "" {
			p.Address = b.Address
		}
	}
	if p.StationID == "" {
		return model.Fail("order.no_place").At("/body/box_id")
	}
	return nil
}

// Lacking says what is wrong with a new order before it is sent, nil for nothing:
// no place, an hour that is past, or an appointment that ends after the order is due.
func Lacking(c work.Create, now model.Millis) *model.Error {
	if bad := c.Check(); bad != nil {
		if c.BoxID == "" && c.CustomerID == "" {
			return model.Fail("order.no_place").At("/body/box_id")
		}
		return bad
	}
	if c.DueAt != 0 && c.DueAt <= now {
		return model.Fail("order.due_past").At("/body/due_at")
	}
	end := max(c.AppointmentFrom, c.AppointmentUntil)
	switch {
	case end != 0 && end <= now:
		return model.Fail("order.appointment_past").At("/body/appointment_from")
	case c.DueAt != 0 && end > c.DueAt:
		return model.Fail("order.appointment_due").At("/body/appointment_until")
	}
	return nil
}

// DueAt is an hour of the civil day that is so many days from now.
func DueAt(now time.Time, days, hour int) model.Millis {
	return midnight(now.AddDate(0, 0, days)) + model.Millis(hour)*60*60_000
}
