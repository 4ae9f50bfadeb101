package policy

import (
	"fmt"

	"dianqin/data/model"
)

// Place is what is believed of positions. Where no row says, nothing is: every
// position is looked at by a person, and nobody is said to be at the wrong place.
type Place struct {
	AccuracyM float64 `json:"accuracy_m"` // a capture is good up to this radius, in metres
	NearM     float64 `json:"near_m"`     // and so far from what stood at most
	RadiusM   float64 `json:"radius_m"`   // whoever is so near to a task's place has arrived
	WorstM    float64 `json:"worst_m"`    // a fix with a larger radius says nothing of where somebody is
	SeenHours int     `json:"seen_hours"` // so long the office sees where somebody was last; 0: never
}

// Place returns the rule about positions at a moment; the zero rule where no row says.
func (s Set) Place(at model.Millis) Place {
	p, _ := find(s.places, at, func(Place) bool { return true })
	return p
}

func (p Place) check() error {
	if !(p.AccuracyM > 0 && p.NearM > 0 && p.RadiusM > 0 && p.WorstM > 0) || p.SeenHours < 0 {
		return fmt.Errorf("positions good to %v m, near in %v m, arrived in %v m, worst %v m, seen for %d h", p.AccuracyM, p.NearM, p.RadiusM, p.WorstM, p.SeenHours)
	}
	return nil
}
