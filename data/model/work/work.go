// Package work holds orders and tasks: what is to be done, by whom, and when it
// may be called done.
//
//	todo -> started -> done
//	  |        |
//	  +--------+-> returned (could not be done: why is said)
//	  |              |
//	  |              +-> started (tried once more), todo (assigned again)
//	  +-----------> cancelled (by the office)
package work

import (
	"slices"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/place"
	"dianqin/data/model/policy"
)

// Kind is what a task is about.
type Kind string

// The kinds of task.
const (
	SealCheck     Kind = "seal_check"    // 封印检查
	Inspection    Kind = "inspection"    // 用电检查
	Survey        Kind = "survey"        // 勘察
	Disconnection Kind = "disconnection" // 停电
	Reconnection  Kind = "reconnection"  // 复电
)

// Kinds lists every kind.
var Kinds = []Kind{SealCheck, Inspection, Survey, Disconnection, Reconnection}

// minutes is how long a task of a kind usually takes: for plans, drawings and the load
// alone, nobody is held to it.
var minutes = map[Kind]int{SealCheck: 45, Inspection: 60, Survey: 90, Disconnection: 40, Reconnection: 40}

// Usual is how long a task of a kind usually takes; 0 for a kind that is not known.
func Usual(k Kind) time.Duration { return time.Duration(minutes[k]) * time.Minute }

// State is where a task stands.
type State string

// The states.
const (
	Todo      State = "todo"
	Started   State = "started"
	Done      State = "done"
	Returned  State = "returned"
	Cancelled State = "cancelled"
)

// States lists every state.
var States = []State{Todo, Started, Done, Returned, Cancelled}

// Order is a work order 工单: what the office wants.
type Order struct {
	ID         string       `json:"id"`
	StationID  string       `json:"station_id"`
	Number     string       `json:"number"` // empty until the server gives it
	Kind       Kind         `json:"kind"`
	CustomerID string       `json:"customer_id,omitempty"`
	BoxID      string       `json:"box_id,omitempty"`
	Note       string       `json:"note,omitempty"`
	DueAt      model.Millis `json:"due_at"`
	CreatedAt  model.Millis `json:"created_at"`
	CreatedBy  string       `json:"created_by"`

	AppointmentFrom  model.Millis `json:"appointment_from,omitempty"`  // somebody is expected from then
	AppointmentUntil model.Millis `json:"appointment_until,omitempty"` // until then; 0 = not said
}

// Task is one person's part of an order.
type Task struct {
	ID         string         `json:"id"`
	StationID  string         `json:"station_id"`
	OrderID    string         `json:"order_id"`
	Number     string         `json:"number"` // the order's, to be shown
	Kind       Kind           `json:"kind"`
	State      State          `json:"state"`
	AssigneeID string         `json:"assignee_id,omitempty"` // empty: nobody's yet
	CustomerID string         `json:"customer_id,omitempty"`
	BoxID      string         `json:"box_id,omitempty"`
	Name       string         `json:"name"`    // of the customer
	Address    string         `json:"address"` // where to go
	Position   model.Position `json:"position"`
	Sequence   int            `json:"sequence"` // place in the day's order, from 1
	DueAt      model.Millis   `json:"due_at"`
	StartedAt  model.Millis   `json:"started_at,omitempty"`
	EndedAt    model.Millis   `json:"ended_at,omitempty"`
	EndedBy    string         `json:"ended_by,omitempty"`
	Reason     string         `json:"reason,omitempty"` // why it was returned, in a person's words

	Code       Code         `json:"code,omitempty"`        // why it was returned, where there is a code for it
	OrderedAt  model.Millis `json:"ordered_at,omitempty"`  // when Sequence was set, by the server's clock
	Arrival    *Arrival     `json:"arrival,omitempty"`     // of the last start: how near to the place
	Track      place.Track  `json:"track,omitempty"`       // where somebody looked who did not find it, the last time
	TrackBegin model.Millis `json:"track_begin,omitempty"` // moment of the track's first sample

	AppointmentFrom  model.Millis `json:"appointment_from,omitempty"`  // somebody is expected from then
	AppointmentUntil model.Millis `json:"appointment_until,omitempty"` // until then; 0 = not said
}

// steps says which states may follow which by an act on site.
var steps = map[State][]State{
	Todo:     {Started, Returned},
	Started:  {Done, Returned, Started},
	Returned: {Started},
}

// Move is an act on site: the task goes to another state.
type Move struct {
	To     State
	By     string // user id
	At     model.Millis
	Reason string // of a return, where Code does not say it; of a start away from the place

	Code  Code            // of a return
	Track place.Track     // of a return with NotFound: where one looked
	Begin model.Millis    // of the track
	Pos   *model.Position // where the act took place, nil = not known
	Rule  policy.Place    // what is said of places at the moment
}

// Step decides whether a task may move. Its codes: task.not_yours (it was
// assigned to somebody else meanwhile), task.cannot_move, task.no_reason.
func Step(t Task, m Move) (Task, *model.Error) {
	if t.AssigneeID != "" && t.AssigneeID != m.By {
		return t, model.Fail("task.not_yours", "number", t.Number, "assignee", t.AssigneeID)
	}
	if !slices.Contains(steps[t.State], m.To) {
		return t, model.Fail("task.cannot_move", "number", t.Number, "from", string(t.State), "to", string(m.To))
	}
	if m.To == Returned && m.Reason == "" && m.Code == "" {
		return t, model.Fail("task.no_reason", "number", t.Number).At("/body/reason")
	}
	t.State, t.Reason, t.Code = m.To, m.Reason, m.Code
	switch m.To {
	case Started:
		t.Arrival, t.Reason = ArrivalOf(t, m), ""
		if t.StartedAt == 0 {
			t.StartedAt = m.At
		}
		t.EndedAt, t.EndedBy = 0, ""
	case Returned:
		t.EndedAt, t.EndedBy = m.At, m.By
		if m.Track != "" {
			t.Track, t.TrackBegin = m.Track, m.Begin
		}
	case Done:
		t.EndedAt, t.EndedBy = m.At, m.By
		t.Track, t.TrackBegin = "", 0 // it was found after all
	}
	return t, nil
}

// Assign gives a task to a person (or to nobody, by an empty id). A task that is
// done or cancelled stays where it is.
func Assign(t Task, to string, due model.Millis) (Task, *model.Error) {
	if t.State == Done || t.State == Cancelled {
		return t, model.Fail("task.closed", "number", t.Number, "state", string(t.State))
	}
	if t.AssigneeID != to { // its place was in another person's day
		t.Sequence, t.OrderedAt = 0, 0
	}
	t.AssigneeID = to
	if t.State == Returned {
		t.State, t.Reason, t.Code = Todo, "", ""
	}
	if due != 0 {
		t.DueAt = due
	}
	return t, nil
}

// Open says whether there is still something to do.
func (t Task) Open() bool { return t.State == Todo || t.State == Started }
