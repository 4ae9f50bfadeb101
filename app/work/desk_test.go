package work

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/device/place"
)

// chief is who sits at the desk.
type chief struct{}

func (chief) User() people.User {
	return people.User{ID: "z", Name: "周海", Roles: []people.Role{people.Supervisor}, Stations: []string{"s1"}}
}
func (chief) Device() string          { return "d1" }
func (chief) Key() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) }
func (chief) Offset() time.Duration   { return 0 }

// office is a store with records, by kind and id.
func office(t *testing.T, records map[model.Kind]map[string]any) *Work {
	t.Helper()
	store, err := local.Open(t.TempDir(), local.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	var rows []wire.PullRow
	for kind, all := range records {
		for id, record := range all {
			body, err := json.Marshal(record)
			if err != nil {
				t.Fatal(err)
			}
			raw := json.RawMessage(body)
			rows = append(rows, wire.PullRow{Kind: string(kind), Id: id, Lane: "station:s1", Ver: 1, Seq: 1, State: wire.Live, Body: &raw})
		}
	}
	if err := store.ApplyPage(t.Context(), rows, wire.PullEnd{End: true, Epoch: "e", Rows: len(rows), Cursor: map[string]int64{"station:s1": 1}}); err != nil {
		t.Fatal(err)
	}
	return New(store, act.New(store, chief{}, place.Default(), func() time.Time { return noon }))
}

func someTasks() map[string]any {
	out := map[string]any{}
	for i, t := range []work.Task{
		{AssigneeID: "a", State: work.Todo, Kind: work.SealCheck}, {AssigneeID: "a", State: work.Done, Kind: work.SealCheck},
		{AssigneeID: "b", State: work.Returned, Kind: work.Inspection}, {State: work.Todo, Kind: work.Inspection}, {State: work.Cancelled, Kind: work.Survey},
	} {
		t.ID, t.StationID, t.DueAt = fmt.Sprint("t", i), "s1", clock(18-i, 0)
		out[t.ID] = t
	}
	return out
}

func staff(ids ...string) map[string]any {
	out := map[string]any{}
	for _, id := range ids {
		out[id] = people.User{ID: id, Name: "N" + id, Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}
	}
	return out
}

func TestOrders_FitTheFilterInTheOrderOfTheirHours(t *testing.T) {
	w := office(t, map[model.Kind]map[string]any{model.KindTask: someTasks(), model.KindUser: staff("a", "b")})
	for name, c := range map[string]struct {
		f    Filter
		want []string
	}{
		"all":       {Filter{}, []string{"t4", "t3", "t2", "t1", "t0"}},
		"a kind":    {Filter{Kind: work.Inspection}, []string{"t3", "t2"}},
		"a person":  {Filter{PersonID: "a"}, []string{"t1", "t0"}},
		"nobody":    {Filter{PersonID: "-"}, []string{"t4", "t3"}},
		"a state":   {Filter{State: work.Done}, []string{"t1"}},
		"elsewhere": {Filter{StationID: "s9"}, nil},
	} {
		rows, err := w.Orders(t.Context(), c.f)
		var got []string
		for _, r := range rows {
			got = append(got, r.Task.ID)
		}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, c.want)
		}
	}
	if n, err := w.Free(t.Context()); n != 1 || err != nil {
		t.Errorf("%d are free, %v", n, err)
	}
}

func TestOrders_HoldOfTheClosedOnesTheLast(t *testing.T) {
	tasks := map[string]any{}
	for i := range MostClosed + 30 {
		id := fmt.Sprintf("t%05d", i)
		x := work.Task{ID: id, StationID: "s1", State: work.Done, DueAt: model.Millis(i + 1)}
		if i < 10 {
			x.State = work.Todo
		}
		tasks[id] = x
	}
	rows, err := office(t, map[model.Kind]map[string]any{model.KindTask: tasks}).Orders(t.Context(), Filter{})
	if err != nil || len(rows) != MostClosed+10 || rows[0].Task.State != work.Todo || rows[10].Task.ID != "t00030" {
		t.Fatalf("%d, %v", len(rows), err)
	}
}

func TestGive_RemembersWhoseTasksWereAndUndoes(t *testing.T) {
	w := office(t, map[model.Kind]map[string]any{model.KindTask: someTasks(), model.KindUser: staff("a", "b", "c")})
	ids := []string{"t0", "t1", "t2", "t3", "moon"}
	given, err := w.Give(t.Context(), ids, "b")
	if err != nil || given.Count() != 3 || fmt.Sprint(given) != fmt.Sprint(Given{"a": {"t0"}, "b": {"t2"}, "": {"t3"}}) {
		t.Fatalf("%v, %v: what is done or unknown is left alone", given, err)
	}
	if again, err := w.Give(t.Context(), ids, "b"); err != nil || again.Count() != 0 {
		t.Errorf("given twice: %v, %v", again, err)
	}
	if err := w.Undo(t.Context(), given); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"t0": "a", "t2": "b", "t3": ""} {
		site, err := w.Site(t.Context(), id)
		if err != nil || site.Task.AssigneeID != want || site.Task.State != work.Todo {
			t.Errorf("%s: %q is %s, %v", id, site.Task.AssigneeID, site.Task.State, err)
		}
	}
	if part, err := w.Give(t.Context(), []string{"t0", "t3"}, "nobody known"); err == nil || part.Count() != 0 {
		t.Errorf("given to nobody known: %v, %v", part, err)
	}
}

func TestDecide_IsRefusedWhereTheRulesRefuseIt(t *testing.T) {
	w := office(t, map[model.Kind]map[string]any{model.KindCase: {"k": cases.Case{ID: "k", StationID: "s1", State: cases.Open}},
		model.KindException: {"x": cases.Exception{ID: "x", StationID: "s1", State: cases.Open, OpID: "0199a000-0000-7000-8000-000000000000"}}})
	if open, disputes, err := w.Waiting(t.Context()); open != 1 || disputes != 1 || err != nil {
		t.Fatalf("%d, %d, %v", open, disputes, err)
	}
	if err := w.Decide(t.Context(), "k", cases.Closed, ""); err == nil {
		t.Error("a case is closed without a word")
	}
	if err := w.Decide(t.Context(), "k", cases.Closed, "replaced"); err != nil {
		t.Fatal(err)
	}
	if err := w.Decide(t.Context(), "k", cases.Reviewing, ""); err == nil {
		t.Error("a closed case is looked into")
	}
	if err := w.Settle(t.Context(), "x", "asked"); err != nil {
		t.Fatal(err)
	}
	if open, disputes, err := w.Waiting(t.Context()); open != 0 || disputes != 0 || err != nil {
		t.Errorf("%d, %d, %v are left", open, disputes, err)
	}
}

func TestPlaceOf_WhatASearchFound(t *testing.T) {
	w := office(t, map[model.Kind]map[string]any{
		model.KindCustomer: {"c": map[string]any{"id": "c", "station_id": "s1", "name": "王建国", "address": "5 号 102 室"}},
		model.KindBox:      {"b": map[string]any{"id": "b", "station_id": "s1", "address": "5 号"}},
		model.KindMeter:    {"m": map[string]any{"id": "m", "station_id": "s1", "box_id": "b", "customer_id": "c", "number": "1"}},
		model.KindSeal:     {"s": map[string]any{"id": "s", "station_id": "s1", "box_id": "b", "number": "2"}, "loose": map[string]any{"id": "loose", "station_id": "s1", "number": "3"}},
	})
	for kind, id := range map[model.Kind]string{model.KindCustomer: "c", model.KindMeter: "m", model.KindBox: "b", model.KindSeal: "s"} {
		p, err := w.PlaceOf(t.Context(), kind, id)
		if err != nil || p.BoxID != "b" || p.StationID != "s1" || p.Address == "" {
			t.Errorf("%s: %+v, %v", kind, p, err)
		}
		if named := kind == model.KindCustomer || kind == model.KindMeter; named != (p.Name == "王建国") {
			t.Errorf("%s is of %q", kind, p.Name)
		}
	}
	if p, err := w.PlaceOf(t.Context(), model.KindSeal, "loose"); err == nil {
		t.Errorf("a seal that hangs nowhere leads to %+v", p)
	}
	if bad := Lacking(work.Create{StationID: "s1", Kind: work.SealCheck, BoxID: "b", DueAt: DueAt(noon, 0, 11)}, model.MillisOf(noon)); bad == nil || bad.Code != "order.due_past" {
		t.Errorf("due an hour ago: %v", bad)
	}
	if bad := Lacking(work.Create{StationID: "s1", Kind: work.SealCheck, BoxID: "b", DueAt: DueAt(noon, 1, 9)}, model.MillisOf(noon)); bad != nil {
		t.Errorf("due tomorrow: %v", bad)
	}
}

func TestAnAppointmentLiesAheadAndBeforeTheOrderIsDue(t *testing.T) {
	for _, c := range []struct {
		from, until int // of the day
		code        string
	}{{14, 16, ""}, {16, 17, ""}, {14, 0, ""}, {0, 0, ""}, {9, 11, "order.appointment_past"}, {16, 18, "order.appointment_due"}, {16, 15, "order.appointment"}} {
		o := work.Create{StationID: "s1", Kind: work.SealCheck, BoxID: "b", DueAt: clock(17, 0)}
		if c.from != 0 {
			o.AppointmentFrom = clock(c.from, 0)
		}
		if c.until != 0 {
			o.AppointmentUntil = clock(c.until, 0)
		}
		code := ""
		if bad := Lacking(o, model.MillisOf(noon)); bad != nil {
			code = bad.Code
		}
		if code != c.code {
			t.Errorf("%d to %d: %q, want %q", c.from, c.until, code, c.code)
		}
	}
}
