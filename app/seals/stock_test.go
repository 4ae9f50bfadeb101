package seals

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/device/place"
)

var now = time.Date(2026, 3, 18, 2, 35, 0, 0, time.UTC)

// keeper is who acts.
type keeper struct{}

func (keeper) User() people.User       { return people.User{ID: "k", Name: "陈晨"} }
func (keeper) Device() string          { return "d1" }
func (keeper) Key() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) }
func (keeper) Offset() time.Duration   { return 0 }

func shelf(i int) string { return fmt.Sprintf("77%06d", i) }

// shelves is a store with two lots: of the first 20 lie in the store, one is lost, two
// are issued; of the second none has a record here.
func shelves(t *testing.T) *Seals {
	t.Helper()
	store, err := local.Open(t.TempDir(), local.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	var rows []wire.PullRow
	put := func(kind model.Kind, id string, lane model.Lane, record any) {
		body, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		raw := json.RawMessage(body)
		rows = append(rows, wire.PullRow{Kind: string(kind), Id: id, Lane: string(lane), Ver: 1, Seq: 1, State: wire.Live, Body: &raw})
	}
	s1 := model.StationLane("s1")
	put(model.KindSealLot, "l1", model.OrgLane, seal.Lot{ID: "l1", Code: "A", StationID: "s1", Kind: "cover", From: shelf(0), To: shelf(99), Count: 100, BoughtAt: 5})
	put(model.KindSealLot, "l2", model.OrgLane, seal.Lot{ID: "l2", Code: "B", StationID: "s2", Kind: "box", From: shelf(500), To: shelf(599), Count: 100, BoughtAt: 9})
	put(model.KindBox, "b", s1, metering.Box{ID: "b", StationID: "s1", Address: "张江路 88 弄"})
	for _, u := range []people.User{{ID: "k", Name: "陈晨", Roles: []people.Role{people.SealKeeper}}, {ID: "li", Name: "李敏", Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}, {ID: "wang", Name: "王强", Roles: []people.Role{people.Inspector}}} {
		put(model.KindUser, u.ID, model.OrgLane, u)
	}
	for i := range 24 {
		x := seal.Seal{ID: fmt.Sprint("n", i), StationID: "s1", Number: shelf(i), Kind: "cover", Custody: seal.InStore, Condition: seal.Intact}
		switch i {
		case 4:
			x.Custody = seal.Lost
		case 20, 21:
			x.Custody, x.HolderID = seal.Issued, "li"
		case 23:
			x.Custody, x.BoxID, x.Place, x.Condition = seal.Applied, "b", "door", seal.Broken
		}
		put(model.KindSeal, x.ID, s1, x)
	}
	if err := store.ApplyPage(t.Context(), rows, wire.PullEnd{End: true, Epoch: "e", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": 1}}); err != nil {
		t.Fatal(err)
	}
	return New(store, act.New(store, keeper{}, place.Default(), func() time.Time { return now }))
}

func TestCounts_ByCustodyAndWhatIsAmiss(t *testing.T) {
	c, err := shelves(t).Counts(t.Context())
	if err != nil || c.All != 24 || c.Amiss != 1 || c.By[seal.InStore] != 20 || c.By[seal.Issued] != 2 || c.By[seal.Lost] != 1 || c.By[seal.Applied] != 1 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestList_FindsWhatIsWanted(t *testing.T) {
	s := shelves(t)
	for name, c := range map[string]struct {
		w     Wanted
		n     int
		first string
	}{
		"amiss":        {Wanted{}, 1, shelf(23)},
		"in store":     {Wanted{Custody: seal.InStore}, 20, shelf(0)},
		"downwards":    {Wanted{Custody: seal.InStore, Down: true}, 20, shelf(22)},
		"of a person":  {Wanted{HolderID: "li"}, 2, shelf(20)},
		"of a lot":     {Wanted{LotID: "l1"}, 24, shelf(0)},
		"of it, lost":  {Wanted{LotID: "l1", Custody: seal.Lost}, 1, shelf(4)},
		"of elsewhere": {Wanted{LotID: "l2"}, 0, ""},
		"of no lot":    {Wanted{LotID: "moon"}, 0, ""},
		"by digits":    {Wanted{Text: " 000021 ", Custody: seal.InStore}, 1, shelf(21)},
	} {
		l, err := s.List(t.Context(), c.w)
		if err != nil || len(l.Numbers) != c.n || c.n > 0 && l.Numbers[0] != c.first {
			t.Errorf("%s: %v, %v", name, l.Numbers, err)
		}
	}
}

func TestPage_SaysWhereEachIs(t *testing.T) {
	l, err := shelves(t).List(t.Context(), Wanted{LotID: "l1", Down: true})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := l.Page(t.Context(), 0, 3)
	if err != nil || len(rows) != 3 || rows[0].Address != "张江路 88 弄" || rows[2].Holder != "李敏" || rows[2].Number != shelf(21) {
		t.Errorf("%+v, %v", rows, err)
	}
	for _, from := range []int{24, 9999} {
		if rows, err := l.Page(t.Context(), from, 10); err != nil || len(rows) != 0 {
			t.Errorf("behind the end there are %d, %v", len(rows), err)
		}
	}
}

func TestLots_TellWhereTheirSealsAre(t *testing.T) {
	s := shelves(t)
	lots, err := s.Lots(t.Context())
	if err != nil || len(lots) != 2 || lots[0].ID != "l2" || lots[0].Known != 0 || lots[1].Known != 24 || lots[1].By[seal.InStore] != 20 {
		t.Errorf("%+v, %v", lots, err)
	}
	if _, found, err := s.Lot(t.Context(), "moon"); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
}

func TestHolders_TheOneWithTheMostFirstAndWhoHasNoneToo(t *testing.T) {
	h, err := shelves(t).Holders(t.Context())
	if err != nil || len(h) != 2 || h[0].ID != "li" || h[0].Count != 2 || h[1].ID != "wang" || h[1].Count != 0 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestIssue_HandsOutWhatNextForetold(t *testing.T) {
	s := shelves(t)
	next, err := s.Next(t.Context(), "l1", shelf(3), 3)
	if want := []string{shelf(3), shelf(5), shelf(6)}; err != nil || !slices.Equal(next, want) {
		t.Fatalf("%v, %v: the lost one is left out", next, err)
	}
	if err := s.Issue(t.Context(), next, "wang"); err != nil {
		t.Fatal(err)
	}
	if l, err := s.List(t.Context(), Wanted{HolderID: "wang"}); err != nil || !slices.Equal(l.Numbers, next) {
		t.Errorf("%v, %v", l.Numbers, err)
	}
	if again, err := s.Next(t.Context(), "l1", shelf(3), 1); err != nil || again[0] != shelf(7) {
		t.Errorf("%v, %v", again, err)
	}
	var bad *model.Error
	if err := s.Issue(t.Context(), next, "li"); !errors.As(err, &bad) || bad.Code != "seal.cannot_issued" {
		t.Errorf("issued twice: %v", err)
	}
}

func TestNext_OfALotOnly(t *testing.T) {
	s := shelves(t)
	for from, code := range map[string]string{shelf(500): "seal.not_in_lot", "7": "seal.not_in_lot"} {
		var bad *model.Error
		if _, err := s.Next(context.Background(), "l1", from, 5); !errors.As(err, &bad) || bad.Code != code {
			t.Errorf("from %s: %v", from, err)
		}
	}
	if _, err := s.Next(t.Context(), "moon", "", 5); err == nil {
		t.Error("an unknown lot has seals")
	}
	if next, err := s.Next(t.Context(), "l1", "77 000000", 9999); err != nil || len(next) != 20 {
		t.Errorf("%d, %v", len(next), err)
	}
	if next, err := s.Next(t.Context(), "l1", "", 0); err != nil || len(next) != 0 {
		t.Errorf("none asked for, %d, %v", len(next), err)
	}
}

func TestRanges_HoldEveryNumberOnce(t *testing.T) {
	if got := Ranges([]string{"1001", "1002", "1004", "1090", "x1", "x2"}); len(got) != 4 || got[0] != (Range{"1001", "1002", 2}) {
		t.Errorf("%v", got)
	}
	if got := Ranges([]string{"10017", "10024", "10031"}); len(got) != 1 || got[0].Count != 3 {
		t.Errorf("check digits: %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		set := map[string]bool{}
		for _, n := range rapid.SliceOf(rapid.IntRange(0, 300)).Draw(t, "numbers") {
			set[fmt.Sprintf("%05d", n)] = true
		}
		var numbers []string
		for n := range set {
			numbers = append(numbers, n)
		}
		slices.Sort(numbers)
		sum, last := 0, ""
		for _, r := range Ranges(numbers) {
			if r.First > r.Last || r.First <= last || !set[r.First] || !set[r.Last] {
				t.Fatalf("%+v after %s", r, last)
			}
			sum, last = sum+r.Count, r.Last
		}
		if sum != len(numbers) {
			t.Fatalf("%d of %d", sum, len(numbers))
		}
	})
}

func TestCounts_AreCountedAnewWhenASealHasChanged(t *testing.T) {
	s := shelves(t)
	s.store.OnChange(s.Changed)
	before, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Issue(t.Context(), []string{shelf(0)}, "li"); err != nil {
		t.Fatal(err)
	}
	after, err := s.Counts(t.Context())
	if err != nil || after.By[seal.InStore] != before.By[seal.InStore]-1 || after.By[seal.Issued] != before.By[seal.Issued]+1 || after.All != before.All {
		t.Errorf("%+v after %+v, %v", after, before, err)
	}
}
