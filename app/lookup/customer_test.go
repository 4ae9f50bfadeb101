package lookup_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"dianqin/app/lookup"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

// now is 18 March 2026, 10:35 in China.
func now() time.Time { return time.Date(2026, 3, 18, 2, 35, 0, 0, time.UTC) }

// days is a moment some days from now.
func days(n int) model.Millis { return model.MillisOf(now().AddDate(0, 0, n)) }

func row(t *testing.T, kind model.Kind, id string, record any) wire.PullRow {
	t.Helper()
	body, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	raw := json.RawMessage(body)
	return wire.PullRow{Kind: string(kind), Id: id, Lane: "station:s1", Ver: 1, Seq: 1, State: wire.Live, Body: &raw}
}

// opened is a look-up over a store with one customer of two meters in two boxes, and
// a neighbour who owes.
func opened(t *testing.T) *lookup.Lookup {
	t.Helper()
	store, err := local.Open(t.TempDir(), local.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	places := []metering.Place{{Code: "door"}, {Code: "m1.cover.left"}}
	rows := []wire.PullRow{
		row(t, model.KindArea, "a1", grid.Area{ID: "a1", Name: "张江路 2 号"}),
		row(t, model.KindCustomer, "c1", customer.Customer{ID: "c1", AreaID: "a1", Number: "3107001234", Name: "王建国", Class: customer.Residential, Address: "张江路 88 弄"}),
		row(t, model.KindCustomer, "c2", customer.Customer{ID: "c2", AreaID: "a2", Number: "3107005678", Name: "沈玉芬", Class: customer.Commercial, Address: "张江路 90 弄"}),
		row(t, model.KindBox, "b1", metering.Box{ID: "b1", Number: "880012", Places: places}),
		row(t, model.KindBox, "b2", metering.Box{ID: "b2", Number: "880013", Places: places}),
		row(t, model.KindMeter, "m1", metering.Meter{ID: "m1", BoxID: "b1", CustomerID: "c1", Number: "3130001"}),
		row(t, model.KindMeter, "m2", metering.Meter{ID: "m2", BoxID: "b2", CustomerID: "c1", Number: "3130002"}),
		row(t, model.KindMeter, "m3", metering.Meter{ID: "m3", BoxID: "b1", CustomerID: "c2", Number: "4440003"}),
		row(t, model.KindReadings, "m1", metering.Readings{ID: "m1", Months: []metering.Reading{{At: days(-46), KWh: 100}, {At: days(-18), KWh: 180}}}),
		row(t, model.KindReadings, "m2", metering.Readings{ID: "m2", Months: []metering.Reading{{At: days(-46), KWh: 10}, {At: days(-18), KWh: 30}}}),
		row(t, model.KindSeal, "s1", seal.Seal{ID: "s1", Number: "700002", Custody: seal.Applied, BoxID: "b1", Place: "door"}),
		row(t, model.KindSeal, "s2", seal.Seal{ID: "s2", Number: "700001", Custody: seal.Applied, BoxID: "b1", Place: "m1.cover.left"}),
		row(t, model.KindSeal, "s3", seal.Seal{ID: "s3", Number: "700003", Custody: seal.Removed, BoxID: "b1"}),
		row(t, model.KindSealEvent, "e1", seal.Event{ID: "e1", Number: "700001", What: seal.WhatApplied, At: days(-300), BoxID: "b1"}),
		row(t, model.KindSealEvent, "e2", seal.Event{ID: "e2", Number: "700003", What: seal.WhatRemoved, At: days(-3), TaskID: "t1", BoxID: "b1"}),
		row(t, model.KindSealEvent, "e3", seal.Event{ID: "e3", Number: "999999", What: seal.WhatApplied, At: days(-1), TaskID: "t9"}),
		row(t, model.KindTask, "t1", work.Task{ID: "t1", BoxID: "b1", CustomerID: "c1", State: work.Done}),
		row(t, model.KindTask, "t9", work.Task{ID: "t9", BoxID: "b9", CustomerID: "c9", State: work.Done}),
		row(t, model.KindInspection, "i1", inspection.Inspection{ID: "i1", TaskID: "t1", At: days(-2)}),
		row(t, model.KindInspection, "i9", inspection.Inspection{ID: "i9", TaskID: "t9", At: days(-2)}),
		row(t, model.KindCase, "k1", cases.Case{ID: "k1", BoxID: "b1", OpenedAt: days(-1), State: cases.Open}),
		row(t, model.KindMeterEvent, "x1", metering.Event{ID: "x1", MeterID: "m2", Code: "cover_open", At: days(-5)}),
		row(t, model.KindBill, "l1", arrears.Bill{ID: "l1", CustomerID: "c2", Amount: 128450, DueAt: days(-47)}),
		row(t, model.KindBill, "l2", arrears.Bill{ID: "l2", CustomerID: "c1", Amount: 100, DueAt: days(0)}),
	}
	end := wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"station:s1": 1}}
	if err := store.ApplyPage(context.Background(), rows, end); err != nil {
		t.Fatal(err)
	}
	return lookup.New(store, func() model.Millis { return model.MillisOf(now()) })
}

func TestCustomer_IsReadWithAllThatBelongsToThem(t *testing.T) {
	c, err := opened(t).Customer(context.Background(), "c1")
	if err != nil {
		t.Fatal(err)
	}
	if c.Area.Name != "张江路 2 号" || len(c.Boxes) != 2 || len(c.Meters) != 2 {
		t.Errorf("area %q, %d boxes, %d meters", c.Area.Name, len(c.Boxes), len(c.Meters))
	}
	if len(c.Seals) != 2 || c.Seals[0].Place != "door" {
		t.Errorf("seals in the order of their places: %+v", c.Seals)
	}
	if len(c.Months) != 1 || c.Months[0].KWh != 100 || c.Months[0].Month() != time.February {
		t.Errorf("use of both meters: %+v", c.Months)
	}
	if c.Debt.Amount != 0 {
		t.Errorf("owes %v on the very due day", c.Debt.Amount)
	}
	if _, err := opened(t).Customer(context.Background(), "c7"); err == nil {
		t.Error("an unknown customer was found")
	}
}

func TestCustomer_HistoryHoldsWhatHappenedThereNewestFirst(t *testing.T) {
	c, err := opened(t).Customer(context.Background(), "c1")
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, h := range c.History {
		switch {
		case h.Seal != nil:
			got += h.Seal.ID + " "
		case h.Inspection != nil:
			got += h.Inspection.ID + " "
		case h.Case != nil:
			got += h.Case.ID + " "
		case h.Meter != nil:
			got += h.Meter.ID + " "
		}
	}
	if got != "k1 i1 e2 x1 e1 " {
		t.Errorf("history %s", got)
	}
}

func TestCustomers_AreFoundAsTheyAreTypedAndFiltered(t *testing.T) {
	l := opened(t)
	for _, c := range []struct {
		name string
		want lookup.Wanted
		ids  string
	}{
		{"All", lookup.Wanted{}, "c1 c2 "},
		{"ByNameBackwards", lookup.Wanted{Order: lookup.ByNumber, Down: true}, "c2 c1 "},
		{"ByName", lookup.Wanted{Text: "建国"}, "c1 "},
		{"ByPinyin", lookup.Wanted{Text: "syf"}, "c2 "},
		{"ByLastDigits", lookup.Wanted{Text: "5678"}, "c2 "},
		{"ByMeter", lookup.Wanted{Text: "4440003"}, "c2 "},
		{"OfAClass", lookup.Wanted{Class: customer.Commercial}, "c2 "},
		{"OfAnArea", lookup.Wanted{AreaID: "a1"}, "c1 "},
		{"Debtors", lookup.Wanted{Debtors: true}, "c2 "},
		{"DebtorsOfAnotherArea", lookup.Wanted{Debtors: true, AreaID: "a1"}, ""},
		{"NobodyOfThatName", lookup.Wanted{Text: "诸葛"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := l.Customers(context.Background(), c.want)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := list.Page(context.Background(), 0, 10)
			got := ""
			for _, r := range rows {
				got += r.ID + " "
			}
			if err != nil || got != c.ids || list.Total != len(rows) {
				t.Fatalf("%q of %d, want %q, %v", got, list.Total, c.ids, err)
			}
		})
	}
}

func TestCustomers_SayWhatIsOwedAndForHowLong(t *testing.T) {
	list, err := opened(t).Customers(context.Background(), lookup.Wanted{Debtors: true, Order: lookup.ByDebt})
	if err != nil || list.Owed != 128450 {
		t.Fatalf("%v owed, %v", list.Owed, err)
	}
	rows, err := list.Page(context.Background(), 0, 10)
	if err != nil || len(rows) != 1 || rows[0].Debt.OverdueDays != 47 || rows[0].Debt.Bills != 1 {
		t.Fatalf("%+v, %v", rows, err)
	}
}

func TestOwners_OfAMeterAndOfABox(t *testing.T) {
	l := opened(t)
	for _, c := range []struct {
		kind   model.Kind
		number string
		want   string
	}{
		{model.KindMeter, "3130002", "c1 "}, {model.KindBox, "880012", "c1 c2 "}, {model.KindBox, "880013", "c1 "}, {model.KindMeter, "1", ""}, {model.KindBox, "1", ""},
	} {
		all, err := l.Owners(context.Background(), c.kind, c.number)
		got := ""
		for _, x := range all {
			got += x.ID + " "
		}
		if err != nil || got != c.want {
			t.Errorf("%s %s: %q, %v", c.kind, c.number, got, err)
		}
	}
}
