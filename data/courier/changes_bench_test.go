package courier_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/server"
	"dianqin/server/snapshot"
	"dianqin/server/store"
)

// BenchmarkThousandChanges measures a desk that is up to date until 1,000 customers
// who were changed on the server since are in its store and a search finds the newest
// of them, on loopback: a pull with all that belongs to it.
//
// DIANQIN_BENCH_CUSTOMERS makes the region another size.
//
//	go test -run '^$' -bench ThousandChanges -benchtime 5x -timeout 30m ./data/courier
func BenchmarkThousandChanges(b *testing.B) {
	dir := b.TempDir()
	srv, err := server.Start(b.Context(), demoConfig(dir, customers(b), snapshot.Policy{MinRows: 1 << 40}))
	no(b, err)
	b.Cleanup(func() { _ = srv.Close() })
	codes, err := srv.DemoCodes(b.Context(), dir)
	no(b, err)
	var desk *device
	for _, c := range codes {
		if c.Login == "desk" {
			desk = enrolled(b, srv.URL(), c)
		}
	}
	phone := openStore(b, b.TempDir())
	_, err = desk.Pull(b.Context(), phone, nil)
	no(b, err)
	office, err := store.Open(b.Context(), "sqlite:"+filepath.Join(dir, "dianqin.db"))
	no(b, err)
	b.Cleanup(func() { _ = office.Close() })
	some, err := local.Find[customer.Customer](b.Context(), phone, model.KindCustomer, "1 = 1 ORDER BY id LIMIT 1000")
	no(b, err)
	var took time.Duration
	var bytes int64
	rounds := 0
	for b.Loop() {
		b.StopTimer()
		rounds++
		change(b, office, some, rounds)
		b.StartTimer()
		began := time.Now()
		done, err := desk.Pull(b.Context(), phone, nil)
		no(b, err)
		hits, err := phone.Search(b.Context(), some[len(some)-1].Name, 20)
		took += time.Since(began)
		if err != nil || len(hits) == 0 || done.Rows != len(some) {
			b.Fatalf("%d rows, %d hits, %v", done.Rows, len(hits), err)
		}
		bytes += done.Bytes
	}
	b.ReportMetric(float64(took.Microseconds())/1000/float64(rounds), "ms")
	b.ReportMetric(float64(bytes)/1e6/float64(rounds), "MB-line")
	b.ReportMetric(0, "ns/op")
}

// change gives every customer another name, as an import does.
func change(b *testing.B, office *store.Store, some []customer.Customer, round int) {
	b.Helper()
	no(b, office.Write(b.Context(), func(t *store.Tx) error {
		for i := range some {
			some[i].Name = fmt.Sprintf("王改名%d号%d", round, i)
			if _, err := t.Put(fold.Put{Kind: model.KindCustomer, ID: some[i].ID, Lane: model.StationLane(some[i].StationID), Record: some[i]}); err != nil {
				return err
			}
		}
		return nil
	}))
}
