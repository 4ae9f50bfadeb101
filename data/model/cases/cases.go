// Package cases holds suspicions 违约用电/窃电: what was seen that needs a person
// to look into it. A case is never a verdict of theft: opening one says only what
// was found, and a person decides.
package cases

import (
	"dianqin/data/model"
	"dianqin/data/model/seal"
)

// Kind is what was found.
type Kind string

// The kinds.
const (
	SealBroken  Kind = "seal_broken"
	SealMissing Kind = "seal_missing"
	SealForeign Kind = "seal_foreign" // does not belong here: elsewhere, not in service, of no lot
	SealCloned  Kind = "seal_cloned"  // one number in two places
)

// State is where a case stands.
type State string

// The states. Only people move a case on.
const (
	Open      State = "open"
	Reviewing State = "reviewing"
	Closed    State = "closed"
)

// Case is one suspicion.
type Case struct {
	ID         string       `json:"id"`
	StationID  string       `json:"station_id"`
	Number     string       `json:"number"` // empty until the server gives it
	Kind       Kind         `json:"kind"`
	State      State        `json:"state"`
	SealNumber string       `json:"seal_number,omitempty"`
	BoxID      string       `json:"box_id,omitempty"`
	Place      string       `json:"place,omitempty"`
	CustomerID string       `json:"customer_id,omitempty"`
	TaskID     string       `json:"task_id,omitempty"`
	OpenedAt   model.Millis `json:"opened_at"`
	OpenedBy   string       `json:"opened_by"` // user id
	Reason     model.Reason `json:"reason"`
	Facts      []string     `json:"facts"`              // op ids of what was seen, the first opened it
	Decision   string       `json:"decision,omitempty"` // why it stands where it stands, in a person's words
	DecidedAt  model.Millis `json:"decided_at,omitempty"`
	DecidedBy  string       `json:"decided_by,omitempty"` // user id
}

// OfSighting says whether a verdict opens a case, and of which kind. A seal of
// another station or at another place of the same box is put right on site, a
// worn one is replaced: no case. Another thing's bar code is none either.
func OfSighting(v seal.Verdict) (Kind, bool) {
	switch {
	case v.Identity == seal.NotASeal: // whatever its condition
		return "", false
	case v.Clone:
		return SealCloned, true
	case v.Condition == seal.Broken, v.Condition == seal.Missing:
		return OfCondition(v.Condition)
	case v.Identity == seal.Elsewhere, v.Identity == seal.NotInService, v.Identity == seal.NoLot:
		return SealForeign, true
	}
	return "", false
}

// OfCondition says whether what a person saw of an expected seal opens a case.
func OfCondition(c seal.Condition) (Kind, bool) {
	switch c {
	case seal.Broken:
		return SealBroken, true
	case seal.Missing:
		return SealMissing, true
	}
	return "", false
}

// Join adds a further fact to an open case: the same thing seen again is one
// case, not two. A worse finding changes nothing but the list: the kind stays
// what it was opened for.
func Join(c Case, opID string) Case {
	for _, f := range c.Facts {
		if f == opID {
			return c
		}
	}
	c.Facts = append(append([]string(nil), c.Facts...), opID)
	return c
}
