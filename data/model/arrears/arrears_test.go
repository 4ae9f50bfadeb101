package arrears

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

func shanghai(t *testing.T, text string) model.Millis {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04:05.000 -0700", text+" +0800")
	if err != nil {
		t.Fatal(err)
	}
	return model.MillisOf(at)
}

func TestDebtOf_OverdueDaysTurnAtMidnightInShanghai(t *testing.T) {
	due := shanghai(t, "2026-10-20 23:59:59.999")
	for at, days := range map[string]int{
		"2026-10-19 12:00:00.000": 0,
		"2026-10-20 00:00:00.000": 0, // the due day itself is not overdue
		"2026-10-20 23:59:59.999": 0,
		"2026-10-21 00:00:00.000": 1, // one millisecond later, and 16:00 UTC of the day before
		"2026-10-21 23:59:59.999": 1,
		"2026-11-20 08:00:00.000": 31,
		"2027-01-01 00:00:00.000": 73,
	} {
		d := DebtOf([]Bill{{Amount: 100, DueAt: due}}, shanghai(t, at))
		if d.OverdueDays != days || (d.Amount == 100) != (days > 0) {
			t.Errorf("%s: %+v, want %d days", at, d, days)
		}
	}
}

func TestDebtOf_TheHourOfTheDueDayDoesNotCount(t *testing.T) {
	at := shanghai(t, "2026-10-21 00:00:00.000")
	for _, due := range []string{"2026-10-20 00:00:00.000", "2026-10-20 12:00:00.000", "2026-10-20 23:59:59.999"} {
		if d := DebtOf([]Bill{{Amount: 1, DueAt: shanghai(t, due)}}, at); d.OverdueDays != 1 {
			t.Errorf("due %s: %d days", due, d.OverdueDays)
		}
	}
}

func TestDebtOf_CountsWhatIsStillOpen(t *testing.T) {
	at, due := shanghai(t, "2026-11-23 09:00:00.000"), shanghai(t, "2026-10-20 12:00:00.000")
	later, future := shanghai(t, "2026-11-20 12:00:00.000"), shanghai(t, "2026-12-20 12:00:00.000")
	for _, c := range []struct {
		name  string
		bills []Bill
		want  Debt
	}{
		{"NoBills", nil, Debt{}},
		{"Paid", []Bill{{Amount: 500, Paid: 500, DueAt: due}}, Debt{}},
		{"PaidInPart", []Bill{{Amount: 500, Paid: 499, DueAt: due}}, Debt{Amount: 1, Bills: 1, OverdueDays: 34, Oldest: due}},
		{"PaidTooMuchOffsetsNoOther", []Bill{{Amount: 500, Paid: 900, DueAt: due}, {Amount: 100, DueAt: later}},
			Debt{Amount: 100, Bills: 1, OverdueDays: 3, Oldest: later}},
		{"NotDueYet", []Bill{{Amount: 500, DueAt: future}, {Amount: 100, DueAt: later}}, Debt{Amount: 100, Bills: 1, OverdueDays: 3, Oldest: later}},
		{"SeveralInAnyOrder", []Bill{{Amount: 100, DueAt: later}, {Amount: 500, Paid: 200, DueAt: due}},
			Debt{Amount: 400, Bills: 2, OverdueDays: 34, Oldest: due}},
		{"OldestOfOneDay", []Bill{{Amount: 1, DueAt: due + 5}, {Amount: 1, DueAt: due}}, Debt{Amount: 2, Bills: 2, OverdueDays: 34, Oldest: due}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := DebtOf(c.bills, at); got != c.want {
				t.Fatalf("%+v, want %+v", got, c.want)
			}
		})
	}
}

const day = 24 * 3600 * 1000

func TestDebtOf_OrderDoesNotMatterAndPayingNeverRaisesTheDebt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bills := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Bill {
			return Bill{Amount: model.Fen(rapid.Int64Range(0, 1000).Draw(t, "amount")), Paid: model.Fen(rapid.Int64Range(0, 1200).Draw(t, "paid")),
				DueAt: model.Millis(rapid.Int64Range(1, 90*day).Draw(t, "due"))}
		}), 1, 6).Draw(t, "bills")
		at := model.Millis(rapid.Int64Range(0, 120*day).Draw(t, "at"))
		d := DebtOf(bills, at)
		if other := DebtOf(rapid.Permutation(bills).Draw(t, "order"), at); other != d {
			t.Fatalf("%+v and %+v", d, other)
		}
		if d.Amount < 0 || (d.Amount > 0) != (d.Bills > 0) || (d.Bills > 0) != (d.OverdueDays > 0) {
			t.Fatalf("%+v does not hang together", d)
		}
		i := rapid.IntRange(0, len(bills)-1).Draw(t, "which")
		bills[i].Paid += model.Fen(rapid.Int64Range(0, 500).Draw(t, "more"))
		if after := DebtOf(bills, at); after.Amount > d.Amount || after.OverdueDays > d.OverdueDays {
			t.Fatalf("paying made %+v of %+v", after, d)
		}
	})
}
