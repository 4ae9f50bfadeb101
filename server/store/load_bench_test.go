package store_test

import (
	"context"
	"strconv"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/server/storetest"
)

// BenchmarkLoad loads customers, the table with the most indexes, in random order
// of their ids.
func BenchmarkLoad(b *testing.B) {
	for range b.N {
		s := storetest.SQLite(b)
		err := s.Load(context.Background(), func(put func(fold.Put) error) error {
			for i := range 100_000 {
				n := strconv.Itoa(i)
				id := model.Derive("load", n)
				c := customer.Customer{ID: id, StationID: "s", AreaID: "area" + n[:1], Number: "3101" + n, Name: "王建国",
					Address: "和平路" + n + "号", Phone: "13900000000"}
				if err := put(fold.Put{Kind: model.KindCustomer, ID: id, Lane: "station:s", Record: c}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
