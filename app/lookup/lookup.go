// Package lookup finds records by what a person has at hand: a name, an address,
// the last digits of a number, a scanned code.
package lookup

import (
	"context"
	"errors"
	"strings"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
)

// Lookup is the use cases about finding.
type Lookup struct {
	store *local.Store
	now   func() model.Millis
}

// New wires the use cases.
func New(store *local.Store, now func() model.Millis) *Lookup { return &Lookup{store, now} }

// Search finds customers, boxes, meters and seals; at most limit. Fewer than two
// latin letters or digits find nothing yet: half the region would fit.
func (l *Lookup) Search(ctx context.Context, text string, limit int) ([]local.Hit, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	return l.store.Search(ctx, text, limit)
}

// Customer is a customer with what belongs to them.
type Customer struct {
	customer.Customer
	Points   []customer.UsagePoint
	Meters   []metering.Meter
	Readings map[string]metering.Readings // by meter id
	Bills    []arrears.Bill               // newest first
	Payments []arrears.Payment
	Debt     arrears.Debt
	Seals    []seal.Seal
}

// Customer reads a customer.
func (l *Lookup) Customer(ctx context.Context, id string) (Customer, error) {
	c := Customer{Readings: map[string]metering.Readings{}}
	found, err := l.store.Get(ctx, model.KindCustomer, id, &c.Customer)
	if err != nil {
		return c, err
	}
	if !found {
		return c, model.Fail("customer.unknown", "id", id)
	}
	var failed error
	keep := func(err error) { failed = errors.Join(failed, err) }
	c.Points, err = local.Find[customer.UsagePoint](ctx, l.store, model.KindUsagePoint, "customer_id = ?", id)
	keep(err)
	c.Meters, err = local.Find[metering.Meter](ctx, l.store, model.KindMeter, "customer_id = ? ORDER BY number", id)
	keep(err)
	c.Bills, err = local.Find[arrears.Bill](ctx, l.store, model.KindBill, "customer_id = ? ORDER BY due_at DESC", id)
	keep(err)
	c.Payments, err = local.Find[arrears.Payment](ctx, l.store, model.KindPayment, "customer_id = ? ORDER BY paid_at DESC", id)
	keep(err)
	c.Debt = arrears.DebtOf(c.Bills, l.now())
	boxes := map[string]bool{}
	for _, m := range c.Meters {
		var r metering.Readings
		if ok, err := l.store.Get(ctx, model.KindReadings, m.ID, &r); err != nil {
			keep(err)
		} else if ok {
			c.Readings[m.ID] = r
		}
		boxes[m.BoxID] = true
	}
	for box := range boxes {
		some, err := local.Find[seal.Seal](ctx, l.store, model.KindSeal, "box_id = ? AND custody = 'applied' ORDER BY number", box)
		keep(err)
		c.Seals = append(c.Seals, some...)
	}
	return c, failed
}

// Box reads a meter box.
func (l *Lookup) Box(ctx context.Context, id string) (metering.Box, bool, error) {
	var b metering.Box
	found, err := l.store.Get(ctx, model.KindBox, id, &b)
	return b, found, err
}
