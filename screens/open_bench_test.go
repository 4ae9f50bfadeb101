package screens_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// BenchmarkScreens opens screens over a region of 100,000 customers and reports how
// long one takes from the press until everything that it reads is on it, not painted.
// DESIGN.md wants less than 150 ms. A folder in DIANQIN_REGION keeps the region for
// the next run.
func BenchmarkScreens(b *testing.B) {
	th := newTheatre(b, 1)
	th.shared = true
	whole := theOffice()
	whole.name = "region"
	dir := os.Getenv("DIANQIN_REGION")
	if dir == "" {
		dir = b.TempDir()
	}
	th.kept[whole.name] = dir
	if _, err := os.Stat(filepath.Join(dir, "base.db")); err != nil {
		whole.fill(b, dir)
		crowd(b, dir, 100_000)
	}
	for _, name := range []string{"phone-today", "phone-task", "phone-seals", "phone-lookup-found", "phone-customer", "phone-me",
		"desk-overview", "desk-orders", "desk-board", "desk-order", "desk-seals", "desk-cases", "desk-customers", "desk-people"} {
		i := slices.IndexFunc(scenes(), func(sc scene) bool { return sc.name == name })
		if i < 0 {
			continue // not on this shell yet
		}
		sc := scenes()[i]
		sc.store = whole
		b.Run(name, func(b *testing.B) {
			p := th.play(b, sc, looks()[0])
			var took []time.Duration
			for b.Loop() {
				begun := time.Now()
				p.Ctx.Nav.Rebuild()
				if pane := p.Ctx.Pane(); pane != nil {
					pane.Rebuild()
				}
				p.Settle()
				took = append(took, time.Since(begun))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

// crowd adds a region's customers to a folder, half as many meters more, four seals
// each, a bill of every tenth.
func crowd(b *testing.B, dir string, customers int) {
	b.Helper()
	store, err := local.Open(dir, local.Options{Now: uitest.Now})
	if err != nil {
		b.Fatal(err)
	}
	var rows []wire.PullRow
	seq, s1 := int64(1), model.StationLane("s1")
	flush := func() {
		seq++
		end := wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": seq, "cases:s1": 1}}
		if err := store.ApplyPage(b.Context(), rows, end); err != nil {
			b.Fatal(err)
		}
		rows = rows[:0]
	}
	put := func(kind model.Kind, id string, record any) {
		r := row(b, kind, id, s1, record)
		r.Seq = seq + 1
		if rows = append(rows, r); len(rows) == 5000 {
			flush()
		}
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range customers {
		one(put, dice, i)
	}
	flush()
	if err := store.Close(); err != nil {
		b.Fatal(err)
	}
}

// one invents a customer with what belongs to it.
func one(put func(model.Kind, string, any), dice *rand.Rand, i int) {
	pick := func(of string) string { r := []rune(of); return string(r[dice.IntN(len(r))]) }
	street := "浦东新区" + pick("张川康周金") + pick("江沙桥浦海") + "路" + fmt.Sprint(i%900) + "弄"
	id, box := fmt.Sprintf("c-%d", i), fmt.Sprintf("b-%d", i/4)
	if i%4 == 0 {
		put(model.KindBox, box, metering.Box{ID: box, StationID: "s1", Number: fmt.Sprintf("88%010d", i), Address: street})
	}
	put(model.KindCustomer, id, customer.Customer{ID: id, StationID: "s1", Number: fmt.Sprintf("31%08d", i), Class: customer.Residential,
		Name: pick("李张刘陈杨黄赵吴周徐") + pick("建国志明小文海丽芳军") + pick("华国平英兰强伟红霞涛"), Address: street + fmt.Sprint(i%60) + "号", Phone: fmt.Sprintf("13%09d", i)})
	for j := range 1 + i%2 {
		m := fmt.Sprintf("m-%d-%d", i, j)
		put(model.KindMeter, m, metering.Meter{ID: m, StationID: "s1", BoxID: box, CustomerID: id, Number: fmt.Sprintf("31300010000009%08d", i*2+j), Model: "DDZY102", Phases: 1})
	}
	for j := range 4 {
		n := fmt.Sprintf("310199%016d", i*4+j)
		put(model.KindSeal, "s"+n, seal.Seal{ID: "s" + n, StationID: "s1", Number: n, Kind: "cover", Custody: seal.Applied, Condition: seal.Intact, BoxID: box, Place: "door", ChangedAt: at(-i % 9000)})
	}
	if i%10 == 0 {
		put(model.KindBill, "bill-"+id, arrears.Bill{ID: "bill-" + id, StationID: "s1", CustomerID: id, Month: "2026-01", Amount: model.Fen(1000 + i), DueAt: at(-i % 4000)})
	}
}
