package demo

import (
	"math"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
)

const (
	billMonths  = 3        // bills that are kept of a customer who pays
	debtMonths  = 6        // the most that anybody owes
	debtors     = 0.06     // share of customers who are overdue
	paymentDays = 40 * day // how long single payments are kept; older bills are marked paid
)

// debt is how many of the bills that are due a customer has left unpaid.
type debt struct {
	months int
	part   bool // half of the oldest came in
	late   bool // has not paid the bill that is not due yet
	dice   *dice
}

func (r *Region) debt(n int) debt {
	d := r.dice(forBills, n)
	x := debt{dice: d}
	if d.chance(debtors) {
		for x.months = 1; x.months < debtMonths && d.chance(0.55); x.months++ {
		}
	}
	x.part, x.late = x.months > 1 && d.chance(0.25), d.chance(0.4)
	return x
}

// cutOff says whether the customer's power was cut for what is owed.
func (r *Region) cutOff(n int, class customer.Class) bool {
	return class != customer.Industrial && r.debt(n).months >= 5 && n%3 == 0
}

// price is fen a kWh.
func price(class customer.Class) float64 {
	switch class {
	case customer.Commercial:
		return 78
	case customer.Industrial:
		return 66
	}
	return 54
}

// money makes the bills of a customer, oldest first, and the newest payments.
func (r *Region) money(c *customer.Customer, n int, kWh [months]float64) ([]arrears.Bill, []arrears.Payment) {
	newest, due := r.newestBills()
	x := r.debt(n)
	var bills []arrears.Bill
	var payments []arrears.Payment
	for m := newest - max(billMonths, x.months+1) + 1; m <= newest; m++ {
		b := arrears.Bill{ID: r.id("bill", n*100+m), StationID: c.StationID, CustomerID: c.ID, Month: r.calendar.label[m],
			Amount: model.Fen(max(100, math.Round(kWh[m]*price(c.Class)))), IssuedAt: r.calendar.issued(m), DueAt: r.calendar.due(m)}
		oldest := due - x.months + 1 // of the unpaid
		switch {
		case m < oldest || m > due && !x.late && x.months == 0:
			b.Paid = b.Amount
		case m == oldest && m <= due && x.part:
			b.Paid = b.Amount / 2
		}
		bills = append(bills, b)
		if p, kept := r.payment(&b, n*100+m, x.dice); kept {
			payments = append(payments, p)
		}
	}
	return bills, payments
}

// newestBills are the newest month that is billed and the newest whose bill is past
// its due day.
func (r *Region) newestBills() (issued, due int) {
	issued = months - 1
	for r.calendar.issued(issued) >= r.calendar.now {
		issued--
	}
	due = issued
	for model.CivilDay(r.calendar.due(due)) >= model.CivilDay(r.calendar.now) {
		due--
	}
	return issued, due
}

// payment is how the paid part of a bill came in, between its issue and the
// earlier of its due day and now.
func (r *Region) payment(b *arrears.Bill, n int, d *dice) (arrears.Payment, bool) {
	until := min(b.DueAt, r.calendar.now)
	at := b.IssuedAt + model.Millis(d.float()*float64(until-b.IssuedAt))
	if b.Paid == 0 || at < r.calendar.now-paymentDays {
		return arrears.Payment{}, false
	}
	return arrears.Payment{ID: r.id("payment", n), StationID: b.StationID, CustomerID: b.CustomerID, BillID: b.ID, Amount: b.Paid,
		Provider: [...]string{"wechat", "alipay", "bank", "counter"}[d.intN(4)], Reference: compact(at) + padded(n, 12), PaidAt: at}, true
}
