package fold

import (
	"fmt"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// sequences maps the tasks of the world to their places.
func (w *world) sequences() map[string]int {
	out := map[string]int{}
	for _, t := range all[work.Task](w, model.KindTask) {
		out[t.ID] = t.Sequence
	}
	return out
}

func orders(n int, author string, at model.Millis) Op {
	o := op(n, at)
	o.Author, o.TaskID, o.True = author, "", at
	return o
}

func TestTasksOrdered_PutsADayInOrderAndPassesByWhatItMayNotTouch(t *testing.T) {
	for _, c := range []struct {
		name, author, code string
		want               map[string]int
	}{
		{"OnesOwn", "ann", "", map[string]int{"task": 2, "back": 0, "done": 0, "door": 1, "west": 0}},
		{"TheOffice", "sue", "", map[string]int{"task": 2, "back": 0, "done": 0, "door": 1, "west": 0}},
		{"AColleague", "bea", "tasks.not_yours", map[string]int{"task": 0, "back": 0, "done": 0, "door": 0, "west": 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := placed()
			w.set(model.KindUser, "bea", people.User{ID: "bea", Roles: []people.Role{people.Inspector}, Stations: []string{"east"}})
			w.set(model.KindTask, "west", work.Task{ID: "west", StationID: "west", State: work.Todo, AssigneeID: "ann"})
			o, err := TasksOrdered(w, orders(1, c.author, 100), work.Ordered{AssigneeID: "ann", TaskIDs: []string{"door", "task", "moon", "west", "done"}})
			must(t, w, o, err, c.code)
			if got := w.sequences(); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
			if o.Lane != model.StationLane("east") {
				t.Errorf("lane %q", o.Lane)
			}
		})
	}
}

func TestTasksOrdered_WhatWasOrderedLaterStaysThoughItArrivesFirst(t *testing.T) {
	w := placed()
	o, err := TasksOrdered(w, orders(1, "sue", 200), work.Ordered{AssigneeID: "ann", TaskIDs: []string{"door", "task"}})
	must(t, w, o, err, "")
	late := orders(2, "ann", 900) // a phone whose clock is far ahead
	late.True = 150
	o, err = TasksOrdered(w, late, work.Ordered{AssigneeID: "ann", TaskIDs: []string{"task", "door"}})
	must(t, w, o, err, "")
	if got := w.sequences(); got["door"] != 1 || got["task"] != 2 {
		t.Errorf("%v", got)
	}
}

func TestTasksOrdered_OfNothingThatIsThere(t *testing.T) {
	w := placed()
	o, err := TasksOrdered(w, orders(1, "ann", 1), work.Ordered{AssigneeID: "ann", TaskIDs: []string{"moon"}})
	if must(t, w, o, err, "tasks.unknown"); len(o.Puts) > 0 {
		t.Error(kinds(o))
	}
}
