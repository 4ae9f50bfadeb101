package local

import (
	"fmt"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/wire"
)

// street is customers c0 to c9; c2, c5 and c8 owe for one, two and three months.
func street() []wire.PullRow {
	var rows []wire.PullRow
	for i := range 10 {
		c := customer.Customer{ID: fmt.Sprint("c", i), StationID: "s1", AreaID: fmt.Sprint("a", i%2), Number: fmt.Sprintf("3107%04d", i),
			Name: string([]rune("王李张刘陈杨黄赵吴周")[9-i]) + "建国", Class: customer.Residential, Address: "张江路 " + fmt.Sprint(i) + " 号"}
		if i >= 7 {
			c.Class = customer.Commercial
		}
		rows = append(rows, row(model.KindCustomer, c.ID, lS1, 1, c))
		for m := range 4 {
			b := arrears.Bill{ID: fmt.Sprint(c.ID, ".", m), StationID: "s1", CustomerID: c.ID, Amount: 1000, Paid: 1000, DueAt: model.Millis(1000 * (m + 1))}
			if i%3 == 2 && m >= 2-i/3 && m < 3 || m == 3 { // the newest of everybody is not due yet
				b.Paid = 0
			}
			rows = append(rows, row(model.KindBill, b.ID, lS1, 1, b))
		}
	}
	return rows
}

func ids(all []Debtor) string {
	out := ""
	for _, d := range all {
		out += d.Customer.ID + " "
	}
	return out
}

func TestCustomersComeByPagesWithWhatTheyOwe(t *testing.T) {
	s := open(t, t.TempDir())
	page(t, s, 1, street()...)
	due := model.Millis(3500)
	for _, c := range []struct {
		name   string
		filter CustomerFilter
		by     CustomerOrder
		down   bool
		limit  int
		skip   int
		want   string
	}{
		{"First", CustomerFilter{}, ByNumber, false, 3, 0, "c0 c1 c2 "},
		{"Next", CustomerFilter{}, ByNumber, false, 3, 3, "c3 c4 c5 "},
		{"Backwards", CustomerFilter{}, ByNumber, true, 2, 0, "c9 c8 "},
		{"Class", CustomerFilter{Class: customer.Commercial}, ByNumber, false, 9, 0, "c7 c8 c9 "},
		{"Area", CustomerFilter{AreaID: "a1", Class: customer.Commercial}, ByNumber, false, 9, 0, "c7 c9 "},
		{"Debtors", CustomerFilter{Debtors: true}, ByDebt, false, 9, 0, "c8 c5 c2 "},
		{"SmallestDebt", CustomerFilter{Debtors: true}, ByDebt, true, 9, 0, "c2 c5 c8 "},
		{"OldestDebt", CustomerFilter{Debtors: true}, ByAge, false, 9, 0, "c8 c5 c2 "},
		{"DebtorsOfAnArea", CustomerFilter{Debtors: true, AreaID: "a0"}, ByNumber, false, 9, 0, "c2 c8 "},
		{"EverybodyByDebt", CustomerFilter{}, ByDebt, false, 3, 0, "c8 c5 c2 "},
		{"Some", CustomerFilter{IDs: []string{"c4", "c1", "x"}}, ByNumber, false, 9, 0, "c1 c4 "},
		{"None", CustomerFilter{IDs: []string{}}, ByNumber, false, 9, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.filter.Due = due
			got, err := s.Customers(ctx, c.filter, c.by, c.down, c.limit, c.skip)
			no(t, err)
			if ids(got) != c.want {
				t.Fatalf("%s, want %s", ids(got), c.want)
			}
			for _, d := range got {
				want := map[string]int{"c2": 1, "c5": 2, "c8": 3}[d.Customer.ID]
				if d.Bills != want || d.Owed != model.Fen(1000*want) || (want > 0) != (d.Oldest > 0) || want > 0 && d.Oldest != model.Millis(1000*(4-want)) {
					t.Errorf("%s owes %v for %d since %d", d.Customer.ID, d.Owed, d.Bills, d.Oldest)
				}
			}
		})
	}
}

func TestCustomersAreCountedWithWhatTheyOweTogether(t *testing.T) {
	s := open(t, t.TempDir())
	page(t, s, 1, street()...)
	n, owed, err := s.CountCustomers(ctx, CustomerFilter{})
	if err != nil || n != 10 || owed != 0 {
		t.Errorf("%d customers, %v, %v", n, owed, err)
	}
	n, owed, err = s.CountCustomers(ctx, CustomerFilter{Debtors: true, Due: 3500})
	if err != nil || n != 3 || owed != 6000 {
		t.Errorf("%d debtors, %v, %v", n, owed, err)
	}
}

func TestSearchOfFindsOnlyTheKindsThatAreAskedFor(t *testing.T) {
	s := open(t, t.TempDir())
	page(t, s, 1, town()...)
	all, err := s.Search(ctx, "1", 50)
	no(t, err)
	some, err := s.SearchOf(ctx, "1", 50, model.KindCustomer)
	no(t, err)
	for _, h := range some {
		if h.Kind != model.KindCustomer {
			t.Errorf("%s was found", h.Kind)
		}
	}
	if len(some) >= len(all) {
		t.Errorf("%d of %d", len(some), len(all))
	}
}

func BenchmarkCustomers(b *testing.B) {
	s, err := Open(b.TempDir(), Options{})
	no(b, err)
	defer s.Close()
	region(b, s, 100_000)
	var rows []wire.PullRow
	for i := range 330_000 {
		bill := arrears.Bill{ID: fmt.Sprint("b", i), StationID: "s1", CustomerID: fmt.Sprint("c", i/3), Amount: 12_345, Paid: 12_345, DueAt: model.Millis(1000 * (i%3 + 1))}
		if i%17 == 0 {
			bill.Paid = 0
		}
		if rows = append(rows, row(model.KindBill, bill.ID, lS1, 1, bill)); len(rows) == 5000 {
			page(b, s, int64(1000+i), rows...)
			rows = rows[:0]
		}
	}
	laidOver(b, s, 50)
	list := func(name string, f CustomerFilter, by CustomerOrder, skip int) {
		f.Due = 5000
		b.Run(name, func(b *testing.B) {
			p95(b, 10, func(int) {
				if _, err := s.Customers(ctx, f, by, false, 100, skip); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
	list("First", CustomerFilter{}, ByNumber, 0)
	list("Last", CustomerFilter{}, ByNumber, 99_900)
	list("ByName", CustomerFilter{}, ByName, 0)
	list("Debtors", CustomerFilter{Debtors: true}, ByDebt, 0)
	list("EverybodyByDebt", CustomerFilter{}, ByDebt, 0)
	for name, f := range map[string]CustomerFilter{"CountAll": {}, "CountDebtors": {Debtors: true, Due: 5000}} {
		b.Run(name, func(b *testing.B) {
			p95(b, 10, func(int) {
				if _, _, err := s.CountCustomers(ctx, f); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}
