package fold

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// world is a World in memory: records as JSON by kind and id, as stores keep them.
type world struct {
	records map[model.Kind]map[string][]byte
	rows    []policy.Row
	files   map[string]bool
	next    int  // number that is given next; the phone gives none
	phone   bool //
	broken  bool // every read fails
}

var errBroken = errors.New("the store is broken")

// region is what the tests start from: two stations with a box each, two people,
// a task, and seals in every part of their life.
func region() *world {
	w := &world{records: map[model.Kind]map[string][]byte{}, files: map[string]bool{}}
	w.set(model.KindBox, "box", metering.Box{ID: "box", StationID: "east", Address: "Long Lane 7", Places: []metering.Place{{Code: "door", Kind: "box"}}})
	w.set(model.KindBox, "next", metering.Box{ID: "next", StationID: "east"})
	w.set(model.KindBox, "far", metering.Box{ID: "far", StationID: "west"})
	w.set(model.KindCustomer, "c", customer.Customer{ID: "c", StationID: "east", Name: "Li", Address: "Short Lane 3", Phone: "1", Note: "dog"})
	w.set(model.KindUser, "ann", people.User{ID: "ann", Login: "1001", Name: "Ann", Roles: []people.Role{people.Inspector}, Stations: []string{"east"}})
	w.set(model.KindUser, "gone", people.User{ID: "gone", Login: "1002", Stations: []string{"east"}, Inactive: true})
	w.set(model.KindUser, "wes", people.User{ID: "wes", Login: "1003", Stations: []string{"west"}})
	w.set(model.KindTask, "task", work.Task{ID: "task", StationID: "east", Number: "W1", Kind: work.SealCheck, State: work.Todo,
		AssigneeID: "ann", CustomerID: "c", BoxID: "box"})
	for _, s := range []seal.Seal{
		{ID: "s1", StationID: "east", Number: "1", Custody: seal.Applied, BoxID: "box", Place: "door", AppliedAt: 10, ChangedAt: 10},
		{ID: "s2", StationID: "east", Number: "2", Custody: seal.Issued, HolderID: "ann", ChangedAt: 10},
		{ID: "s3", StationID: "east", Number: "3", Custody: seal.InStore, ChangedAt: 10},
		{ID: "s4", StationID: "east", Number: "4", Custody: seal.InStore, ChangedAt: 10},
		{ID: "s5", StationID: "west", Number: "5", Custody: seal.InStore, ChangedAt: 10},
		{ID: "s6", StationID: "east", Number: "6", Custody: seal.Scrapped, ChangedAt: 10},
	} {
		s.Condition = seal.Intact
		w.set(model.KindSeal, s.ID, s)
	}
	w.set(model.KindSealLot, "lot", seal.Lot{ID: "lot", StationID: "west", From: "50", To: "59"})
	w.rule("layout", policy.SubjectLayout, policy.Layout{Code: "any", Target: policy.TargetSeal})
	return w
}

func (w *world) set(kind model.Kind, id string, record any) {
	if w.records[kind] == nil {
		w.records[kind] = map[string][]byte{}
	}
	b, err := Merge(w.records[kind][id], record)
	if err != nil {
		panic(err)
	}
	w.records[kind][id] = b
}

func (w *world) rule(id string, subject policy.Subject, body any) {
	b, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	w.rows = append(w.rows, policy.Row{ID: id, Subject: subject, Body: b})
}

// apply writes what an outcome puts, as a store does.
func (w *world) apply(o Outcome) {
	for _, p := range o.Puts {
		w.set(p.Kind, p.ID, p.Record)
	}
}

func (w *world) Get(kind model.Kind, id string, into any) (bool, error) {
	if w.broken {
		return false, errBroken
	}
	b, ok := w.records[kind][id]
	if !ok {
		return false, nil
	}
	return true, json.Unmarshal(b, into)
}

// all decodes the records of a kind, by id.
func all[T any](w *world, kind model.Kind) []T {
	var out []T
	for _, id := range slices.Sorted(maps.Keys(w.records[kind])) {
		var r T
		if err := json.Unmarshal(w.records[kind][id], &r); err != nil {
			panic(err)
		}
		out = append(out, r)
	}
	return out
}

func first[T any](w *world, kind model.Kind, fits func(T) bool) (T, bool, error) {
	var none T
	if w.broken {
		return none, false, errBroken
	}
	for _, r := range all[T](w, kind) {
		if fits(r) {
			return r, true, nil
		}
	}
	return none, false, nil
}

func (w *world) SealByNumber(n string) (seal.Seal, bool, error) {
	return first(w, model.KindSeal, func(s seal.Seal) bool { return s.Number == n })
}

func (w *world) LotOf(n string) (seal.Lot, bool, error) {
	return first(w, model.KindSealLot, func(l seal.Lot) bool { return l.Holds(n) })
}

func (w *world) OpenCase(n string) (cases.Case, bool, error) {
	return first(w, model.KindCase, func(c cases.Case) bool { return c.SealNumber == n && c.State != cases.Closed })
}

func (w *world) UserByLogin(login string) (people.User, bool, error) {
	return first(w, model.KindUser, func(u people.User) bool { return u.Login == login })
}

func (w *world) Policy() (policy.Set, error) { return policy.NewSet(w.rows) }

func (w *world) FileStored(sha256 string) (bool, error) { return w.files[sha256], nil }

func (w *world) TasksAt(kind model.Kind, id string) ([]work.Task, error) {
	if w.broken {
		return nil, errBroken
	}
	return slices.DeleteFunc(all[work.Task](w, model.KindTask), func(t work.Task) bool {
		here := kind == model.KindBox && t.BoxID == id || kind == model.KindCustomer && t.BoxID == "" && t.CustomerID == id
		return !here || t.State == work.Done || t.State == work.Cancelled
	}), nil
}

func (w *world) Number(kind model.Kind, stationID string) (string, error) {
	if w.phone {
		return "", nil
	}
	w.next++
	return fmt.Sprintf("%s-%s-%d", kind, stationID, w.next), nil
}

// op is an operation of ann at the task; n makes its id.
func op(n int, at model.Millis) Op {
	return Op{ID: fmt.Sprintf("01900000-0000-7000-8000-%012d", n), Author: "ann", At: at, TaskID: "task"}
}

// must folds and applies, and wants a problem with a code (empty: none).
func must(t *testing.T, w *world, o Outcome, err error, code string) Outcome {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if got := codeOf(o.Problem); got != code {
		t.Fatalf("problem %q (%v), want %q", got, o.Problem, code)
	}
	w.apply(o)
	return o
}

func codeOf(e *model.Error) string {
	if e == nil {
		return ""
	}
	return e.Code
}

func kinds(o Outcome) []model.Kind {
	var out []model.Kind
	for _, p := range o.Puts {
		out = append(out, p.Kind)
	}
	return out
}

func (w *world) seal(t *testing.T, number string) seal.Seal {
	t.Helper()
	s, ok, err := w.SealByNumber(number)
	if err != nil || !ok {
		t.Fatalf("seal %s: %v %v", number, ok, err)
	}
	return s
}
