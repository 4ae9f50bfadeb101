package work

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

// documented is the drawing of the package comment as pairs of states that an
// act on site may join.
var documented = map[[2]State]bool{
	{Todo, Started}: true, {Todo, Returned}: true,
	{Started, Done}: true, {Started, Returned}: true, {Started, Started}: true,
	{Returned, Started}: true,
}

func TestStep_AllowsExactlyTheDocumentedMoves(t *testing.T) {
	for _, from := range States {
		for _, to := range append([]State{"", "melted"}, States...) {
			t.Run(fmt.Sprintf("%s/%s", from, to), func(t *testing.T) {
				before := Task{Number: "W1", State: from, AssigneeID: "ann"}
				after, why := Step(before, Move{To: to, By: "ann", At: 5, Reason: "locked gate"})
				switch allowed := documented[[2]State{from, to}]; {
				case allowed && (why != nil || after.State != to):
					t.Fatalf("%s, %v", after.State, why)
				case !allowed && (why == nil || why.Code != "task.cannot_move"):
					t.Fatalf("%v", why)
				case !allowed && !reflect.DeepEqual(before, after):
					t.Fatalf("refused, yet changed: %+v", after)
				}
			})
		}
	}
}

func TestStep_SaysWhyNot(t *testing.T) {
	for _, c := range []struct {
		name string
		t    Task
		m    Move
		code string
	}{
		{"GivenToSomebodyElse", Task{State: Todo, AssigneeID: "bob"}, Move{To: Started, By: "ann"}, "task.not_yours"},
		{"ReturnedWithoutReason", Task{State: Started, AssigneeID: "ann"}, Move{To: Returned, By: "ann"}, "task.no_reason"},
		{"DoneTwice", Task{State: Done}, Move{To: Done, By: "ann"}, "task.cannot_move"},
	} {
		t.Run(c.name, func(t *testing.T) {
			after, why := Step(c.t, c.m)
			if why == nil || why.Code != c.code || !reflect.DeepEqual(after, c.t) {
				t.Fatalf("%v %+v", why, after)
			}
		})
	}
}

func TestStep_NobodysTaskMayBeTakenByAnyone(t *testing.T) {
	if after, why := Step(Task{State: Todo}, Move{To: Started, By: "ann", At: 5}); why != nil || after.State != Started {
		t.Errorf("%+v %v", after, why)
	}
}

func TestStep_KeepsTheFirstStartAndTheLastEnd(t *testing.T) {
	task := Task{State: Todo, AssigneeID: "ann"}
	for _, m := range []Move{{To: Started, At: 1}, {To: Started, At: 2}, {To: Returned, At: 3, Reason: "locked gate"}} {
		m.By = "ann"
		var why *model.Error
		if task, why = Step(task, m); why != nil {
			t.Fatal(why)
		}
	}
	if task.StartedAt != 1 || task.EndedAt != 3 || task.EndedBy != "ann" || task.Reason != "locked gate" {
		t.Fatalf("returned: %+v", task)
	}
	task, _ = Step(task, Move{To: Started, By: "ann", At: 4})
	if task.StartedAt != 1 || task.EndedAt != 0 || task.EndedBy != "" || task.Reason != "" {
		t.Fatalf("tried again: %+v", task)
	}
}

func TestStep_NeverChangesATaskWhenItRefusesAndEndsHaveAnAuthor(t *testing.T) {
	who := []string{"", "ann", "bob"}
	rapid.Check(t, func(t *rapid.T) {
		before := Task{State: rapid.SampledFrom(States).Draw(t, "state"), AssigneeID: rapid.SampledFrom(who).Draw(t, "assignee")}
		m := Move{To: rapid.SampledFrom(append([]State{"melted"}, States...)).Draw(t, "to"), At: 7,
			By: rapid.SampledFrom(who[1:]).Draw(t, "by"), Reason: rapid.SampledFrom([]string{"", "locked gate"}).Draw(t, "reason")}
		after, why := Step(before, m)
		switch {
		case why != nil && !reflect.DeepEqual(before, after):
			t.Fatalf("%v changed %+v", why, after)
		case why == nil && before.AssigneeID != "" && before.AssigneeID != m.By:
			t.Fatal("somebody else's task was moved")
		case why == nil && after.Open() != (after.EndedAt == 0):
			t.Fatalf("open and ended disagree: %+v", after)
		}
	})
}

func TestAssign_GivesOpenTasksAndBringsReturnedOnesBack(t *testing.T) {
	for _, state := range States {
		before := Task{State: state, AssigneeID: "ann", DueAt: 1, Reason: "locked gate"}
		after, why := Assign(before, "bob", 9)
		closed := state == Done || state == Cancelled
		switch {
		case closed && (why == nil || why.Code != "task.closed" || !reflect.DeepEqual(before, after)):
			t.Errorf("%s: %v %+v", state, why, after)
		case !closed && (why != nil || after.AssigneeID != "bob" || after.DueAt != 9):
			t.Errorf("%s: %v %+v", state, why, after)
		case state == Returned && (after.State != Todo || after.Reason != ""):
			t.Errorf("a returned task stays %s (%s)", after.State, after.Reason)
		case state == Started && after.State != Started:
			t.Errorf("a started task became %s", after.State)
		}
	}
}

func TestAssign_WithoutADayKeepsTheOldOneAndNobodyIsAllowed(t *testing.T) {
	after, why := Assign(Task{State: Todo, AssigneeID: "ann", DueAt: 1}, "", 0)
	if why != nil || after.AssigneeID != "" || after.DueAt != 1 {
		t.Errorf("%+v %v", after, why)
	}
}

func TestCheck_OfWorkBodiesNamesTheField(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   *model.Error
		code  string // empty: fine
		field string
	}{
		{"Moved", Moved{To: Done}.Check(), "", ""},
		{"MovedNowhere", Moved{}.Check(), "task.unknown_state", "/body/to"},
		{"Create", Create{StationID: "east", Kind: SealCheck, BoxID: "box"}.Check(), "", ""},
		{"CreateForACustomer", Create{StationID: "east", Kind: Survey, CustomerID: "c"}.Check(), "", ""},
		{"CreateAtNoStation", Create{Kind: SealCheck, BoxID: "box"}.Check(), "field.required", "/body/station_id"},
		{"CreateUnknownKind", Create{StationID: "east", Kind: "dance", BoxID: "box"}.Check(), "order.unknown_kind", "/body/kind"},
		{"CreateNowhere", Create{StationID: "east", Kind: SealCheck}.Check(), "order.no_place", "/body/box_id"},
		{"Assignment", Assignment{TaskID: "t"}.Check(), "", ""},
		{"AssignmentOfNothing", Assignment{ToID: "ann"}.Check(), "field.required", "/body/task_id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			switch {
			case c.code == "" && c.err != nil:
				t.Fatal(c.err)
			case c.code != "" && (c.err == nil || c.err.Code != c.code || c.err.Field != c.field):
				t.Fatalf("%v, want %s at %s", c.err, c.code, c.field)
			}
		})
	}
}
