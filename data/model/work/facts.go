package work

import (
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/place"
)

// Moved is the body of the fact task.moved.
type Moved struct {
	To     State  `json:"to"`
	Reason string `json:"reason,omitempty"` // of a return; of a start away from the place

	Code       Code         `json:"code,omitempty"`        // of a return
	Track      place.Track  `json:"track,omitempty"`       // of a return with not_found: where one looked
	TrackBegin model.Millis `json:"track_begin,omitempty"` // moment of its first sample
}

// Code is why a task came back, where there is a word for it.
type Code string

// The codes of a return.
const (
	NotFound Code = "not_found" // nobody found the place
	NoAccess Code = "no_access" // nobody opened
)

// Codes lists every code of a return.
var Codes = []Code{NotFound, NoAccess}

// Create is the body of the command order.create: one order with one task.
type Create struct {
	StationID  string       `json:"station_id"`
	Kind       Kind         `json:"kind"`
	CustomerID string       `json:"customer_id,omitempty"`
	BoxID      string       `json:"box_id,omitempty"`
	AssigneeID string       `json:"assignee_id,omitempty"`
	Note       string       `json:"note,omitempty"`
	DueAt      model.Millis `json:"due_at"`

	AppointmentFrom  model.Millis `json:"appointment_from,omitempty"`  // somebody is expected from then
	AppointmentUntil model.Millis `json:"appointment_until,omitempty"` // until then; 0 = not said
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
	if b.Code != "" && (b.To != Returned || !slices.Contains(Codes, b.Code)) {
		return model.Fail("task.unknown_code", "code", string(b.Code)).At("/body/code")
	}
	if b.Track != "" && b.Code != NotFound {
		return model.Fail("task.track_of_nothing").At("/body/track")
	}
	if _, why := b.Track.Read(b.TrackBegin); why != nil {
		return why.At("/body/track")
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
	return checkAppointment(b.AppointmentFrom, b.AppointmentUntil)
}

// Check returns what is wrong with the body, or nil.
func (b Assignment) Check() *model.Error {
	if b.TaskID == "" {
		return model.Fail("field.required").At("/body/task_id")
	}
	return nil
}
