// Package seal is the life of a seal 封印: what it is, what may happen to it
// next, and what a scan of it means.
//
//	purchased -> in_store -> issued -> applied -> removed -> returned -> scrapped
//	                 ^          |                              ^
//	                 +----------+------------------------------+
//	                 (an unused one back on the shelf, or handed back for good)
//	from each but scrapped: lost; from each but scrapped and lost: damaged;
//	a lost one that turns up is returned; a damaged one is returned or scrapped
//
// Custody (where it is in that life) and physical condition (what an eye sees)
// are two things: a broken seal may well still be "applied".
package seal

import "dianqin/data/model"

// Custody is where a seal is in its life.
type Custody string

// The states of custody.
const (
	Purchased Custody = "purchased"
	InStore   Custody = "in_store"
	Issued    Custody = "issued"
	Applied   Custody = "applied"
	Removed   Custody = "removed"
	Returned  Custody = "returned"
	Scrapped  Custody = "scrapped"
	Lost      Custody = "lost"
	Damaged   Custody = "damaged"
)

// Custodies lists every state, in the order of a seal's life.
var Custodies = []Custody{Purchased, InStore, Issued, Applied, Removed, Returned, Scrapped, Lost, Damaged}

// Condition is what a person saw.
type Condition string

// The conditions.
const (
	Intact  Condition = "intact"
	Broken  Condition = "broken"
	Missing Condition = "missing"
	Worn    Condition = "worn"
)

// Conditions lists every condition.
var Conditions = []Condition{Intact, Worn, Broken, Missing}

// Seal is one numbered seal.
type Seal struct {
	ID        string       `json:"id"`
	StationID string       `json:"station_id"`
	Number    string       `json:"number"`
	LotID     string       `json:"lot_id,omitempty"`
	Kind      string       `json:"kind"` // policy.SealKind
	Custody   Custody      `json:"custody"`
	Condition Condition    `json:"condition"`
	HolderID  string       `json:"holder_id,omitempty"` // who has it while issued or removed
	BoxID     string       `json:"box_id,omitempty"`    // where it is applied
	MeterID   string       `json:"meter_id,omitempty"`
	Place     string       `json:"place,omitempty"` // metering.Place code
	AppliedAt model.Millis `json:"applied_at,omitempty"`
	ChangedAt model.Millis `json:"changed_at"`
	Seen      *Sight       `json:"seen,omitempty"` // the newest scan of the number
}

// Sight is where and when a number was last scanned.
type Sight struct {
	At    model.Millis    `json:"at"`
	BoxID string          `json:"box_id"`
	By    string          `json:"by"` // user id
	Pos   *model.Position `json:"pos,omitempty"`
}

// Lot is a purchased range of numbers 批次. Numbers of a lot have one length and
// compare as texts.
type Lot struct {
	ID        string       `json:"id"`
	Code      string       `json:"code"`
	StationID string       `json:"station_id"`
	Kind      string       `json:"kind"`
	From      string       `json:"from"` // first number
	To        string       `json:"to"`   // last number
	Count     int          `json:"count"`
	BoughtAt  model.Millis `json:"bought_at"`
}

// Holds says whether a number belongs to the lot.
func (l Lot) Holds(number string) bool {
	return len(number) == len(l.From) && l.From <= number && number <= l.To
}

// Event is one line of a seal's history 加封/启封/....
type Event struct {
	ID        string          `json:"id"`
	StationID string          `json:"station_id"`
	SealID    string          `json:"seal_id,omitempty"` // empty for a number of no record
	Number    string          `json:"number"`
	What      What            `json:"what"`
	At        model.Millis    `json:"at"`
	By        string          `json:"by"` // user id
	TaskID    string          `json:"task_id,omitempty"`
	BoxID     string          `json:"box_id,omitempty"`
	Place     string          `json:"place,omitempty"`
	ToID      string          `json:"to_id,omitempty"` // receiver, for issued
	Custody   Custody         `json:"custody,omitempty"`
	Condition Condition       `json:"condition,omitempty"`
	Verdict   *Verdict        `json:"verdict,omitempty"` // for sightings
	Disputed  string          `json:"disputed,omitempty"`
	Pos       *model.Position `json:"pos,omitempty"`
}
