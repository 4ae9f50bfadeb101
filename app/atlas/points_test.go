package atlas_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"dianqin/app/act"
	"dianqin/app/atlas"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/device/place"
)

// now is 18 March 2026, 10:35 in China.
func now() time.Time { return time.Date(2026, 3, 18, 2, 35, 0, 0, time.UTC) }

func hours(n int) model.Millis { return model.MillisOf(now().Add(time.Duration(n) * time.Hour)) }

// at is a position some metres east and north of a place in Pudong.
func at(east, north float64) model.Position {
	return model.Position{Lat: 31.2 + north/111195, Lon: 121.6 + east/95110, AccuracyM: 5, Source: "register"}
}

// rig is Places over a real store, signed in as an inspector.
type rig struct {
	testing.TB
	*atlas.Places
	store *local.Store
	here  *place.Fix // nil: not known
	user  people.User
	key   ed25519.PrivateKey
	seq   int64
}

func (r *rig) User() people.User       { return r.user }
func (r *rig) Device() string          { return "d1" }
func (r *rig) Key() ed25519.PrivateKey { return r.key }
func (r *rig) Offset() time.Duration   { return 0 }

// Current implements place.Source.
func (r *rig) Current(context.Context) (place.Fix, error) {
	if r.here == nil {
		return place.Fix{}, place.ErrUnknown
	}
	return *r.here, nil
}

func opened(t testing.TB) *rig {
	t.Helper()
	store, err := local.Open(t.TempDir(), local.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{TB: t, store: store, key: key, user: people.User{ID: "u1", Name: "王", Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}}
	r.Places = atlas.NewPlaces(store, act.New(store, r, r, now))
	return r
}

// has puts records into the base, as a pull brings them.
func (r *rig) has(records ...any) {
	r.Helper()
	r.seq++
	var rows []wire.PullRow
	for _, record := range records {
		kind, id := kindOf(record)
		body, err := json.Marshal(record)
		if err != nil {
			r.Fatal(err)
		}
		raw := json.RawMessage(body)
		rows = append(rows, wire.PullRow{Kind: string(kind), Id: id, Lane: "station:s1", Ver: r.seq, Seq: r.seq, State: wire.Live, Body: &raw})
	}
	end := wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"station:s1": r.seq}}
	if err := r.store.ApplyPage(context.Background(), rows, end); err != nil {
		r.Fatal(err)
	}
}

func kindOf(record any) (model.Kind, string) {
	switch v := record.(type) {
	case customer.Customer:
		return model.KindCustomer, v.ID
	case metering.Box:
		return model.KindBox, v.ID
	case grid.Area:
		return model.KindArea, v.ID
	case work.Task:
		return model.KindTask, v.ID
	case arrears.Bill:
		return model.KindBill, v.ID
	case cases.Case:
		return model.KindCase, v.ID
	case cases.Exception:
		return model.KindException, v.ID
	case people.User:
		return model.KindUser, v.ID
	case policy.Row:
		return model.KindPolicy, v.ID
	case grid.Station:
		return model.KindStation, v.ID
	}
	panic(fmt.Sprintf("no kind for %T", record))
}

func TestPoints_HaveThePlaceAndTheToneOfWhatTheyStandFor(t *testing.T) {
	r := opened(t)
	r.has(
		grid.Area{ID: "a1", Position: at(0, 0)},
		metering.Box{ID: "b1", Position: at(10, 0)}, metering.Box{ID: "b2"},
		customer.Customer{ID: "c1", Position: at(10, 5)}, customer.Customer{ID: "c2", Position: at(20, 0)},
		customer.Customer{ID: "c3", Position: at(30, 0)}, customer.Customer{ID: "c4", Position: model.Position{Lat: 91, Lon: 10}},
		work.Task{ID: "t1", BoxID: "b1", CustomerID: "c1", State: work.Todo}, work.Task{ID: "t2", CustomerID: "c3", State: work.Done},
		arrears.Bill{ID: "l1", CustomerID: "c2", Amount: 100, DueAt: hours(-48)}, arrears.Bill{ID: "l2", CustomerID: "c3", Amount: 100, DueAt: hours(48)},
		cases.Case{ID: "k1", BoxID: "b1", State: cases.Open},
	)
	got, err := r.Points(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	tones := map[string]atlas.Tone{}
	for _, l := range []atlas.Layer{got.Areas, got.Boxes, got.Customers} {
		for _, p := range l.Points {
			tones[p.ID] = p.Tone
		}
	}
	want := map[string]atlas.Tone{"a1": atlas.Quiet, "b1": atlas.Fault, "c1": atlas.Due, "c2": atlas.Owes, "c3": atlas.Quiet}
	if fmt.Sprint(tones) != fmt.Sprint(want) {
		t.Errorf("tones %v, want %v", tones, want)
	}
	if got.Boxes.Unplaced != 1 || got.Customers.Unplaced != 1 {
		t.Errorf("unplaced %d boxes and %d customers, want 1 and 1", got.Boxes.Unplaced, got.Customers.Unplaced)
	}
	items := got.Customers.Index.Query(0, 0, 1, 1, 3, nil)
	if len(items) != 1 || items[0].Count != 3 || got.Customers.Points[items[0].Point].ID != "c2" {
		t.Errorf("seen from afar %+v, want one circle of three that speaks for the debtor", items)
	}
}

func TestRenew_ReadsOnlyWhatChanged(t *testing.T) {
	r := opened(t)
	ctx := context.Background()
	r.has(customer.Customer{ID: "c1", Position: at(0, 0)}, metering.Box{ID: "b1", Position: at(9, 9)})
	first, err := r.Points(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := r.Renew(ctx, first, []model.Kind{model.KindSeal}); err != nil || same != first {
		t.Errorf("seals changed: %v, want the very same points", err)
	}
	r.has(work.Task{ID: "t1", CustomerID: "c1", State: work.Started})
	second, err := r.Renew(ctx, first, []model.Kind{model.KindTask})
	if err != nil {
		t.Fatal(err)
	}
	if second.Customers.Points[0].Tone != atlas.Due || first.Customers.Points[0].Tone != atlas.Quiet {
		t.Error("a new task must colour the new points and leave the old ones alone")
	}
	if second.Boxes.Index != first.Boxes.Index {
		t.Error("the boxes were gathered again, though nothing about them changed")
	}
	r.has(customer.Customer{ID: "c1", Position: at(500, 0)})
	third, err := r.Renew(ctx, second, []model.Kind{model.KindCustomer})
	if err != nil {
		t.Fatal(err)
	}
	if third.Customers.Points[0].At == second.Customers.Points[0].At || third.Customers.Points[0].Tone != atlas.Due {
		t.Errorf("moved customer: %+v", third.Customers.Points[0])
	}
}

func TestStops_AreThePersonsOpenTasksInTheDaysOrder(t *testing.T) {
	r := opened(t)
	task := func(id string, seq int, due model.Millis, s work.State, who string) work.Task {
		return work.Task{ID: id, Sequence: seq, DueAt: due, State: s, AssigneeID: who, Position: at(float64(seq), 0)}
	}
	r.has(task("late", 0, hours(9), work.Todo, "u1"), task("soon", 0, hours(1), work.Todo, "u1"), task("second", 2, hours(1), work.Started, "u1"),
		task("first", 1, hours(5), work.Todo, "u1"), task("done", 3, hours(1), work.Done, "u1"), task("other", 1, hours(1), work.Todo, "u2"))
	stops, err := r.Stops(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i, s := range stops {
		if s.Number != i+1 || !s.Placed {
			t.Errorf("stop %d: %+v", i, s)
		}
		ids = append(ids, s.ID)
	}
	if want := []string{"soon", "late", "first", "second"}; !slices.Equal(ids, want) {
		t.Errorf("order %v, want %v", ids, want)
	}
}

func TestOver_IsWhatEndedTodayTheLatestFirst(t *testing.T) {
	r := opened(t)
	task := func(id string, ended model.Millis, s work.State, who string) work.Task {
		return work.Task{ID: id, EndedAt: ended, State: s, AssigneeID: who, Position: at(10, 0)}
	}
	r.has(task("early", hours(-2), work.Done, "u1"), task("back", hours(-1), work.Returned, "u1"), task("yesterday", hours(-30), work.Done, "u1"),
		task("open", 0, work.Todo, "u1"), task("other", hours(-1), work.Done, "u2"), work.Task{ID: "nowhere", EndedAt: hours(-3), State: work.Done, AssigneeID: "u1"})
	for who, want := range map[string][]string{"": {"back", "early", "nowhere"}, "u2": {"other"}, "u3": nil} {
		over, err := r.Over(context.Background(), who)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, s := range over {
			if s.Number != 0 || s.Placed == (s.ID == "nowhere") {
				t.Errorf("%+v", s)
			}
			ids = append(ids, s.ID)
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%q: over are %v, want %v", who, ids, want)
		}
	}
}
