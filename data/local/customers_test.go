package local

import (
	"fmt"
	"slices"
	"strings"
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
			all, _, err := s.CustomerIDs(ctx, c.filter, c.by, c.down)
			no(t, err)
			all = all[min(c.skip, len(all)):min(c.skip+c.limit, len(all))]
			if want := strings.Fields(c.want); !slices.Equal(all, want) {
				t.Errorf("of all %v, want %v", all, want)
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
	for want, f := range map[int]CustomerFilter{10: {}, 3: {Debtors: true, Due: 3500}} {
		if n, err := s.CountCustomers(ctx, f); err != nil || n != want {
			t.Errorf("%d of %d customers, %v", n, want, err)
		}
	}
	for want, f := range map[model.Fen]CustomerFilter{0: {}, 6000: {Debtors: true, Due: 3500}} {
		ids, owed, err := s.CustomerIDs(ctx, f, ByNumber, false)
		if err != nil || owed != want {
			t.Errorf("%v owe %v, want %v, %v", ids, owed, want, err)
		}
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
