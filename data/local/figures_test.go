package local

import (
	"maps"
	"slices"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

func TestTally_CountsTheViewOverlayIncluded(t *testing.T) {
	s := opened(t)
	got, err := s.Tally(ctx, model.KindSeal, "custody", "box_id = ?", "b1")
	if err != nil || !maps.Equal(got, map[string]int{"applied": 3}) {
		t.Fatal(got, err)
	}
	record(t, s, removed("1"))
	got, err = s.Tally(ctx, model.KindSeal, "custody", "1 = 1")
	if err != nil || got[string(seal.Applied)] != 2 || got[string(seal.Removed)] != 1 {
		t.Errorf("after a seal was removed: %v, %v", got, err)
	}
	got, err = s.Tally(ctx, model.KindTask, "state", "state <> ?", string(work.Todo))
	if err != nil || len(got) != 0 {
		t.Errorf("none fits: %v, %v", got, err)
	}
	got, err = s.Tally(ctx, model.KindTask, "order_id", "1 = 1")
	if err != nil || got[""] != 1 {
		t.Errorf("without a value: %v, %v", got, err)
	}
	if _, err := s.Tally(ctx, "of_tomorrow", "id", "1 = 1"); err == nil {
		t.Error("a kind that is not known has a tally")
	}
}

func TestDebtsByAge_EachCustomerOnceByTheOldestBill(t *testing.T) {
	s := opened(t)
	bill := func(id, customer string, amount, paid model.Fen, due model.Millis) arrears.Bill {
		return arrears.Bill{ID: id, StationID: "s1", CustomerID: customer, Amount: amount, Paid: paid, DueAt: due}
	}
	for i, b := range []arrears.Bill{bill("1", "new", 100, 0, 900), bill("2", "old", 100, 30, 800), bill("3", "old", 100, 0, 100),
		bill("4", "paid", 100, 100, 100), bill("5", "not yet", 100, 0, 1000), bill("6", "middle", 5, 0, 500)} {
		page(t, s, int64(i+2), row(model.KindBill, b.ID, lS1, 1, b))
	}
	got, err := s.DebtsByAge(ctx, 1000, 700, 300)
	if want := []Owed{{1, 100}, {1, 5}, {1, 170}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	got, err = s.DebtsByAge(ctx, 0)
	if want := []Owed{{}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("before anything fell due: %v, %v", got, err)
	}
}

func TestVersions_AreTheServers(t *testing.T) {
	s := opened(t)
	const uuid = "59f82cb3-ec7b-575f-898a-b009b677b51d"
	renamed := row(model.KindSeal, "n2", lS1, 7, seal.Seal{ID: "n2", StationID: "s1", Number: "7000000002", Custody: seal.Applied, BoxID: "b1"})
	page(t, s, 2, renamed, row(model.KindSeal, uuid, lS1, 3, seal.Seal{ID: uuid, StationID: "s1", Number: "7000000005", Custody: seal.Applied, BoxID: "b1"}))
	got, err := s.Versions(ctx, model.KindSeal, "box_id = ? AND id <> 'n3'", "b1")
	if err != nil || !maps.Equal(got, map[string]int64{"n1": 1, "n2": 7, uuid: 3}) {
		t.Error(got, err)
	}
	if _, err := s.Versions(ctx, "of_tomorrow", "1 = 1"); err == nil {
		t.Error("a kind that is not known has versions")
	}
}

func TestIDs_OfTheViewWithoutTheRecords(t *testing.T) {
	s := opened(t)
	got, err := s.IDs(ctx, model.KindSeal, "box_id = ? ORDER BY id LIMIT 2", "b1")
	if err != nil || !slices.Equal(got, []string{"n1", "n2"}) {
		t.Error(got, err)
	}
	record(t, s, removed("1"))
	if got, err = s.IDs(ctx, model.KindSeal, "custody = 'removed'"); err != nil || !slices.Equal(got, []string{"n1"}) {
		t.Error("of the overlay:", got, err)
	}
	if _, err := s.IDs(ctx, "of_tomorrow", "1 = 1"); err == nil {
		t.Error("a kind that is not known has ids")
	}
}
