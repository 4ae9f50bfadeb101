package fold

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/geo"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/place"
	"dianqin/data/model/policy"
	"dianqin/data/model/work"
)

// placed is the region with a rule about places, a supervisor, a box that stands
// somewhere, and tasks that lead there.
func placed() *world {
	w := region()
	w.rule("place", policy.SubjectPlace, policy.Place{AccuracyM: 30, NearM: 120, RadiusM: 150, WorstM: 500})
	w.set(model.KindUser, "sue", people.User{ID: "sue", Roles: []people.Role{people.Supervisor}, Stations: []string{"east"}})
	w.set(model.KindBox, "box", metering.Box{ID: "box", StationID: "east", Position: east(0)})
	for id, state := range map[string]work.State{"task": work.Todo, "back": work.Returned, "done": work.Done} {
		w.set(model.KindTask, id, work.Task{ID: id, StationID: "east", State: state, AssigneeID: "ann", CustomerID: "c", BoxID: "box", Position: east(0)})
	}
	w.set(model.KindTask, "door", work.Task{ID: "door", StationID: "east", State: work.Todo, AssigneeID: "ann", CustomerID: "c"})
	return w
}

// east is a good capture so many metres from the box.
func east(m float64) model.Position {
	p := geo.Offset(geo.Point{Lat: 31.2, Lon: 121.6}, m, 0)
	return model.Position{Lat: p.Lat, Lon: p.Lon, AccuracyM: 5, Source: "gps"}
}

func proposes(n int, kind model.Kind, id string) Op {
	o := op(n, model.Millis(100+n))
	o.TaskID, o.Target = "", Target{kind, id}
	return o
}

func (w *world) positionOf(t interface{ Fatal(...any) }, kind model.Kind, id string) model.Position {
	var r struct{ Position model.Position }
	if found, err := w.Get(kind, id, &r); err != nil || !found {
		t.Fatal(kind, id, found, err)
	}
	return r.Position
}

func TestPositionProposed_AGoodOneCountsAtOnceAndTheTasksFollow(t *testing.T) {
	w := placed()
	o, err := PositionProposed(w, proposes(1, model.KindBox, "box"), place.Proposed{Position: east(50), How: place.Site})
	must(t, w, o, err, "")
	want := east(50)
	want.At = 101
	for id, moves := range map[string]bool{"task": true, "back": true, "done": false, "door": false} {
		if got := w.positionOf(t, model.KindTask, id) == want; got != moves {
			t.Errorf("task %s moved: %v, want %v", id, got, moves)
		}
	}
	if got := w.positionOf(t, model.KindBox, "box"); got != want {
		t.Errorf("box at %+v, want %+v", got, want)
	}
	o, err = PositionProposed(w, proposes(2, model.KindCustomer, "c"), place.Proposed{Position: east(900), How: place.Site})
	must(t, w, o, err, "")
	if w.positionOf(t, model.KindTask, "door").Lon != east(900).Lon || w.positionOf(t, model.KindTask, "task") != want {
		t.Error("a customer's tasks follow the customer where they lead to no box, and only there")
	}
	c := all[customer.Customer](w, model.KindCustomer)[0]
	if c.Name != "Li" || c.Phone != "1" {
		t.Errorf("the rest of the record changed: %+v", c)
	}
}

func TestPositionProposed_ADoubtfulOneIsPutBeforeTheOfficeAndChangesNothing(t *testing.T) {
	w := placed()
	o, err := PositionProposed(w, proposes(1, model.KindBox, "box"), place.Proposed{Position: east(500), How: place.Site})
	must(t, w, o, err, "position.far")
	if len(o.Puts) != 0 || o.Lane != model.StationLane("east") {
		t.Errorf("%v in %s", kinds(o), o.Lane)
	}
	if o.Review == nil || o.Review.Kind != model.KindBox || o.Review.ID != "box" {
		t.Fatalf("review %+v", o.Review)
	}
	var mine, theirs model.Position
	if json.Unmarshal(o.Review.Mine["position"], &mine) != nil || json.Unmarshal(o.Review.Theirs["position"], &theirs) != nil {
		t.Fatal("no positions to compare")
	}
	if mine.Lon != east(500).Lon || mine.At != 101 || theirs.Lon != east(0).Lon {
		t.Errorf("mine %+v, theirs %+v", mine, theirs)
	}
}

func TestPositionProposed_OfWhatIsNotThere(t *testing.T) {
	for _, c := range []struct {
		kind model.Kind
		id   string
		code string
	}{{model.KindBox, "moon", "record.unknown"}, {model.KindUser, "ann", "position.no_such_kind"}, {"", "", "position.no_such_kind"}} {
		w := placed()
		o, err := PositionProposed(w, proposes(1, c.kind, c.id), place.Proposed{Position: east(1), How: place.Site})
		if must(t, w, o, err, c.code); len(o.Puts) != 0 || o.Review != nil {
			t.Errorf("%+v", o)
		}
	}
}

// asked puts the proposal of an outcome before the office, as the server does.
func (w *world) asked(o Outcome) cases.Exception {
	e := cases.Exception{ID: "e", StationID: "east", What: "disputed", State: cases.Open, OpKind: "position.proposed", Why: *o.Problem,
		RecordKind: o.Review.Kind, RecordID: o.Review.ID, Mine: o.Review.Mine, Theirs: o.Review.Theirs}
	w.set(model.KindException, e.ID, e)
	return e
}

func TestExceptionSettle_AcceptsOrRefusesAProposal(t *testing.T) {
	for _, accept := range []bool{true, false} {
		w := placed()
		o, err := PositionProposed(w, proposes(1, model.KindBox, "box"), place.Proposed{Position: east(500), How: place.Hand, Reason: "behind the gate"})
		w.asked(must(t, w, o, err, "position.by_hand"))
		settle := proposes(2, "", "")
		settle.Author = "sue"
		o, err = ExceptionSettle(w, settle, cases.Settle{ExceptionID: "e", Reason: "asked by phone", Accept: accept})
		must(t, w, o, err, "")
		e := all[cases.Exception](w, model.KindException)[0]
		if e.State != cases.Closed || e.Accepted != accept || e.Decision != "asked by phone" {
			t.Errorf("%+v", e)
		}
		for kind, id := range map[model.Kind]string{model.KindBox: "box", model.KindTask: "task"} {
			if moved := w.positionOf(t, kind, id).Lon == east(500).Lon; moved != accept {
				t.Errorf("%s moved: %v, accepted: %v", id, moved, accept)
			}
		}
		o, err = ExceptionSettle(w, settle, cases.Settle{ExceptionID: "e", Reason: "once more", Accept: true})
		must(t, w, o, err, "exception.settled")
	}
}

func TestExceptionSettle_WhatCannotBeAccepted(t *testing.T) {
	w := placed()
	w.set(model.KindException, "e", cases.Exception{ID: "e", StationID: "east", What: "disputed", State: cases.Open})
	o, err := ExceptionSettle(w, proposes(1, "", ""), cases.Settle{ExceptionID: "e", Reason: "x", Accept: true})
	must(t, w, o, err, "exception.no_proposal")

	o, err = PositionProposed(w, proposes(2, model.KindBox, "box"), place.Proposed{Position: east(500), How: place.Site})
	w.asked(must(t, w, o, err, "position.far"))
	w.set(model.KindBox, "box", metering.Box{ID: "box", StationID: "west", Position: east(0)}) // went to another station
	o, err = ExceptionSettle(w, proposes(3, "", ""), cases.Settle{ExceptionID: "e", Reason: "x", Accept: true})
	must(t, w, o, err, "lane.foreign")
	if w.positionOf(t, model.KindBox, "box").Lon != east(0).Lon {
		t.Error("another station's box moved")
	}
}

// TestPositionProposed_PhoneAndServerAgree: the same operations over the same records
// make the same records, with numbers of orders or without.
func TestPositionProposed_PhoneAndServerAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phone, server := placed(), placed()
		phone.phone = true
		for i := range rapid.IntRange(1, 12).Draw(t, "acts") {
			o := proposes(i+1, rapid.SampledFrom([]model.Kind{model.KindBox, model.KindCustomer}).Draw(t, "kind"), rapid.SampledFrom([]string{"box", "c", "far"}).Draw(t, "id"))
			o.Author = rapid.SampledFrom([]string{"ann", "sue"}).Draw(t, "author")
			b := place.Proposed{Position: east(rapid.Float64Range(-300, 300).Draw(t, "east")), How: rapid.SampledFrom([]place.How{place.Site, place.Hand}).Draw(t, "how"), Reason: "x"}
			for _, w := range []*world{phone, server} {
				out, err := PositionProposed(w, o, b)
				if err != nil {
					t.Fatal(err)
				}
				if out.Problem != nil && len(out.Puts) > 0 {
					t.Fatalf("doubted (%v) and applied at once", out.Problem)
				}
				w.apply(out)
			}
		}
		for kind, records := range server.records {
			for id, body := range records {
				if string(phone.records[kind][id]) != string(body) {
					t.Fatalf("%s %s: %s on the phone, %s on the server", kind, id, phone.records[kind][id], body)
				}
			}
		}
	})
}
