package screens_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
)

// shelfNumber is the i-th number of the lot that lies in the store.
func shelfNumber(i int) string { return fmt.Sprintf("310107000000020000%04d", i) }

// shelf is a lot with seals in the store, some of them issued or lost.
func shelf(t testing.TB, n int) []wire.PullRow {
	t.Helper()
	s1 := model.StationLane("s1")
	rows := []wire.PullRow{row(t, model.KindSealLot, "l2", model.OrgLane, seal.Lot{ID: "l2", Code: "2025-11", StationID: "s1", Kind: "box", From: shelfNumber(0), To: shelfNumber(9999), Count: 10000, BoughtAt: at(-3000)})}
	for i := range n {
		x := seal.Seal{ID: fmt.Sprint("shelf", i), StationID: "s1", Number: shelfNumber(i), LotID: "l2", Kind: "box", Custody: seal.InStore, Condition: seal.Intact, ChangedAt: at(-2000)}
		switch {
		case i == 3:
			x.Custody = seal.Lost
		case i >= n-4:
			x.Custody, x.HolderID = seal.Issued, "u1"
		}
		rows = append(rows, row(t, model.KindSeal, x.ID, s1, x))
	}
	return rows
}

func store(t testing.TB, o uitest.Options, n int) (*uitest.Stage, *app.App) {
	t.Helper()
	s, a := deskWith(t, o, shelf(t, n))
	s.Tap(s.Ctx.T("seals.title", nil))
	s.Pass(time.Second)
	return s, a
}

func TestChipsCountTheSeals(t *testing.T) {
	s, a := store(t, uitest.Options{}, 60)
	c, err := a.Seals.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if c.By[seal.InStore] != 55 || c.By[seal.Lost] != 1 || c.By[seal.Issued] != 5 || c.Amiss != 1 {
		t.Fatalf("%+v", c)
	}
	s.See("库存", "55", "异常", "已领用", "5")
	s.Tap("库存")
	s.See("55 枚")
}

func TestALongListOfSealsIsReadByPages(t *testing.T) {
	s, a := store(t, uitest.Options{}, 1500)
	s.Tap("库存")
	s.See("1,495 枚")
	for range 3 {
		s.Key(fyne.KeyDown)
	}
	s.Key(fyne.KeyReturn)
	s.Settle()
	s.See(shelfNumber(2)[18:])
	s.Key(fyne.KeyEscape)
	s.Tap("封印号") // the other way round
	s.Settle()
	s.Tap("封印号")
	s.Settle()
	list, err := a.Seals.List(context.Background(), appseals.Wanted{Custody: seal.InStore, Down: true})
	if err != nil || list.Numbers[0] != shelfNumber(1495) {
		t.Fatalf("%v, %v", list.Numbers[0], err)
	}
	last, err := list.Page(context.Background(), 1490, 100)
	if err != nil || len(last) != 5 || last[4].Number != shelfNumber(0) {
		t.Errorf("the last page has %d, %v", len(last), err)
	}
	s.See(shelfNumber(1495)[18:])
}

func TestSealsAreIssuedFromALotAfterAPreview(t *testing.T) {
	s, a := store(t, uitest.Options{}, 60)
	s.Rune('v')
	s.Settle()
	s.Tap("2025-11")
	s.See("去向", "库存")
	s.Tap("发放")
	s.See("发放封印")
	s.Type("空着就从库存最小号开始", shelfNumber(2))
	s.Tap("20")
	s.Pass(time.Second)
	s.See("20 枚 → …")
	s.Tap("发放")
	s.See("发放要说明领用人")
	s.Tap("周海")
	s.See("20 枚 → 周海")
	last := s.Find("发放")
	s.TapObject(last)
	s.See("20 枚已发给周海")
	list, err := a.Seals.List(context.Background(), appseals.Wanted{HolderID: "u2"})
	if err != nil || len(list.Numbers) != 20 || list.Numbers[0] != shelfNumber(2) || list.Numbers[1] != shelfNumber(4) {
		t.Errorf("%v, %v: the lost one is left out", list.Numbers, err)
	}
}

func TestANumberOfAnotherLotIsNotIssued(t *testing.T) {
	s, _ := store(t, uitest.Options{}, 60)
	s.Tap("发放")
	s.Tap("2025-11")
	s.Type("空着就从库存最小号开始", number(1))
	s.Pass(time.Second)
	s.See("不在这个批次里")
}

func TestTheListOfAPersonsSealsIsNarrowed(t *testing.T) {
	s, _ := store(t, uitest.Options{}, 60)
	s.Rune('v')
	s.Rune('v')
	s.Settle()
	s.Tap("31070214")
	s.See("手中 5 枚")
	s.Tap("逐枚列出")
	s.See("李敏 · 5 枚")
}
