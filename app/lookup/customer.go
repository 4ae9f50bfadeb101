package lookup

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/evidence"
	"dianqin/data/model/grid"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// Customer is a customer with what belongs to them.
type Customer struct {
	customer.Customer
	Area     grid.Area
	Points   []customer.UsagePoint
	Boxes    []metering.Box
	Meters   []metering.Meter
	Readings map[string]metering.Readings // by meter id
	Months   []metering.Month             // use of the last thirteen, all meters together
	Bills    []arrears.Bill               // newest first
	Payments []arrears.Payment
	Debt     arrears.Debt
	Seals    []seal.Seal     // applied at the boxes, in the order of their places
	History  []Happening     // newest first
	Files    []evidence.File // pictures of the tasks there, in no order
	People   map[string]string
}

// Happening is one line of a customer's history: exactly one of its members is set.
type Happening struct {
	At         model.Millis
	Seal       *seal.Event
	Inspection *inspection.Inspection
	Case       *cases.Case
	Meter      *metering.Event
}

// monthsBack is how many months of use are shown.
const monthsBack = 13

// mostHistory is how many lines of a customer's history are read of a kind.
const mostHistory = 100

// reader gathers what several queries give and the errors that they end with.
type reader struct {
	l   *Lookup
	ctx context.Context
	err error
}

func find[T any](r *reader, kind model.Kind, where string, args ...any) []T {
	out, err := local.Find[T](r.ctx, r.l.store, kind, where, args...)
	r.err = errors.Join(r.err, err)
	return out
}

// get reads a record; the zero value where there is none.
func get[T any](r *reader, kind model.Kind, id string) T {
	var out T
	if id != "" {
		_, err := r.l.store.Get(r.ctx, kind, id, &out)
		r.err = errors.Join(r.err, err)
	}
	return out
}

// ids is texts as a JSON array, for json_each.
func ids(texts []string) string {
	raw, err := json.Marshal(texts)
	if err != nil || texts == nil {
		return "[]"
	}
	return string(raw)
}

// Customer reads a customer.
func (l *Lookup) Customer(ctx context.Context, id string) (Customer, error) {
	c := Customer{Readings: map[string]metering.Readings{}, People: map[string]string{}}
	found, err := l.store.Get(ctx, model.KindCustomer, id, &c.Customer)
	if err != nil {
		return c, err
	}
	if !found {
		return c, model.Fail("customer.unknown", "id", id)
	}
	r := &reader{l: l, ctx: ctx}
	c.Area = get[grid.Area](r, model.KindArea, c.AreaID)
	c.Points = find[customer.UsagePoint](r, model.KindUsagePoint, "customer_id = ?", id)
	c.Meters = find[metering.Meter](r, model.KindMeter, "customer_id = ? ORDER BY number", id)
	c.Bills = find[arrears.Bill](r, model.KindBill, "customer_id = ? ORDER BY due_at DESC", id)
	c.Payments = find[arrears.Payment](r, model.KindPayment, "customer_id = ? ORDER BY paid_at DESC", id)
	c.Debt = arrears.DebtOf(c.Bills, l.now())
	r.measured(&c)
	r.boxes(&c)
	r.history(&c)
	for _, u := range find[people.User](r, model.KindUser, "1 = 1") {
		c.People[u.ID] = u.Name
	}
	return c, r.err
}

// measured reads the registers and what was used by month.
func (r *reader) measured(c *Customer) {
	var all []metering.Readings
	for _, m := range c.Meters {
		one := get[metering.Readings](r, model.KindReadings, m.ID)
		if len(one.Months) > 0 {
			c.Readings[m.ID] = one
			all = append(all, one)
		}
	}
	c.Months = metering.MonthsOf(all, monthsBack)
}

// boxes reads the boxes and their seals, in the order in which a sweep goes.
func (r *reader) boxes(c *Customer) {
	for _, m := range c.Meters {
		if m.BoxID == "" || slices.ContainsFunc(c.Boxes, func(b metering.Box) bool { return b.ID == m.BoxID }) {
			continue
		}
		box := get[metering.Box](r, model.KindBox, m.BoxID)
		if box.ID == "" {
			continue
		}
		c.Boxes = append(c.Boxes, box)
		some := find[seal.Seal](r, model.KindSeal, local.OnBox+" ORDER BY number", box.ID)
		slices.SortStableFunc(some, func(a, b seal.Seal) int { return placeOf(box, a.Place) - placeOf(box, b.Place) })
		c.Seals = append(c.Seals, some...)
	}
}

func placeOf(b metering.Box, code string) int {
	i := slices.IndexFunc(b.Places, func(p metering.Place) bool { return p.Code == code })
	if i < 0 {
		return len(b.Places)
	}
	return i
}

// history reads what happened at the customer's: to the seals that hang there now
// and on the tasks that led there, inspections, cases, what the meters reported.
func (r *reader) history(c *Customer) {
	var boxes, numbers, tasks, meters []string
	for _, b := range c.Boxes {
		boxes = append(boxes, b.ID)
	}
	for _, s := range c.Seals {
		numbers = append(numbers, s.Number)
	}
	for _, m := range c.Meters {
		meters = append(meters, m.ID)
	}
	const here = "(customer_id = ? OR box_id " + local.Among + ")"
	for _, t := range find[work.Task](r, model.KindTask, here, c.ID, ids(boxes)) {
		tasks = append(tasks, t.ID)
	}
	for _, e := range find[seal.Event](r, model.KindSealEvent, "(number IN (SELECT value FROM json_each(?)) OR task_id "+local.Among+") ORDER BY at DESC LIMIT ?",
		ids(numbers), ids(tasks), mostHistory) {
		c.History = append(c.History, Happening{At: e.At, Seal: &e})
	}
	c.Files = find[evidence.File](r, model.KindFile, "task_id "+local.Among, ids(tasks))
	for _, i := range find[inspection.Inspection](r, model.KindInspection, "task_id "+local.Among, ids(tasks)) {
		c.History = append(c.History, Happening{At: i.At, Inspection: &i})
	}
	for _, k := range find[cases.Case](r, model.KindCase, here+" ORDER BY opened_at DESC LIMIT ?", c.ID, ids(boxes), mostHistory) {
		c.History = append(c.History, Happening{At: k.OpenedAt, Case: &k})
	}
	for _, e := range find[metering.Event](r, model.KindMeterEvent, "meter_id "+local.Among+" ORDER BY at DESC LIMIT ?", ids(meters), mostHistory) {
		c.History = append(c.History, Happening{At: e.At, Meter: &e})
	}
	slices.SortStableFunc(c.History, func(a, b Happening) int { return cmp.Compare(b.At, a.At) })
}
