package people

import (
	"slices"
	"time"

	"dianqin/data/model"
)

// Device is an enrolled phone or desk as the server tells those who look after
// its person. It holds no key.
type Device struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"` // as the device called itself
	UserID     string       `json:"user_id"`
	EnrolledAt model.Millis `json:"enrolled_at"`
	RevokedAt  model.Millis `json:"revoked_at,omitempty"`   // 0 while it is trusted
	LastSeenAt model.Millis `json:"last_seen_at,omitempty"` // 0: not since it was enrolled
	DevSeq     int64        `json:"dev_seq"`                // highest contiguous that the server holds
	Held       int          `json:"held"`                   // operations that wait for a gap to close
}

// Health is how a device's syncing stands, as far as the server can tell.
type Health string

// The states of health, the worst first.
const (
	HealthHeld    Health = "held"    // something of it is missing in between: a person looks
	HealthSilent  Health = "silent"  // not heard of for SilentAfter
	HealthCurrent Health = "current" // heard of lately, nothing missing
	HealthRevoked Health = "revoked" // no longer trusted
)

// Healths lists the states of health in the order in which they want looking at.
var Healths = []Health{HealthHeld, HealthSilent, HealthCurrent, HealthRevoked}

// SilentAfter is how long a trusted device may not be heard of. Phones work for
// days without a network by design, but a working day ends where there is one: a
// day and a night without a word is worth a call. It is a way of showing things,
// no rule that anything hangs on, and so no row of policy.
const SilentAfter = 24 * time.Hour

// Health says how the device stands at a moment of the server's clock.
func (d Device) Health(now model.Millis) Health {
	switch {
	case d.RevokedAt != 0:
		return HealthRevoked
	case d.Held > 0:
		return HealthHeld
	case now-d.HeardAt() >= model.Millis(SilentAfter.Milliseconds()):
		return HealthSilent
	}
	return HealthCurrent
}

// HeardAt is when the device was last heard of: its enrolment is the first word.
func (d Device) HeardAt() model.Millis { return max(d.LastSeenAt, d.EnrolledAt) }

// Rank orders states of health, the worst first.
func (h Health) Rank() int {
	if i := slices.Index(Healths, h); i >= 0 {
		return i
	}
	return len(Healths)
}

// fieldRoles are those that a supervisor may give devices to and take them from.
var fieldRoles = []Role{Inspector, Surveyor, SealKeeper}

// Sees says whether a user may know of another's devices: an admin of everybody's,
// a supervisor of those who share a station.
func (u User) Sees(other User) bool {
	return u.Has(Admin) || u.Has(Supervisor) && u.Shares(other)
}

// Shares says whether two users work for a station together.
func (u User) Shares(other User) bool {
	return slices.ContainsFunc(u.Stations, func(s string) bool { return slices.Contains(other.Stations, s) })
}

// Manages decides whether a user may enrol and revoke devices of another: an admin
// anybody's; a supervisor those of the field staff of a shared station, and the
// own. More would let a supervisor become an admin who has no password yet.
// Codes: auth.forbidden, lane.foreign.
func (u User) Manages(other User) *model.Error {
	switch {
	case u.Has(Admin):
		return nil
	case !u.Has(Supervisor):
		return model.Fail("auth.forbidden")
	case u.ID == other.ID:
		return nil
	case !u.Shares(other):
		return model.Fail("lane.foreign")
	case slices.ContainsFunc(other.Roles, func(r Role) bool { return !slices.Contains(fieldRoles, r) }):
		return model.Fail("auth.forbidden")
	}
	return nil
}
