package local

import (
	"math"
	"runtime"
	"slices"
	"testing"
	"time"

	"dianqin/data/model"
)

// BenchmarkDebtors asks what a board of customers asks over a region: who owes, in each
// order, counted and a page of them.
//
//	go test -run '^$' -bench Debtors -benchtime 1x ./data/local
func BenchmarkDebtors(b *testing.B) {
	s := regionStore(b)
	due := model.Millis(math.MaxInt64)
	owing := CustomerFilter{Debtors: true, Due: due}
	ids, _, err := s.CustomerIDs(ctx, owing, ByDebt, false)
	no(b, err)
	for name, ask := range map[string]func() error{
		"Count":     func() error { _, err := s.CountCustomers(ctx, owing); return err },
		"CountAll":  func() error { _, err := s.CountCustomers(ctx, CustomerFilter{Due: due}); return err },
		"Listed":    func() error { _, _, err := s.CustomerIDs(ctx, owing, ByDebt, false); return err },
		"OnePage":   func() error { _, err := s.CustomersOf(ctx, ids[len(ids)/2:][:50], due); return err },
		"ByNumber":  func() error { _, err := s.Customers(ctx, owing, ByNumber, false, 50, 0); return err },
		"ByDebt":    func() error { _, err := s.Customers(ctx, owing, ByDebt, false, 50, 0); return err },
		"ByAge":     func() error { _, err := s.Customers(ctx, owing, ByAge, false, 50, 0); return err },
		"Further":   func() error { _, err := s.Customers(ctx, owing, ByDebt, false, 50, 5000); return err },
		"All":       func() error { _, err := s.Customers(ctx, CustomerFilter{Due: due}, ByNumber, false, 50, 0); return err },
		"AllByDebt": func() error { _, err := s.Customers(ctx, CustomerFilter{Due: due}, ByDebt, false, 50, 0); return err },
		"AllByName": func() error { _, err := s.Customers(ctx, CustomerFilter{Due: due}, ByName, false, 50, 0); return err },
		"Ages":      func() error { _, err := s.DebtsByAge(ctx, due, due-1); return err },
	} {
		b.Run(name, func(b *testing.B) { asked(b, 11, ask) })
	}
}

// asked asks a question n times and reports how long it took and what it computed.
func asked(b *testing.B, n int, ask func() error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	took, cpu := make([]time.Duration, n), make([]time.Duration, n)
	for i := range n {
		began, computed := time.Now(), threadTime()
		no(b, ask())
		cpu[i], took[i] = threadTime()-computed, time.Since(began)
	}
	for name, all := range map[string][]time.Duration{"": took, "cpu-": cpu} {
		slices.Sort(all)
		b.ReportMetric(float64(all[n/2].Microseconds())/1000, name+"p50-ms")
		b.ReportMetric(float64(all[n*95/100].Microseconds())/1000, name+"p95-ms")
	}
	b.ReportMetric(0, "ns/op")
}
