package overview_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"dianqin/app/overview"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/suspicion"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/server/demo"
)

// now is 10:00 in the morning of 23 November 2026 in China.
var now = model.MillisOf(time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC))

const hour = model.Millis(3600 * 1000)

// region is a store that a test fills.
type region struct {
	t     testing.TB
	store *local.Store
	rows  []wire.PullRow
}

func newRegion(t testing.TB) *region {
	t.Helper()
	s, err := local.Open(t.TempDir(), local.Options{Now: now.Time})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &region{t: t, store: s}
}

func (r *region) put(kind model.Kind, id string, record any) {
	r.t.Helper()
	body, err := json.Marshal(record)
	if err != nil {
		r.t.Fatal(err)
	}
	raw := json.RawMessage(body)
	r.rows = append(r.rows, wire.PullRow{Kind: string(kind), Id: id, Lane: "station:s1", Ver: 1, Seq: 1, State: wire.Live, Body: &raw})
}

// limits puts the demo's rows of policy.
func (r *region) limits() {
	body, err := json.Marshal(policy.Suspicion{LineLossPercent: 6, EventDays: 7, EventCodes: []string{"cover_open"}})
	if err != nil {
		r.t.Fatal(err)
	}
	r.put(model.KindPolicy, "p", policy.Row{ID: "p", Subject: policy.SubjectSuspect, Body: body})
}

func (r *region) read() *overview.Overview {
	r.t.Helper()
	end := wire.PullEnd{End: true, Epoch: "e1", Rows: len(r.rows), Cursor: map[string]int64{"station:s1": 1}}
	if err := r.store.ApplyPage(context.Background(), r.rows, end); err != nil {
		r.t.Fatal(err)
	}
	r.rows = nil
	return overview.New(r.store, func() model.Millis { return now })
}

func TestFigures_OfAnEmptyStoreAreZero(t *testing.T) {
	o := newRegion(t).read()
	f, err := o.Figures(t.Context())
	if err != nil || f.Work.Total != 0 || f.Seals.AmissAll() != 0 || f.Arrears.Customers != 0 || f.Waiting.All() != 0 {
		t.Errorf("%+v, %v", f, err)
	}
	if l, err := o.Losses(t.Context()); err != nil || len(l.All) != 0 {
		t.Errorf("%+v, %v", l, err)
	}
	if s, err := o.Suspects(t.Context(), 100); err != nil || s.Total != 0 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestFigures_CountTodaysWorkAndWhatWaits(t *testing.T) {
	r := newRegion(t)
	for id, task := range map[string]work.Task{
		"late":      {State: work.Todo, AssigneeID: "u1", DueAt: now - 20*hour},
		"done":      {State: work.Done, AssigneeID: "u1", DueAt: now - hour},
		"yesterday": {State: work.Done, AssigneeID: "u1", DueAt: now - 20*hour},
		"free":      {State: work.Todo, DueAt: now + 2*hour},
		"overdue":   {State: work.Started, AssigneeID: "u1", DueAt: now - hour},
		"tomorrow":  {State: work.Todo, DueAt: now + 20*hour},
		"cancelled": {State: work.Cancelled, DueAt: now},
		"back":      {State: work.Returned, AssigneeID: "u1", DueAt: now + hour},
	} {
		task.ID = id
		r.put(model.KindTask, id, task)
	}
	r.put(model.KindException, "x", cases.Exception{ID: "x", State: cases.Open, At: now - hour})
	r.put(model.KindException, "y", cases.Exception{ID: "y", State: cases.Closed, At: now})
	f, err := r.read().Figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[work.State]int{work.Todo: 2, work.Started: 1, work.Done: 1, work.Returned: 1}
	if f.Work.Total != 5 || f.Work.Overdue != 2 || len(f.Work.ByState) != len(want) {
		t.Errorf("work %+v", f.Work)
	}
	for state, n := range want {
		if f.Work.ByState[state] != n {
			t.Errorf("%s: %d, want %d", state, f.Work.ByState[state], n)
		}
	}
	if w := f.Waiting; w.Unassigned != 2 || w.NextDue != now+2*hour || w.Returned != 1 || w.Exceptions != 1 || w.NewestAt != now-hour || w.All() != 4 {
		t.Errorf("waiting %+v", w)
	}
}

func TestFigures_CountSealsCasesAndDebts(t *testing.T) {
	r := newRegion(t)
	for i, c := range []seal.Condition{seal.Broken, seal.Broken, seal.Worn, seal.Intact, seal.Missing} {
		id := strconv.Itoa(i)
		r.put(model.KindSeal, id, seal.Seal{ID: id, Number: id, Condition: c})
	}
	for i, s := range []cases.State{cases.Open, cases.Reviewing, cases.Closed} {
		id := strconv.Itoa(i)
		r.put(model.KindCase, id, cases.Case{ID: id, Kind: cases.SealBroken, State: s, OpenedAt: now - model.Millis(i)*hour})
	}
	r.put(model.KindSealEvent, "e1", seal.Event{ID: "e1", At: now - hour})
	r.put(model.KindSealEvent, "e2", seal.Event{ID: "e2", At: now - 11*hour}) // yesterday, in China
	for id, b := range map[string]arrears.Bill{
		"1": {CustomerID: "a", Amount: 500, DueAt: now - 24*hour}, "2": {CustomerID: "a", Amount: 500, Paid: 100, DueAt: now - 40*24*hour},
		"3": {CustomerID: "b", Amount: 700, DueAt: now - 5*24*hour}, "4": {CustomerID: "c", Amount: 700, DueAt: now - hour}, // today: not overdue
		"5": {CustomerID: "d", Amount: 9, DueAt: now - 100*24*hour}, "6": {CustomerID: "e", Amount: 9, Paid: 9, DueAt: now - 100*24*hour},
	} {
		b.ID = id
		r.put(model.KindBill, id, b)
	}
	f, err := r.read().Figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s := f.Seals; s.AmissAll() != 4 || s.Amiss[seal.Broken] != 2 || s.OpenAll() != 2 || s.Open[cases.SealBroken] != 2 || s.Events != 1 {
		t.Errorf("seals %+v", s)
	}
	if k := f.Waiting.NewestCase; f.Waiting.Cases != 2 || k == nil || k.ID != "0" {
		t.Errorf("waiting %+v", f.Waiting)
	}
	if a := f.Arrears; a.Customers != 3 || a.Amount != 1609 || !slices.Equal(a.ByAge, []local.Owed{{Customers: 1, Amount: 700}, {Customers: 1, Amount: 900}, {Customers: 1, Amount: 9}}) {
		t.Errorf("arrears %+v", a)
	}
}

func TestLosses_TheWorstFirstAgainstTheMonthBefore(t *testing.T) {
	r := newRegion(t)
	r.limits()
	for _, l := range []grid.LineLoss{
		{AreaID: "a", Month: "2026-10", SuppliedKWh: 1000, SoldKWh: 880}, {AreaID: "a", Month: "2026-09", SuppliedKWh: 1000, SoldKWh: 950},
		{AreaID: "b", Month: "2026-10", SuppliedKWh: 1000, SoldKWh: 960}, {AreaID: "b", Month: "2026-08", SuppliedKWh: 1000, SoldKWh: 500},
		{AreaID: "c", Month: "2026-10", SoldKWh: 0}, {AreaID: "d", Month: "2026-09", SuppliedKWh: 1000, SoldKWh: 100},
	} {
		l.ID = l.AreaID + l.Month
		r.put(model.KindLineLoss, l.ID, l)
	}
	r.put(model.KindArea, "a", grid.Area{ID: "a", Name: "张江路 2 号"})
	l, err := r.read().Losses(t.Context())
	if err != nil || l.Month != "2026-10" || l.Limit != 6 || l.Over != 1 || len(l.All) != 2 {
		t.Fatalf("%+v, %v", l, err)
	}
	if x := l.All[0]; x.Area.Name != "张江路 2 号" || x.Percent != 12 || !x.Known || x.Change != 7 || !x.Over {
		t.Errorf("the worst: %+v", x)
	}
	if x := l.All[1]; x.Area.ID != "b" || x.Known || x.Over {
		t.Errorf("the other: %+v", x)
	}
}

// use are readings of fourteen months, the last with another use.
func use(id string, usual, last float64) metering.Readings {
	r := metering.Readings{ID: id, StationID: "s1"}
	register := 0.0
	for m := range 15 {
		if m > 0 {
			register += usual
		}
		if m == 14 {
			register += last - usual
		}
		end := time.Date(2025, time.Month(9+m), 1, 0, 0, 0, 0, time.FixedZone("", 8*3600))
		r.Months = append(r.Months, metering.Reading{At: model.MillisOf(end), KWh: register})
	}
	return r
}

func TestSuspects_AreasMetersAndTheirSignsTogether(t *testing.T) {
	r := newRegion(t)
	r.limits()
	for _, a := range []string{"good", "bad"} {
		r.put(model.KindArea, a, grid.Area{ID: a, StationID: "s1", Name: a})
		r.put(model.KindBox, "box-"+a, metering.Box{ID: "box-" + a, AreaID: a})
		sold := map[string]int64{"good": 960, "bad": 880}[a]
		r.put(model.KindLineLoss, a, grid.LineLoss{ID: a, StationID: "s1", AreaID: a, Month: "2026-10", SuppliedKWh: 1000, SoldKWh: sold})
		for _, m := range []string{"steady-", "drop-", "open-", "both-"} {
			id, last := m+a, 200.0
			if m == "drop-" || m == "both-" {
				last = 40
			}
			r.put(model.KindCustomer, "c-"+id, customer.Customer{ID: "c-" + id, AreaID: a, Name: id})
			r.put(model.KindMeter, id, metering.Meter{ID: id, StationID: "s1", BoxID: "box-" + a, CustomerID: "c-" + id})
			r.put(model.KindReadings, id, use(id, 200, last))
			if m == "open-" || m == "both-" {
				r.put(model.KindMeterEvent, id, metering.Event{ID: id, StationID: "s1", MeterID: id, Code: "cover_open", At: now - 24*hour})
			}
			r.put(model.KindMeterEvent, id+"clock", metering.Event{ID: id + "clock", StationID: "s1", MeterID: id, Code: "clock", At: now - 24*hour})
		}
	}
	o := r.read()
	s, err := o.Suspects(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range s.Worst {
		got = append(got, x.MeterID+x.Customer.Name+"@"+x.Area.Name)
	}
	// Where all three signs meet comes first; a drop in a good area is not looked for.
	want := []string{"both-badboth-bad@bad", "both-goodboth-good@good", "drop-baddrop-bad@bad", "open-badopen-bad@bad", "open-goodopen-good@good", "@bad"}
	if !slices.Equal(got, want) {
		t.Errorf("suspects %v, want %v", got, want)
	}
	if s.Total != 6 || s.Cut || s.ByKind[suspicion.LineLoss] != 1 || s.ByKind[suspicion.UseDrop] != 3 || s.ByKind[suspicion.Event] != 4 {
		t.Errorf("%d: %v", s.Total, s.ByKind)
	}
	few, err := o.Suspects(t.Context(), 1)
	if err != nil || few.Total != 6 || len(few.Worst) != 2 || few.Worst[0].MeterID != "both-bad" || few.Worst[1].AreaID != "bad" {
		t.Errorf("one meter and the areas: %+v, %v", few.Worst, err)
	}
	mended := use("both-bad", 200, 200)
	r.put(model.KindReadings, "both-bad", mended)
	r.rows[0].Ver, r.rows[0].Seq = 2, 2
	r.read()
	if again, err := o.Suspects(t.Context(), 0); err != nil || again.ByKind[suspicion.UseDrop] != 2 {
		t.Errorf("after new readings: %v, %v", again.ByKind, err)
	}
	if none, err := o.Suspects(t.Context(), 0); err != nil || none.Total != 6 || len(none.Worst) != 0 {
		t.Errorf("counted only: %+v, %v", none, err)
	}
}

func TestSuspects_AMeterWhoseIDIsAUUIDIsLookedAtToo(t *testing.T) {
	const area, box, meter = "1bb8d23e-3648-5f41-b4b7-a02e21b0d8e3", "cb65efe0-c867-5c23-9cbb-35f85b58985d", "59f82cb3-ec7b-575f-898a-b009b677b51d"
	r := newRegion(t)
	r.limits()
	r.put(model.KindArea, area, grid.Area{ID: area, StationID: "s1", Name: "bad"})
	r.put(model.KindBox, box, metering.Box{ID: box, AreaID: area})
	r.put(model.KindLineLoss, "l", grid.LineLoss{ID: "l", StationID: "s1", AreaID: area, Month: "2026-10", SuppliedKWh: 1000, SoldKWh: 880})
	r.put(model.KindMeter, meter, metering.Meter{ID: meter, StationID: "s1", BoxID: box})
	r.put(model.KindReadings, meter, use(meter, 200, 40))
	s, err := r.read().Suspects(t.Context(), 10)
	if err != nil || len(s.Worst) != 2 || s.Worst[0].MeterID != meter || s.ByKind[suspicion.UseDrop] != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestLosses_TellTheLimitWhereNothingWasLostYet(t *testing.T) {
	r := newRegion(t)
	r.limits()
	if l, err := r.read().Losses(t.Context()); err != nil || l.Limit != 6 || l.Month != "" || len(l.All) != 0 {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestSuspects_WithoutAPolicyAreNone(t *testing.T) {
	r := newRegion(t)
	r.put(model.KindLineLoss, "a", grid.LineLoss{ID: "a", AreaID: "a", Month: "2026-10", SuppliedKWh: 1000, SoldKWh: 1})
	o := r.read()
	if s, err := o.Suspects(t.Context(), 100); err != nil || s.Total != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	if l, err := o.Losses(t.Context()); err != nil || l.Limit != 0 || l.Over != 0 || len(l.All) != 1 {
		t.Errorf("%+v, %v", l, err)
	}
}

// BenchmarkOverview reads everything of the demo region; DIANQIN_CUSTOMERS sets its
// size.
func BenchmarkOverview(b *testing.B) {
	size := 2000
	if s := os.Getenv("DIANQIN_CUSTOMERS"); s != "" {
		var err error
		if size, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	made, err := demo.Generate(demo.Size{Customers: size, Seed: 1, Now: now})
	if err != nil {
		b.Fatal(err)
	}
	r := newRegion(b)
	o := r.read()
	err = made.Each(func(p fold.Put) error {
		if r.put(p.Kind, p.ID, p.Record); len(r.rows) == 20_000 {
			o = r.read()
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	o = r.read()
	for name, read := range map[string]func() error{
		"Figures": func() error { _, err := o.Figures(b.Context()); return err },
		"Losses":  func() error { _, err := o.Losses(b.Context()); return err },
		"Suspects": func() error {
			s, err := o.Suspects(b.Context(), 0)
			b.ReportMetric(float64(s.Total), "found")
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
