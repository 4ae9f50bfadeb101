package atlas_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	spot "dianqin/data/model/place"
	"dianqin/data/model/policy"
	"dianqin/data/model/work"
	"dianqin/device/place"
)

// rules puts the utility's rule about places into the base.
func (r *rig) rules() {
	body, err := json.Marshal(policy.Place{AccuracyM: 30, NearM: 100, RadiusM: 150, WorstM: 500, SeenHours: 12})
	if err != nil {
		r.Fatal(err)
	}
	r.has(policy.Row{ID: "place", Subject: policy.SubjectPlace, Body: body}, r.user)
}

// stands puts the device somewhere.
func (r *rig) stands(at model.Position) {
	r.here = &place.Fix{Lat: at.Lat, Lon: at.Lon, AccuracyM: at.AccuracyM, Source: place.SourceGPS}
}

func (r *rig) boxAt(id string) model.Position {
	r.Helper()
	var b metering.Box
	if found, err := r.store.Get(context.Background(), model.KindBox, id, &b); err != nil || !found {
		r.Fatal(found, err)
	}
	return b.Position
}

func TestPropose_AGoodCaptureCountsOnThisDeviceAtOnce(t *testing.T) {
	r := opened(t)
	r.rules()
	r.has(metering.Box{ID: "b1", StationID: "s1", Position: at(0, 0)}, work.Task{ID: "t1", StationID: "s1", BoxID: "b1", State: work.Todo, AssigneeID: "u1", Position: at(0, 0)})
	r.stands(at(60, 0))
	got := r.Capture(context.Background())
	if got == nil {
		t.Fatal("no fix")
	}
	doubt, err := r.Propose(context.Background(), model.KindBox, "b1", spot.Proposed{Position: *got, How: spot.Site})
	if err != nil || doubt != nil {
		t.Fatal(doubt, err)
	}
	if r.boxAt("b1").Lon != at(60, 0).Lon {
		t.Errorf("box at %+v", r.boxAt("b1"))
	}
	if stops, err := r.Stops(context.Background(), ""); err != nil || stops[0].At.Lon != at(60, 0).Lon {
		t.Errorf("the task leads to %+v: %v", stops, err)
	}
}

func TestPropose_ADoubtfulOneLeavesWhatStands(t *testing.T) {
	r := opened(t)
	r.rules()
	r.has(metering.Box{ID: "b1", StationID: "s1", Position: at(0, 0)})
	for _, c := range []struct {
		b    spot.Proposed
		code string
	}{
		{spot.Proposed{Position: at(400, 0), How: spot.Site}, "position.far"},
		{spot.Proposed{Position: at(10, 0), How: spot.Hand, Reason: "behind the gate"}, "position.by_hand"},
	} {
		doubt, err := r.Propose(context.Background(), model.KindBox, "b1", c.b)
		if err != nil || doubt == nil || doubt.Code != c.code {
			t.Errorf("%v %v, want %s", doubt, err, c.code)
		}
	}
	if r.boxAt("b1").Lon != at(0, 0).Lon {
		t.Error("the box moved")
	}
}

func TestPropose_WhatIsNoPositionIsNotRecorded(t *testing.T) {
	r := opened(t)
	r.rules()
	r.has(metering.Box{ID: "b1", StationID: "s1"})
	for _, c := range []struct {
		id, code string
		b        spot.Proposed
	}{
		{"b1", "position.invalid", spot.Proposed{How: spot.Site}},
		{"b1", "position.no_reason", spot.Proposed{Position: at(1, 1), How: spot.Hand}},
		{"b9", "record.unknown", spot.Proposed{Position: at(1, 1), How: spot.Site}},
	} {
		_, err := r.Propose(context.Background(), model.KindBox, c.id, c.b)
		var why *model.Error
		if !errors.As(err, &why) || why.Code != c.code {
			t.Errorf("%v, want %s", err, c.code)
		}
	}
	if pending, err := r.store.Pending(context.Background(), 9); err != nil || len(pending) > 0 {
		t.Errorf("%d operations wait: %v", len(pending), err)
	}
}

func TestProposals_SayWhatCameOfThem(t *testing.T) {
	r := opened(t)
	to, _ := json.Marshal(at(300, 400))
	from, _ := json.Marshal(at(0, 0))
	r.has(r.user, cases.Exception{ID: "e1", What: "disputed", OpKind: "position.proposed", RecordKind: model.KindBox, RecordID: "b1", At: 5, State: cases.Closed,
		Mine: map[string]json.RawMessage{"position": to}, Theirs: map[string]json.RawMessage{"position": from}, Accepted: true, DecidedBy: "u1", Decision: "seen"},
		cases.Exception{ID: "e2", What: "conflict", RecordKind: model.KindBox, RecordID: "b1", Mine: map[string]json.RawMessage{"note": []byte(`"x"`)}})
	got, err := r.Proposals(context.Background(), model.KindBox, "b1")
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if p := got[0]; p.Decider != "王" || !p.Accepted || p.DistanceM < 499 || p.DistanceM > 501 {
		t.Errorf("%+v", p)
	}
}

func TestNear_NeedsNoMap(t *testing.T) {
	r := opened(t)
	r.rules()
	ctx := context.Background()
	if n, err := r.Near(ctx, at(0, 0)); err != nil || n.Known || n.Where != work.NoFix {
		t.Errorf("without a fix: %+v %v", n, err)
	}
	r.stands(at(-300, 0))
	n, err := r.Near(ctx, at(0, 0))
	if err != nil || !n.Known || n.Where != work.Away || n.DistanceM < 299 || n.DistanceM > 301 || n.BearingDeg < 89 || n.BearingDeg > 91 {
		t.Errorf("300 m to the west of it: %+v %v", n, err)
	}
	if n, err := r.Near(ctx, model.Position{}); err != nil || n.Known || n.Where != work.NoPlace {
		t.Errorf("to nowhere: %+v %v", n, err)
	}
}

func TestNotFound_TakesAlongWhereOneLooked(t *testing.T) {
	r := opened(t)
	r.rules()
	ctx := context.Background()
	r.has(work.Task{ID: "t1", StationID: "s1", State: work.Started, AssigneeID: "u1"})
	for i := range 300 {
		r.stands(at(float64(10*i), float64(i%7)*5))
		for range 2 { // standing still is one sample
			if err := r.Sample(ctx, "t1"); err != nil {
				t.Fatal(err)
			}
		}
	}
	var task work.Task
	read := func() {
		if _, err := r.store.Get(ctx, model.KindTask, "t1", &task); err != nil {
			t.Fatal(err)
		}
	}
	read()
	kept := func() bool {
		t.Helper()
		found, err := r.store.Draft(ctx, "looked:t1", &struct{}{})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if !kept() {
		t.Fatal("nothing is kept of the search before it ends")
	}
	if err := r.NotFound(ctx, task, "no such lane"); err != nil {
		t.Fatal(err)
	}
	read()
	way := atlas.Looked(task)
	if task.State != work.Returned || task.Code != work.NotFound || task.Reason != "no such lane" || len(way) != spot.MostSamples {
		t.Errorf("%s %s %q with %d samples", task.State, task.Code, task.Reason, len(way))
	}
	if kept() {
		t.Error("the search is kept beside the task that says it")
	}
	if err := r.NotFound(ctx, task, ""); err == nil {
		t.Error("a task is given back twice")
	}
}

func (r *rig) day() {
	task := func(id string, east float64, seq int, s work.State) work.Task {
		return work.Task{ID: id, StationID: "s1", AssigneeID: "u1", State: s, Kind: work.SealCheck, Position: at(east, 0), Sequence: seq}
	}
	lost := task("lost", 0, 1, work.Todo)
	lost.Position = model.Position{}
	r.has(lost, task("far", 3000, 2, work.Todo), task("near", 500, 3, work.Todo), task("middle", 1500, 4, work.Todo))
}

func TestArrange_FindsAnOrderAndSetOrderKeepsIt(t *testing.T) {
	r := opened(t)
	r.rules()
	r.day()
	ctx := context.Background()
	r.stands(at(0, 0))
	a, err := r.Arrange(ctx, "", atlas.FromHere)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"near", "middle", "far", "lost"}; !slices.Equal(a.IDs(), want) || !a.Changed() || a.From != atlas.FromHere {
		t.Errorf("%v from %s, want %v", a.IDs(), a.From, want)
	}
	if a.Metres < 3000 || a.Metres > 6000 || len(a.Path) != 4 || !a.Arrive[0].After(now()) {
		t.Errorf("%.0f m, path of %d, first at %v", a.Metres, len(a.Path), a.Arrive[0])
	}
	if err := r.SetOrder(ctx, "", a.IDs()); err != nil {
		t.Fatal(err)
	}
	if err := r.SetOrder(ctx, "", []string{"near", "far", "middle", "lost"}); err != nil {
		t.Fatal(err)
	}
	stops, err := r.Stops(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range stops {
		ids = append(ids, s.ID)
	}
	if want := []string{"near", "far", "middle", "lost"}; !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
}

func TestArrange_WhatWasBegunStaysFirstAndAppointmentsAreKept(t *testing.T) {
	r := opened(t)
	r.rules()
	r.day()
	ctx := context.Background()
	r.stands(at(0, 0))
	soon := work.Task{ID: "soon", StationID: "s1", AssigneeID: "u1", State: work.Todo, Kind: work.SealCheck, Position: at(2900, 100),
		AppointmentFrom: hours(2), AppointmentUntil: hours(2) + 15*60_000}
	r.has(soon, work.Task{ID: "begun", StationID: "s1", AssigneeID: "u1", State: work.Started, Position: at(2000, 0), Kind: work.SealCheck})
	a, err := r.Arrange(ctx, "", atlas.FromHere)
	if err != nil {
		t.Fatal(err)
	}
	if a.IDs()[0] != "begun" || a.Late != 0 {
		t.Errorf("%v, %v late", a.IDs(), a.Late)
	}
	i := slices.Index(a.IDs(), "soon")
	if at := a.Arrive[i]; at.After(soon.AppointmentUntil.Time()) {
		t.Errorf("at the appointment at %v, it ends at %v", at, soon.AppointmentUntil.Time())
	}
}

func TestArrange_FromTheStationWhereTheDeviceKnowsNothing(t *testing.T) {
	r := opened(t)
	r.rules()
	r.day()
	a, err := r.Arrange(context.Background(), "", atlas.FromHere)
	if err != nil || a.From != atlas.FromNowhere {
		t.Errorf("%s %v", a.From, err)
	}
	r.has(grid.Station{ID: "s1", Position: at(3100, 0)})
	a, err = r.Arrange(context.Background(), "", atlas.FromHere)
	if want := []string{"far", "middle", "near", "lost"}; err != nil || a.From != atlas.FromStation || !slices.Equal(a.IDs(), want) {
		t.Errorf("%v from %s %v, want %v", a.IDs(), a.From, err, want)
	}
}

func TestSetOrder_OfAnotherPersonWantsTheOffice(t *testing.T) {
	r := opened(t)
	r.rules()
	r.has(work.Task{ID: "t1", StationID: "s1", AssigneeID: "u2", State: work.Todo, Sequence: 7})
	r.user.Roles = []people.Role{people.Supervisor}
	r.has(r.user)
	if err := r.SetOrder(context.Background(), "u2", []string{"t1"}); err != nil {
		t.Fatal(err)
	}
	stops, err := r.Stops(context.Background(), "u2")
	if err != nil || stops[0].Sequence != 1 {
		t.Errorf("%+v %v", stops, err)
	}
}

// BenchmarkPoints reads and gathers 100,000 customers.
func BenchmarkPoints(b *testing.B) {
	r := opened(b)
	many := make([]any, 100_000)
	for i := range many {
		many[i] = customer.Customer{ID: fmt.Sprintf("0199a000-0000-7000-8000-%012d", i), StationID: "s1", Name: "王", Position: at(float64(i%317)*30, float64(i/317)*30)}
	}
	r.has(many...)
	b.ReportAllocs()
	for b.Loop() {
		p, err := r.Points(context.Background())
		if err != nil || len(p.Customers.Points) != 100_000 {
			b.Fatal(fmt.Sprint(err))
		}
	}
}
