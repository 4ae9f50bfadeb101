package seal

import (
	"dianqin/data/model"
	"dianqin/data/model/policy"
)

// Identity answers whether the number belongs where it was scanned.
type Identity string

// The identities (notes: contract, "Verdict of a scan").
const (
	Here         Identity = "here"
	OtherPlace   Identity = "other_place"    // on this box, but registered at another place of it
	Elsewhere    Identity = "elsewhere"      // applied at another box
	OtherStation Identity = "other_station"  // of a lot of another station
	NotInService Identity = "not_in_service" // in store, issued, returned, scrapped, lost, ...
	NoLot        Identity = "no_lot"         // never purchased
	NotASeal     Identity = "not_a_seal"     // another thing's bar code
)

// Identities lists every identity.
var Identities = []Identity{Here, OtherPlace, Elsewhere, OtherStation, NotInService, NoLot, NotASeal}

// Expected answers whether the number was looked for at the place.
type Expected string

// The answers. A missing seal is one that was looked for and never scanned.
const (
	ExpectedYes     Expected = "yes"
	ExpectedNo      Expected = "no"
	ExpectedMissing Expected = "missing"
)

// Tone is how a verdict is shown and heard.
type Tone string

// The tones, from good to bad.
const (
	Right   Tone = "right"   // ✓
	Unknown Tone = "unknown" // ?
	Look    Tone = "look"    // !
	Wrong   Tone = "wrong"   // ✕
)

// Verdict is what a scan means: three answers kept apart, whether the number was
// seen in two places, and the reason in a code ("verdict.<code>") with parameters.
type Verdict struct {
	Identity  Identity     `json:"identity"`
	Condition Condition    `json:"condition"`
	Expected  Expected     `json:"expected"`
	Clone     bool         `json:"clone,omitempty"`
	Tone      Tone         `json:"tone"`
	Reason    model.Reason `json:"reason"`
}

// Scan is what was scanned and where.
type Scan struct {
	Number    string
	Target    string          // policy.Reading.Target
	StationID string          // station of the box
	BoxID     string          // box that the person stands at
	Place     string          // place that is being ticked, empty in a sweep
	Condition Condition       // as the person saw it, empty = intact
	At        model.Millis    //
	Pos       *model.Position //
}

// Known is what the store says of the number.
type Known struct {
	Seal *Seal // nil: no record
	Lot  *Lot  // nil: of no lot
}

// Judge gives the verdict of a scan.
func Judge(scan Scan, known Known) Verdict {
	v := Verdict{Condition: scan.Condition, Expected: ExpectedNo}
	if v.Condition == "" {
		v.Condition = Intact
	}
	v.Identity, v.Reason = identify(scan, known)
	v.Clone = cloned(scan, known.Seal)
	if v.Identity == Here {
		v.Expected = ExpectedYes
	}
	if v.Clone {
		v.Reason = model.Reason{Code: "clone", Args: map[string]any{"box": known.Seal.Seen.BoxID, "at": int64(known.Seal.Seen.At)}}
	}
	v.Tone = tone(v)
	if v.Identity == Here && !v.Clone && v.Condition != Intact {
		v.Reason = model.Reason{Code: "condition_" + string(v.Condition), Args: map[string]any{"place": known.Seal.Place}}
	}
	return v
}

// MissingVerdict is the verdict on an expected seal that no scan found.
func MissingVerdict(s Seal) Verdict {
	return Verdict{Identity: Here, Condition: Missing, Expected: ExpectedMissing, Tone: Wrong,
		Reason: model.Reason{Code: "missing", Args: map[string]any{"place": s.Place}}}
}

func identify(scan Scan, known Known) (Identity, model.Reason) {
	// A number of a record or of a purchased lot is a seal's, whatever the layouts
	// in force (there may be none) make of its text.
	if scan.Target != "" && scan.Target != policy.TargetSeal && known.Seal == nil && known.Lot == nil {
		return NotASeal, model.Reason{Code: "not_a_seal", Args: map[string]any{"target": scan.Target}}
	}
	s := known.Seal
	switch {
	case s == nil && known.Lot == nil:
		return NoLot, model.Reason{Code: "no_lot"}
	case s == nil && known.Lot.StationID != scan.StationID:
		return OtherStation, model.Reason{Code: "other_station", Args: map[string]any{"station": known.Lot.StationID}}
	case s == nil: // of our lot, never entered one by one: still on the shelf
		return NotInService, model.Reason{Code: "not_in_service", Args: map[string]any{"custody": string(InStore)}}
	case s.Custody != Applied:
		return NotInService, model.Reason{Code: "not_in_service", Args: map[string]any{"custody": string(s.Custody), "at": int64(s.ChangedAt)}}
	case s.BoxID != scan.BoxID && s.StationID != scan.StationID:
		return OtherStation, model.Reason{Code: "other_station", Args: map[string]any{"station": s.StationID}}
	case s.BoxID != scan.BoxID:
		return Elsewhere, model.Reason{Code: "elsewhere", Args: map[string]any{"box": s.BoxID, "place": s.Place}}
	case scan.Place != "" && s.Place != scan.Place:
		return OtherPlace, model.Reason{Code: "other_place", Args: map[string]any{"place": s.Place}}
	}
	return Here, model.Reason{Code: "here", Args: map[string]any{"place": s.Place}}
}

// cloned says that the same number was sighted in two places: an eye saw it at
// another box since it was last applied, and now it is here. A number applied
// elsewhere that nobody has seen there may just have been carried off, so a
// record alone makes no clone.
func cloned(scan Scan, s *Seal) bool {
	return s != nil && s.Seen != nil && s.Custody == Applied && scan.BoxID != "" &&
		s.Seen.BoxID != "" && s.Seen.BoxID != scan.BoxID && s.Seen.At >= s.AppliedAt
}

func tone(v Verdict) Tone {
	switch {
	case v.Clone, v.Condition == Broken, v.Condition == Missing:
		return Wrong
	case v.Identity == Elsewhere, v.Identity == NotInService, v.Identity == NoLot:
		return Wrong
	case v.Identity == NotASeal:
		return Unknown
	case v.Identity == OtherStation, v.Identity == OtherPlace, v.Condition != Intact:
		return Look
	}
	return Right
}
