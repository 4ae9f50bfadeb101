package cases

import (
	"encoding/json"

	"dianqin/data/model"
)

// Exception is a disputed fact or a conflict: something that the rules could not
// settle and that a person looks at. The operation itself is kept as it came.
type Exception struct {
	ID        string       `json:"id"`
	StationID string       `json:"station_id"`
	What      string       `json:"what"`  // disputed, conflict
	State     State        `json:"state"` // open, closed
	OpID      string       `json:"op_id"`
	OpKind    string       `json:"op_kind"`
	TaskID    string       `json:"task_id,omitempty"`
	Author    string       `json:"author"`
	At        model.Millis `json:"at"`
	Why       model.Error  `json:"why"`
	Decision  string       `json:"decision,omitempty"` // what came of it, in a person's words
	DecidedAt model.Millis `json:"decided_at,omitempty"`
	DecidedBy string       `json:"decided_by,omitempty"` // user id
	Accepted  bool         `json:"accepted,omitempty"`   // of a proposal: what it proposed counts

	// Of a conflict or a proposal: the record, the fields as its author wanted them, what
	// stood in their place when it came, and of a conflict who had set the newest of those
	// and when.
	RecordKind  model.Kind                 `json:"record_kind,omitempty"`
	RecordID    string                     `json:"record_id,omitempty"`
	Mine        map[string]json.RawMessage `json:"mine,omitempty"`
	Theirs      map[string]json.RawMessage `json:"theirs,omitempty"`
	TheirAuthor string                     `json:"their_author,omitempty"` // user id
	TheirAt     model.Millis               `json:"their_at,omitempty"`

	// Of a conflict whose resolution met another change itself: the op_id of that
	// resolution. It is decided there, by its own exception.
	OvertakenBy string `json:"overtaken_by,omitempty"`
}

// Proposal says whether the exception is a proposal: something that its author wants to
// count and that the rules leave to a person, who accepts or refuses it.
func (e Exception) Proposal() bool { return e.What == "disputed" && len(e.Mine) > 0 }
