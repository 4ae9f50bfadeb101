// Package place says which positions may be believed: when a position that somebody
// proposes is taken at once, and when a person in the office looks at it first; what
// a way that somebody walked looks like when it is kept.
//
//	proposed -> applied            (captured on the spot, well enough, near what stood)
//	         -> under review -> accepted (applied) or refused, each with a word
//
// It never reads a receiver or a clock: the operation says where and when.
package place

import (
	"math"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/policy"
)

// How says where a proposed position comes from.
type How string

// The ways to a position.
const (
	Site How = "site" // captured by standing there
	Hand How = "hand" // set on the map, or typed
)

// Kinds are the kinds of record whose position may be proposed.
var Kinds = []model.Kind{model.KindCustomer, model.KindUsagePoint, model.KindBox, model.KindArea}

// Proposed is the body of the fact position.proposed; the operation's target is the
// record.
type Proposed struct {
	Position model.Position `json:"position"`
	How      How            `json:"how"`
	Reason   string         `json:"reason,omitempty"` // by hand: why it lies there
}

// longest is how long a reason may be, in bytes.
const longest = 2000

// Check returns what is wrong with the body, or nil. Codes: position.invalid,
// position.unknown_way, position.no_reason, field.too_long.
func (b Proposed) Check() *model.Error {
	switch {
	case !b.Position.Valid() || math.Abs(b.Position.Lat) > geo.MaxLat:
		return model.Fail("position.invalid").At("/body/position")
	case !(b.Position.AccuracyM >= 0) || math.IsInf(b.Position.AccuracyM, 1): // not a number is neither
		return model.Fail("position.invalid").At("/body/position/accuracy_m")
	case b.How != Site && b.How != Hand:
		return model.Fail("position.unknown_way", "how", string(b.How)).At("/body/how")
	case b.How == Hand && b.Reason == "":
		return model.Fail("position.no_reason").At("/body/reason")
	case len(b.Reason) > longest:
		return model.Fail("field.too_long", "max", longest).At("/body/reason")
	}
	return nil
}

// Proposable says whether records of a kind have a position that may be proposed.
func Proposable(k model.Kind) bool { return slices.Contains(Kinds, k) }

// Doubt says why a proposed position is not taken at once, nil where it is. stands is
// the position on record; office says that the author decides about such proposals.
// Codes: position.by_hand, position.mocked, position.no_rule (the utility has not said
// what is good enough), position.inexact, position.far, position.abroad.
func Doubt(b Proposed, stands model.Position, p policy.Place, office bool) *model.Error {
	far := geo.Distance(point(stands), point(b.Position))
	switch {
	case office && b.How == Hand:
		return nil
	case b.How == Hand:
		return model.Fail("position.by_hand", "reason", b.Reason)
	case b.Position.Mocked:
		return model.Fail("position.mocked")
	case p.AccuracyM <= 0 || p.NearM <= 0:
		return model.Fail("position.no_rule")
	case b.Position.AccuracyM == 0 || b.Position.AccuracyM > p.AccuracyM:
		return model.Fail("position.inexact", "accuracy", metres(b.Position.AccuracyM), "max", metres(p.AccuracyM))
	case stands.Valid() && far > p.NearM:
		return model.Fail("position.far", "distance", metres(far), "max", metres(p.NearM))
	case !stands.Valid() && !geo.InChina(point(b.Position)): // a receiver gone wrong, or one set by hand
		return model.Fail("position.abroad")
	}
	return nil
}

func point(p model.Position) geo.Point { return geo.Point{Lat: p.Lat, Lon: p.Lon} }

func metres(m float64) int { return int(math.Round(m)) }
