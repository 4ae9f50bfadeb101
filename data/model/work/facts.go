package work

import (
	"slices"

	"dianqin/data/model"
)

// Moved is the body of the fact task.moved.
type Moved struct {
	To     State  `json:"to"`
	Reason string `json:"reason,omitempty"`
}

// Create is the body of the command order.create: one order with one task.
type Create struct {
	StationID  string       `json:"station_id"`
	Kind       Kind         `json:"kind"`
	CustomerID string       `json:"customer_id,omitempty"`
	BoxID      string       `json:"box_id,omitempty"`
	AssigneeID string       `json:"assignee_id,omitempty"`
	Note       string       `json:"note,omitempty"`
	DueAt      model.Millis `json:"due_at"`
}

// Assignment is the body of the command task.assign.
type Assignment struct {
	TaskID string       `json:"task_id"`
	ToID   string       `json:"to_id"` // user, empty = nobody
	DueAt  model.Millis `json:"due_at,omitempty"`
}

// Check returns what is wrong with the body, or nil.
func (b Moved) Check() *model.Error {
	if !slices.Contains(States, b.To) {
		return model.Fail("task.unknown_state", "state", string(b.To)).At("/body/to")
	}
	return nil
}

// Check returns what is wrong with the body, or nil.
func (b Create) Check() *model.Error {
	switch {
	case b.StationID == "":
		return model.Fail("field.required").At("/body/station_id")
	case !slices.Contains(Kinds, b.Kind):
		return model.Fail("order.unknown_kind", "kind", string(b.Kind)).At("/body/kind")
	case b.BoxID == "" && b.CustomerID == "":
		return model.Fail("order.no_place").At("/body/box_id")
	}
	return nil
}

// Check returns what is wrong with the body, or nil.
func (b Assignment) Check() *model.Error {
	if b.TaskID == "" {
		return model.Fail("field.required").At("/body/task_id")
	}
	return nil
}
