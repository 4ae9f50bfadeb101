package local

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/inspection"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

// plain is the view without a database: maps, and the folds over them.
type plainWorld map[string]json.RawMessage // kind/id

func at(kind model.Kind, id string) string { return string(kind) + "/" + id }

func (w plainWorld) Get(kind model.Kind, id string, into any) (bool, error) {
	body, ok := w[at(kind, id)]
	if !ok {
		return false, nil
	}
	return true, json.Unmarshal(body, into)
}

func pick[T any](w plainWorld, kind model.Kind, fits func(T) bool) (T, bool, error) {
	keys := make([]string, 0, len(w))
	for k := range w {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		var r T
		if len(k) > len(kind) && k[:len(kind)+1] == string(kind)+"/" && json.Unmarshal(w[k], &r) == nil && fits(r) {
			return r, true, nil
		}
	}
	var none T
	return none, false, nil
}

func (w plainWorld) SealByNumber(n string) (seal.Seal, bool, error) {
	return pick(w, model.KindSeal, func(s seal.Seal) bool { return s.Number == n })
}
func (w plainWorld) LotOf(n string) (seal.Lot, bool, error) {
	return pick(w, model.KindSealLot, func(l seal.Lot) bool { return l.Holds(n) })
}
func (w plainWorld) OpenCase(n string) (cases.Case, bool, error) {
	return pick(w, model.KindCase, func(c cases.Case) bool { return c.SealNumber == n && c.State != cases.Closed })
}
func (w plainWorld) UserByLogin(l string) (people.User, bool, error) {
	return pick(w, model.KindUser, func(u people.User) bool { return u.Login == l })
}
func (w plainWorld) Policy() (policy.Set, error) { return policy.Set{}, nil }
func (w plainWorld) TasksAt(kind model.Kind, id string) (out []work.Task, err error) {
	keys := slices.Sorted(maps.Keys(w))
	for _, k := range keys {
		var t work.Task
		if !strings.HasPrefix(k, string(model.KindTask)+"/") || json.Unmarshal(w[k], &t) != nil || t.State == work.Done || t.State == work.Cancelled {
			continue
		}
		if kind == model.KindBox && t.BoxID == id || kind == model.KindCustomer && t.BoxID == "" && t.CustomerID == id {
			out = append(out, t)
		}
	}
	return out, nil
}
func (w plainWorld) FileStored(string) (bool, error)           { return false, nil }
func (w plainWorld) Number(model.Kind, string) (string, error) { return "", nil }

// machine drives a store and, beside it, a list of operations and a map of records.
type machine struct {
	dir    string
	s      *Store
	base   map[string]wire.PullRow
	cursor int64
	ops    []*sent
	kinds  map[model.Kind]bool // that there were records of
}

type sent struct {
	op    wire.Operation
	state string // pending, acked, gone
	seq   int64
}

func (m *machine) record(t *rapid.T) {
	n := rapid.SampledFrom([]string{"1", "2", "3", "9"}).Draw(t, "number")
	number := "700000000" + n
	box := rapid.SampledFrom([]string{"b1", "b2", "nowhere"}).Draw(t, "box")
	worn := rapid.SampledFrom(seal.Conditions).Draw(t, "condition")
	note := json.RawMessage(fmt.Sprintf("%q", rapid.StringMatching(`[a-z]{3}`).Draw(t, "note")))
	patch := draft("customer", "", fold.Patch{Set: fold.Fields{"note": note}})
	patch.Target = &wire.Target{Kind: "customer", Id: "c1"}
	op := rapid.SampledFrom([]wire.Operation{
		draft("seal.sighted", "t1", seal.Sighted{Number: number, BoxID: box, Condition: worn}),
		draft("seal.condition", "t1", seal.Inspected{Number: number, BoxID: box, Condition: worn}),
		draft("seal.removed", "t1", seal.TakenOff{Number: number, BoxID: box}),
		draft("seal.applied", "t1", seal.PutOn{Number: number, BoxID: box, Place: "door"}),
		draft("inspection.recorded", "t1", inspection.Recorded{Persons: []string{"李娜"}, Seals: []inspection.SealLine{{Number: number, Condition: string(worn)}}}),
		moved(work.Started), moved(work.Done), moved(work.Returned), patch,
	}).Draw(t, "op")
	op.At = int64(len(m.ops) + 10)
	m.ops = append(m.ops, &sent{op: record(t, m.s, op), state: "pending"})
}

func (m *machine) answer(t *rapid.T) {
	if len(m.ops) == 0 {
		t.Skip()
	}
	status := rapid.SampledFrom([]wire.OpAnswerStatus{wire.Applied, wire.Merged, wire.Disputed, wire.Refused, wire.Conflict, wire.Held}).Draw(t, "status")
	x := rapid.SampledFrom(m.ops).Draw(t, "op")
	if x.state != "pending" {
		t.Skip()
	}
	seq := m.cursor + int64(rapid.IntRange(-1, 3).Draw(t, "ahead"))
	lane := rapid.SampledFrom([]string{"station:s1", "station:foreign"}).Draw(t, "lane")
	no(t, m.s.Answer(ctx, []wire.OpAnswer{{OpId: x.op.OpId, Status: status, Seq: map[string]int64{lane: seq}}}, 0))
	switch status {
	case wire.Applied, wire.Merged, wire.Disputed:
		x.state, x.seq = "acked", seq
		if lane == "station:foreign" || seq <= m.cursor {
			x.state = "gone"
		}
	case wire.Refused, wire.Conflict:
		x.state = "gone"
	}
}

func (m *machine) page(t *rapid.T) {
	m.cursor += int64(rapid.IntRange(0, 3).Draw(t, "steps"))
	var rows []wire.PullRow
	for range rapid.IntRange(0, 3).Draw(t, "rows") {
		rows = append(rows, m.change(t))
	}
	no(t, m.s.ApplyPage(ctx, rows, end(len(rows), m.cursor)))
	for _, x := range m.ops {
		if x.state == "acked" && x.seq <= m.cursor {
			x.state = "gone"
		}
	}
}

// change is what another device did to a seal or the task.
func (m *machine) change(t *rapid.T) wire.PullRow {
	ver := int64(rapid.IntRange(1, 9).Draw(t, "ver"))
	id := rapid.SampledFrom([]string{"n1", "n2", "t1", "c1"}).Draw(t, "record")
	var r wire.PullRow
	switch id {
	case "t1":
		r = row(model.KindTask, id, lS1, ver, work.Task{ID: id, StationID: "s1", BoxID: "b1", AssigneeID: "u1",
			State: rapid.SampledFrom(work.States).Draw(t, "state")})
	case "c1":
		r = row(model.KindCustomer, id, lS1, ver, map[string]any{"id": id, "station_id": "s1", "name": "王建国", "note": fmt.Sprint(ver), "new_field": ver})
	default:
		r = row(model.KindSeal, id, lS1, ver, seal.Seal{ID: id, StationID: "s1", Number: "700000000" + id[1:], BoxID: "b1",
			Custody: rapid.SampledFrom(seal.Custodies).Draw(t, "custody"), Condition: seal.Intact})
		r.State = rapid.SampledFrom([]wire.PullRowState{wire.Live, wire.Live, wire.Left, wire.Deleted}).Draw(t, "live")
	}
	k := at(model.Kind(r.Kind), id)
	old, had := m.base[k]
	switch {
	case r.State == wire.Live && (!had || r.Ver > old.Ver):
		m.base[k] = r
	case r.State != wire.Live && had && old.Ver <= r.Ver:
		delete(m.base, k)
	}
	return r
}

func (m *machine) kill(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "rarely") > 0 { // opening costs more than all else
		t.Skip()
	}
	no(t, m.s.closeFiles()) // the mark stays: as after a kill
	m.s = mustOpen(t, m.dir)
	if r := m.s.Report(); r.BaseRebuilt || r.OwnBroken != "" {
		t.Fatalf("nothing was broken: %+v", r)
	}
}

// check compares the kinds that there were records of; checkAll all kinds, which takes
// three times as long.
func (m *machine) check(t *rapid.T) { m.compare(t, func(k model.Kind) bool { return m.kinds[k] }) }

func (m *machine) checkAll(t *rapid.T) { m.compare(t, func(model.Kind) bool { return true }) }

func (m *machine) compare(t *rapid.T, fits func(model.Kind) bool) {
	want := plainWorld{}
	for k, r := range m.base {
		want[k] = *r.Body
	}
	for _, x := range m.ops {
		if x.state == "gone" {
			continue
		}
		kind, _ := wire.Lookup(x.op.Kind)
		out, err := kind.Fold(want, x.op)
		no(t, err)
		for _, p := range out.Puts {
			body, err := fold.Merge(want[at(p.Kind, p.ID)], p.Record)
			no(t, err)
			want[at(p.Kind, p.ID)] = body
		}
	}
	for k := range want {
		kind, _, _ := strings.Cut(k, "/")
		m.kinds[model.Kind(kind)] = true
	}
	if got := viewMap(t, m.s, fits); !reflect.DeepEqual(got, decoded(t, want)) {
		t.Fatalf("the view differs\n got %v\nwant %v", got, decoded(t, want))
	}
}

func viewMap(t fatal, s *Store, fits func(model.Kind) bool) map[string]any {
	out := plainWorld{}
	for _, table := range schema.Tables {
		if !fits(table.Kind) {
			continue
		}
		bodies, err := Find[json.RawMessage](ctx, s, table.Kind, "1 = 1")
		no(t, err)
		for _, b := range bodies {
			var r struct{ ID string }
			no(t, json.Unmarshal(b, &r))
			out[at(table.Kind, r.ID)] = b
		}
	}
	return decoded(t, out)
}

func decoded(t fatal, w plainWorld) map[string]any {
	out := map[string]any{}
	for k, body := range w {
		var v any
		no(t, json.Unmarshal(body, &v))
		out[k] = v
	}
	return out
}

// memory is a folder without a disk behind it, where there is one: the property
// opens hundreds of stores.
func memory() string {
	if _, err := os.Stat("/dev/shm"); err == nil {
		return "/dev/shm"
	}
	return ""
}

func TestTheViewIsTheBaseFoldedWithTheOutbox(t *testing.T) {
	if raced { // one thing after the other: a few are enough to see that nothing runs beside it
		checks := flag.Lookup("rapid.checks").Value
		was := checks.String()
		no(t, checks.Set("8"))
		defer func() { no(t, checks.Set(was)) }()
	}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(memory(), "local")
		no(t, err)
		m := &machine{dir: dir, s: mustOpen(t, dir), base: map[string]wire.PullRow{}, cursor: 1, kinds: map[model.Kind]bool{}}
		defer func() { _ = m.s.closeFiles(); _ = os.RemoveAll(dir) }()
		page(t, m.s, 1, town()...)
		for _, r := range town() {
			m.base[at(model.Kind(r.Kind), r.Id)] = r
		}
		t.Repeat(map[string]func(*rapid.T){
			"": m.check, "record": m.record, "answer": m.answer, "page": m.page, "kill": m.kill})
		m.checkAll(t)
	})
}

func TestAPatchKeepsFieldsThatThisProgramDoesNotKnow(t *testing.T) {
	s := opened(t)
	page(t, s, 2, row(model.KindCustomer, "c1", lS1, 2, map[string]any{"id": "c1", "station_id": "s1", "name": "王建国", "solar": true}))
	op := draft("customer", "", fold.Patch{Set: fold.Fields{"phone": json.RawMessage(`"139"`)}})
	op.Target = &wire.Target{Kind: "customer", Id: "c1"}
	record(t, s, op)
	body, err := s.Body(ctx, model.KindCustomer, "c1")
	no(t, err)
	var got map[string]any
	no(t, json.Unmarshal(body, &got))
	if got["solar"] != true || got["phone"] != "139" {
		t.Errorf("got %s", body)
	}
	all, err := Find[customer.Customer](ctx, s, model.KindCustomer, "id = ?", "c1")
	no(t, err)
	if len(all) != 1 || all[0].Phone != "139" {
		t.Errorf("the view shows %v", all)
	}
}
