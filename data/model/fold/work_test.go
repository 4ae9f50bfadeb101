package fold

import (
	"reflect"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/inspection"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/work"
)

func TestTaskMoved_MovesOrIsDisputedAndTheTaskStays(t *testing.T) {
	for _, c := range []struct {
		name   string
		to     work.State
		change func(*Op)
		code   string
		state  work.State
	}{
		{"Started", work.Started, nil, "", work.Started},
		{"DoneBeforeStarted", work.Done, nil, "task.cannot_move", work.Todo},
		{"GivenToAnotherMeanwhile", work.Started, func(o *Op) { o.Author = "bob" }, "task.not_yours", work.Todo},
		{"ReturnedWithoutReason", work.Returned, nil, "task.no_reason", work.Todo},
		{"UnknownTask", work.Started, func(o *Op) { o.TaskID = "moon" }, "task.unknown", work.Todo},
		{"NoTask", work.Started, func(o *Op) { o.TaskID = "" }, "act.no_place", work.Todo},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, at := region(), op(1, 20)
			if c.change != nil {
				c.change(&at)
			}
			o, err := TaskMoved(w, at, work.Moved{To: c.to})
			must(t, w, o, err, c.code)
			if got := all[work.Task](w, model.KindTask)[0].State; got != c.state {
				t.Errorf("%s, want %s", got, c.state)
			}
			if (c.code != "") != (len(o.Puts) == 0) {
				t.Errorf("%v", kinds(o))
			}
		})
	}
}

func TestInspectionRecorded_TooFewPersonsIsDisputedAndTheSheetKept(t *testing.T) {
	for _, persons := range [][]string{{"Ann"}, {"Ann", "Bob"}} {
		w := region()
		w.rule("two", policy.SubjectPersons, policy.Persons{TaskKind: string(work.SealCheck), Persons: 2})
		code := ""
		if len(persons) < 2 {
			code = "finish.persons"
		}
		o, err := InspectionRecorded(w, op(1, 20), inspection.Recorded{Sheet: 3, Persons: persons,
			Items: []inspection.Item{{Code: "wiring", Answer: inspection.OK}}})
		must(t, w, o, err, code)
		sheets := all[inspection.Inspection](w, model.KindInspection)
		if len(sheets) != 1 || sheets[0].Sheet != 3 || sheets[0].BoxID != "box" || sheets[0].CustomerID != "c" || sheets[0].By != "ann" || len(sheets[0].Items) != 1 {
			t.Errorf("%+v", sheets)
		}
	}
}

func TestOrderCreate_MakesAnOrderAndATaskThatCanBeReadAlone(t *testing.T) {
	w := region()
	o, err := OrderCreate(w, op(1, 20), work.Create{StationID: "east", Kind: work.SealCheck, BoxID: "box", CustomerID: "c", AssigneeID: "ann", DueAt: 99})
	must(t, w, o, err, "")
	if len(o.Puts) != 2 || o.Lane != model.StationLane("east") {
		t.Fatalf("%v in %s", kinds(o), o.Lane)
	}
	order, task := o.Puts[0].Record.(work.Order), o.Puts[1].Record.(work.Task)
	if task.OrderID != order.ID || task.Number == "" || task.Number != order.Number || task.State != work.Todo ||
		task.Name != "Li" || task.Address != "Long Lane 7" || task.AssigneeID != "ann" || task.DueAt != 99 || order.CreatedBy != "ann" {
		t.Errorf("%+v\n%+v", order, task)
	}
	o, err = OrderCreate(w, op(2, 20), work.Create{StationID: "east", Kind: work.Survey, CustomerID: "c"})
	must(t, w, o, err, "")
	if task := o.Puts[1].Record.(work.Task); task.Address != "Short Lane 3" {
		t.Errorf("without a box the customer's address counts: %+v", task)
	}
}

func TestCommands_RefusedHaveNoPutsAndNameTheField(t *testing.T) {
	at := op(1, 20)
	create := func(b work.Create) func(World) (Outcome, error) {
		return func(w World) (Outcome, error) { return OrderCreate(w, at, b) }
	}
	assign := func(b work.Assignment) func(World) (Outcome, error) {
		return func(w World) (Outcome, error) { return TaskAssign(w, at, b) }
	}
	for _, c := range []struct {
		name        string
		fold        func(World) (Outcome, error)
		code, field string
	}{
		{"OrderAtAnUnknownBox", create(work.Create{StationID: "east", BoxID: "moon"}), "box.unknown", "/body/box_id"},
		{"OrderAtAnotherStationsBox", create(work.Create{StationID: "east", BoxID: "far"}), "box.unknown", "/body/box_id"},
		{"OrderForAnUnknownCustomer", create(work.Create{StationID: "east", CustomerID: "moon"}), "customer.unknown", "/body/customer_id"},
		{"OrderForAnotherStationsCustomer", create(work.Create{StationID: "west", CustomerID: "c"}), "customer.unknown", "/body/customer_id"},
		{"OrderToNobodyKnown", create(work.Create{StationID: "east", BoxID: "box", AssigneeID: "moon"}), "task.no_such_person", "/body/assignee_id"},
		{"OrderToOneOfAnotherStation", create(work.Create{StationID: "east", BoxID: "box", AssigneeID: "wes"}), "task.no_such_person", "/body/assignee_id"},
		{"TaskToOneWhoLeft", assign(work.Assignment{TaskID: "task", ToID: "gone"}), "task.no_such_person", "/body/to_id"},
		{"TaskToOneOfAnotherStation", assign(work.Assignment{TaskID: "task", ToID: "wes"}), "task.no_such_person", "/body/to_id"},
		{"UnknownTask", assign(work.Assignment{TaskID: "moon", ToID: "ann"}), "task.unknown", "/body/task_id"},
		{"ClosedTask", func(World) (Outcome, error) {
			w := region()
			w.set(model.KindTask, "task", work.Task{ID: "task", StationID: "east", State: work.Done})
			return TaskAssign(w, at, work.Assignment{TaskID: "task", ToID: "ann"})
		}, "task.closed", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, before := region(), region()
			o, err := c.fold(w)
			if err != nil || codeOf(o.Problem) != c.code || o.Problem.Field != c.field {
				t.Fatalf("%v %v, want %s at %s", o.Problem, err, c.code, c.field)
			}
			if len(o.Puts) != 0 {
				t.Errorf("refused, yet %v", kinds(o))
			}
			if !reflect.DeepEqual(w, before) {
				t.Error("refused, yet the world has changed (a number was given away?)")
			}
		})
	}
}

func TestTaskAssign_GivesTheTask(t *testing.T) {
	w := region()
	o, err := TaskAssign(w, op(1, 20), work.Assignment{TaskID: "task", ToID: "", DueAt: 77})
	must(t, w, o, err, "")
	if task := all[work.Task](w, model.KindTask)[0]; task.AssigneeID != "" || task.DueAt != 77 {
		t.Errorf("%+v", task)
	}
}

func TestUserEnroll_EntersAPersonOrChangesTheOneWithTheLogin(t *testing.T) {
	w := region()
	body := people.Enroll{Login: "2001", Name: "Eve", Roles: []people.Role{people.Surveyor}, Stations: []string{"east"}}
	o, err := UserEnroll(w, op(1, 20), body)
	must(t, w, o, err, "")
	body.Roles = []people.Role{people.Supervisor}
	o2, err := UserEnroll(w, op(2, 30), body)
	must(t, w, o2, err, "")
	if o.Puts[0].ID != o2.Puts[0].ID || o.Lane != model.OrgLane {
		t.Fatalf("two persons with one login: %+v %+v", o, o2)
	}
	if u, _, _ := w.UserByLogin("2001"); !u.Has(people.Supervisor) || u.Has(people.Surveyor) {
		t.Errorf("%+v", u)
	}
}
