package people

import (
	"time"

	"dianqin/data/model"
)

// LastPlace is where somebody was when they last did something for the work: the
// position of an operation. Nothing follows people between their acts.
type LastPlace struct {
	UserID   string         `json:"user_id"`
	At       model.Millis   `json:"at"` // by the server's clock
	Position model.Position `json:"position"`
	TaskID   string         `json:"task_id,omitempty"` // what they were at
}

// Places says whether a user may know where another was last: a supervisor of those who
// share a station, and nobody else; an admin looks after devices, not after people.
func (u User) Places(other User) bool {
	return u.Has(Supervisor) && u.Shares(other)
}

// Placed says whether the place of a user is noted at all: of those who work outside.
func (u User) Placed() bool { return u.Has(Inspector, Surveyor, SealKeeper) && !u.Inactive }

// PlacesSince is the moment from which a last place may still be shown; false where none
// may: the utility has said so, or nothing.
func PlacesSince(now model.Millis, hours int) (model.Millis, bool) {
	return now - model.Millis(time.Duration(hours)*time.Hour/time.Millisecond), hours > 0
}
