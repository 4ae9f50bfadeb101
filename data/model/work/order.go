package work

import (
	"cmp"
	"slices"

	"dianqin/data/model"
)

// checkAppointment returns what is wrong with the hours between which somebody is
// expected, or nil. Zero means any time.
func checkAppointment(from, until model.Millis) *model.Error {
	switch {
	case from < 0 || until < 0, until != 0 && from == 0:
		return model.Fail("field.required").At("/body/appointment_from")
	case until != 0 && until < from:
		return model.Fail("order.appointment").At("/body/appointment_until")
	}
	return nil
}

// Ordered is the body of the fact tasks.ordered: the day of a person in the order in
// which it is to be done. Tasks that are not named keep their places.
type Ordered struct {
	AssigneeID string   `json:"assignee_id"`
	TaskIDs    []string `json:"task_ids"`
}

// mostOrdered is how many tasks a day's order may name.
const mostOrdered = 500

// Check returns what is wrong with the body, or nil.
func (b Ordered) Check() *model.Error {
	switch {
	case b.AssigneeID == "":
		return model.Fail("field.required").At("/body/assignee_id")
	case len(b.TaskIDs) == 0:
		return model.Fail("field.required").At("/body/task_ids")
	case len(b.TaskIDs) > mostOrdered:
		return model.Fail("request.too_large", "max", mostOrdered).At("/body/task_ids")
	}
	seen := map[string]bool{}
	for _, id := range b.TaskIDs {
		if id == "" || seen[id] {
			return model.Fail("task.twice", "id", id).At("/body/task_ids")
		}
		seen[id] = true
	}
	return nil
}

// Place gives a task its place in the day of a person, from 1; at is when the order was
// made, by the server's clock. It says false where the order does not concern the task:
// it is another's by now, is closed, or was ordered later than that. Of two orders the
// later made counts, whichever arrives first.
func Place(t Task, who string, sequence int, at model.Millis) (Task, bool) {
	if t.AssigneeID != who || !t.Open() || t.OrderedAt > at {
		return t, false
	}
	t.Sequence, t.OrderedAt = sequence, at
	return t, true
}

// Compare orders the tasks of a day: what was never ordered is new and comes first, by
// its hour; then by place in the order.
func Compare(a, b Task) int {
	return cmp.Or(cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.DueAt, b.DueAt), cmp.Compare(a.ID, b.ID))
}

// Sort puts the tasks of a day into its order, in place.
func Sort(tasks []Task) { slices.SortStableFunc(tasks, Compare) }
