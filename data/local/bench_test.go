package local

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
)

// region fills a store with a region's customers of whom every fifth owes, half as
// many meters more and four seals each, by pages as a pull brings them.
func region(b testing.TB, s *Store, customers int) {
	const pageOf = 5000
	dice := rand.New(rand.NewPCG(1, 2))
	one := func(of string) string { r := []rune(of); return string(r[dice.IntN(len(r))]) }
	var rows []wire.PullRow
	seq := int64(0)
	flush := func() { seq++; page(b, s, seq, rows...); rows = rows[:0] }
	put := func(kind model.Kind, id string, record any) {
		if rows = append(rows, row(kind, id, lS1, 1, record)); len(rows) == pageOf {
			flush()
		}
	}
	for i := range customers {
		box := fmt.Sprintf("b%d", i/4)
		if i%4 == 0 {
			put(model.KindBox, box, metering.Box{ID: box, StationID: "s1", Number: fmt.Sprintf("88%08d", i), Address: "浦东新区" + one("张川康周金") + one("江沙桥浦海") + "路" + fmt.Sprint(i%900) + "弄"})
		}
		put(model.KindCustomer, fmt.Sprintf("c%d", i), customer.Customer{ID: fmt.Sprintf("c%d", i), StationID: "s1", Number: fmt.Sprintf("31%08d", i),
			Name: one("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗") + one("建国志明小文海丽芳军") + one("华国平英兰强伟红霞涛"), Phone: fmt.Sprintf("13%09d", dice.IntN(1e9)),
			Address: "浦东新区" + one("张川康周金") + one("江沙桥浦海") + "路" + fmt.Sprint(i%900) + "弄" + fmt.Sprint(i%60) + "号"})
		if i%5 == 0 {
			put(model.KindBill, fmt.Sprintf("i%d", i), arrears.Bill{ID: fmt.Sprintf("i%d", i), CustomerID: fmt.Sprintf("c%d", i), Amount: model.Fen(1000 + i), DueAt: model.Millis(1 + i)})
		}
		for j := range 1 + i%2 {
			put(model.KindMeter, fmt.Sprintf("m%d.%d", i, j), metering.Meter{ID: fmt.Sprintf("m%d.%d", i, j), BoxID: box, Number: fmt.Sprintf("045%d%08d", j, i)})
		}
		for j := range 4 {
			put(model.KindSeal, fmt.Sprintf("s%d.%d", i, j), seal.Seal{ID: fmt.Sprintf("s%d.%d", i, j), StationID: "s1", Number: fmt.Sprintf("70%08d", i*4+j), Custody: seal.Applied, BoxID: box, Place: "door"})
		}
	}
	for i := range 200 {
		put(model.KindSealLot, fmt.Sprint("l", i), seal.Lot{ID: fmt.Sprint("l", i), From: fmt.Sprintf("70%08d", i*2000), To: fmt.Sprintf("70%08d", i*2000+1999)})
	}
	flush()
}

// laidOver records what an inspector does in a day, so that the overlay is not empty.
func laidOver(b testing.TB, s *Store, n int) {
	for i := range n {
		op := draft("seal.condition", "", seal.Inspected{Number: fmt.Sprintf("70%08d", i), BoxID: fmt.Sprintf("b%d", i/16), Condition: seal.Worn})
		record(b, s, op)
	}
}

// p95 runs f n times and reports the 95th percentile.
func p95(b *testing.B, n int, f func(i int)) {
	took := make([]time.Duration, n)
	for i := range took {
		start := time.Now()
		f(i)
		took[i] = time.Since(start)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[n*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[n/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkRegion(b *testing.B) {
	s, err := Open(b.TempDir(), Options{})
	no(b, err)
	defer s.Close()
	region(b, s, 100_000)
	laidOver(b, s, 200)
	dice := rand.New(rand.NewPCG(3, 4))
	b.Run("Verdict", func(b *testing.B) {
		w := s.World()
		p95(b, 500, func(int) {
			n := fmt.Sprintf("70%08d", dice.IntN(420_000))
			if _, _, err := w.SealByNumber(n); err != nil {
				b.Fatal(err)
			}
			if _, _, err := w.LotOf(n); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("Record", func(b *testing.B) {
		p95(b, 200, func(i int) { laidOver(b, s, 1) })
	})
	b.Run("PageWithOutboxOf400", func(b *testing.B) {
		p95(b, 5, func(i int) { page(b, s, 1000) })
	})
}

func BenchmarkPull(b *testing.B) {
	for b.Loop() {
		s, err := Open(b.TempDir(), Options{})
		no(b, err)
		start := time.Now()
		region(b, s, 8_000)
		n := 0
		for _, k := range []model.Kind{model.KindCustomer, model.KindMeter, model.KindSeal, model.KindBox} {
			some, err := s.Count(ctx, k, "1 = 1")
			no(b, err)
			n += some
		}
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "rows/s")
		no(b, s.Close())
	}
}
