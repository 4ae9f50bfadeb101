package demo

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
)

func TestBills_SixInAHundredAreOverdue(t *testing.T) {
	w := worldOf(t, 6_000)
	of := map[string][]arrears.Bill{}
	for _, b := range w.bills {
		c := has(t, w.customers, b.CustomerID, "bill")
		if b.StationID != c.StationID || b.Amount <= 0 || b.Paid < 0 || b.Paid > b.Amount || b.IssuedAt > today || b.DueAt <= b.IssuedAt {
			t.Fatalf("bill %+v", b)
		}
		of[b.CustomerID] = append(of[b.CustomerID], b)
	}
	owing, spread := 0, map[int]int{}
	for _, bills := range of {
		if len(bills) < billMonths || len(bills) > debtMonths+1 {
			t.Fatalf("%d bills", len(bills))
		}
		if d := arrears.DebtOf(bills, today); d.Amount > 0 {
			owing++
			spread[d.Bills]++
		}
	}
	if n := len(w.customers); owing < n*5/100 || owing > n*7/100 {
		t.Errorf("%d of %d are overdue", owing, n)
	}
	for bills := 1; bills <= debtMonths; bills++ {
		if spread[bills] == 0 {
			t.Errorf("nobody owes %d bills: %v", bills, spread)
		}
	}
	cut := 0
	for _, p := range w.points {
		if p.Connected == "connected" {
			continue
		}
		cut++
		if d := arrears.DebtOf(of[p.CustomerID], today); d.Bills < 5 {
			t.Errorf("%s is cut off for %d bills", p.Number, d.Bills)
		}
	}
	if cut == 0 || cut > len(w.points)/100 {
		t.Errorf("%d of %d are cut off", cut, len(w.points))
	}
}

func TestPayments_AreThePaidPartOfTheirBills(t *testing.T) {
	w := worldOf(t, 3000)
	paid := map[string]model.Fen{}
	references := map[string]bool{}
	for _, p := range w.payments {
		b := has(t, w.bills, p.BillID, "payment")
		if b.CustomerID != p.CustomerID || p.PaidAt < b.IssuedAt || p.PaidAt > today || p.PaidAt < today-paymentDays || references[p.Reference] {
			t.Fatalf("payment %+v of %+v", p, b)
		}
		references[p.Reference] = true
		paid[b.ID] += p.Amount
	}
	for _, b := range w.bills {
		if got, ok := paid[b.ID]; ok && got != b.Paid {
			t.Errorf("%d was paid for %+v", got, b)
		}
		if b.IssuedAt > today-paymentDays && paid[b.ID] != b.Paid {
			t.Errorf("no payment for the new bill %+v", b)
		}
	}
}

func TestCalendar_EveryDayHasTheMonthsBeforeItAndABill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := model.Millis(rapid.Int64Range(
			time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli(),
			time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()).Draw(t, "now"))
		c := calendarOf(now)
		if c.midnight > now || now-c.midnight >= day {
			t.Fatalf("%s begins at %s", model.CivilTime(now), model.CivilTime(c.midnight))
		}
		if c.end[months-1] > now || now-c.end[months-1] > 31*day {
			t.Fatalf("the last month before %s ends %s", model.CivilTime(now), model.CivilTime(c.end[months-1]))
		}
		for i := range months {
			if label := model.CivilTime(c.end[i] - 1000).Format("2006-01"); label != c.label[i] {
				t.Fatalf("%s ends in %s", c.label[i], label)
			}
			if i > 0 && (c.end[i]-c.end[i-1] < 28*day || c.end[i]-c.end[i-1] > 31*day) {
				t.Fatalf("%s lasts %d days", c.label[i], (c.end[i]-c.end[i-1])/day)
			}
		}
		issued, due := (&Region{calendar: c}).newestBills()
		if c.issued(issued) >= now || model.CivilDay(c.due(due)) >= model.CivilDay(now) || issued-due > 1 || issued-debtMonths < 0 {
			t.Fatalf("at %s the bills %d and %d", model.CivilTime(now), issued, due)
		}
	})
}
