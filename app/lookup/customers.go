package lookup

import (
	"context"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
)

// Order is how a list of customers is ordered.
type Order = local.CustomerOrder

// The orders; by debt the largest comes first, by age the oldest.
const (
	ByNumber = local.ByNumber
	ByName   = local.ByName
	ByDebt   = local.ByDebt
	ByAge    = local.ByAge
)

// Wanted says which customers a list shows. Text finds by name, address, phone, the
// digits of the customer's number or of a meter's, and pinyin.
type Wanted struct {
	Text    string
	Class   customer.Class
	AreaID  string
	Debtors bool
	Order   Order
	Down    bool
}

// Row is a customer with what is owed.
type Row struct {
	customer.Customer
	Debt arrears.Debt
}

// mostFound is how many customers a text may find: beyond it one types more.
const mostFound = 300

// List is the customers that fit, read by pages as they are looked at.
type List struct {
	Total int
	Owed  model.Fen // together; of debtors only
	Cut   bool      // more were found by the text than are listed
	l     *Lookup
	ids   []string // of debtors, in their order
	f     local.CustomerFilter
	by    Order
	down  bool
}

// Customers counts the customers that fit. Their rows come by Page.
func (l *Lookup) Customers(ctx context.Context, w Wanted) (List, error) {
	out := List{l: l, by: w.Order, down: w.Down, f: local.CustomerFilter{Class: w.Class, AreaID: w.AreaID, Debtors: w.Debtors, Due: midnight(l.now())}}
	if w.Text != "" {
		ids, cut, err := l.found(ctx, w.Text)
		if err != nil {
			return out, err
		}
		out.f.IDs, out.Cut = ids, cut
	}
	var err error
	if w.Debtors {
		out.ids, out.Owed, err = l.store.CustomerIDs(ctx, out.f, w.Order, w.Down)
		out.Total = len(out.ids)
		return out, err
	}
	out.Total, err = l.store.CountCustomers(ctx, out.f)
	return out, err
}

// found lists the customers that a text finds, by themselves or by their meter.
func (l *Lookup) found(ctx context.Context, text string) (ids []string, cut bool, err error) {
	hits, err := l.store.SearchOf(ctx, text, mostFound, model.KindCustomer, model.KindMeter)
	if err != nil {
		return nil, false, err
	}
	ids = []string{}
	for _, h := range hits {
		if h.Kind == model.KindCustomer {
			ids = append(ids, h.ID)
			continue
		}
		var m metering.Meter
		if _, err := l.store.Get(ctx, model.KindMeter, h.ID, &m); err != nil {
			return nil, false, err
		}
		ids = append(ids, m.CustomerID)
	}
	return ids, len(hits) == mostFound, nil
}

// Page reads the rows from one on, at most limit.
func (p List) Page(ctx context.Context, from, limit int) ([]Row, error) {
	some, err := p.read(ctx, from, limit)
	rows := make([]Row, len(some))
	now := p.l.now()
	for i, d := range some {
		rows[i] = Row{Customer: d.Customer, Debt: arrears.Debt{Amount: d.Owed, Bills: d.Bills, Oldest: d.Oldest}}
		if d.Bills > 0 {
			rows[i].Debt.OverdueDays = model.CivilDay(now) - model.CivilDay(d.Oldest)
		}
	}
	return rows, err
}

func (p List) read(ctx context.Context, from, limit int) ([]local.Debtor, error) {
	if !p.f.Debtors {
		return p.l.store.Customers(ctx, p.f, p.by, p.down, limit, from)
	}
	from = min(from, len(p.ids))
	return p.l.store.CustomersOf(ctx, p.ids[from:min(from+limit, len(p.ids))], p.f.Due)
}

// midnight begins the civil day of a moment: what fell due before it is overdue.
func midnight(at model.Millis) model.Millis {
	t := model.CivilTime(at)
	return model.MillisOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()))
}

// Areas lists the transformer areas by name.
func (l *Lookup) Areas(ctx context.Context) ([]grid.Area, error) {
	return local.Find[grid.Area](ctx, l.store, model.KindArea, "1 = 1 ORDER BY name")
}

// Owners lists the customers whom a meter or a meter box belongs to, by their number.
func (l *Lookup) Owners(ctx context.Context, kind model.Kind, number string) ([]customer.Customer, error) {
	where := "number = ?"
	if kind == model.KindBox {
		boxes, err := local.Find[metering.Box](ctx, l.store, model.KindBox, "number = ?", number)
		if err != nil || len(boxes) == 0 {
			return nil, err
		}
		where, number = "box_id = ?", boxes[0].ID
	}
	meters, err := local.Find[metering.Meter](ctx, l.store, model.KindMeter, where, number)
	if err != nil {
		return nil, err
	}
	var owners []string
	for _, m := range meters {
		owners = append(owners, m.CustomerID)
	}
	return local.Find[customer.Customer](ctx, l.store, model.KindCustomer, local.WithIDs+" ORDER BY number", ids(owners))
}
