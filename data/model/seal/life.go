package seal

import (
	"slices"

	"dianqin/data/model"
)

// What happened to a seal.
type What string

// The events of a seal's life. Sighted and Inspected change no custody.
const (
	WhatReceived  What = "received"  // into the store
	WhatIssued    What = "issued"    // to a person
	WhatApplied   What = "applied"   // 加封
	WhatRemoved   What = "removed"   // 启封
	WhatReturned  What = "returned"  // handed back
	WhatRestocked What = "restocked" // an unused one back on the shelf
	WhatScrapped  What = "scrapped"
	WhatLost      What = "lost"
	WhatDamaged   What = "damaged"
	WhatSighted   What = "sighted"   // scanned
	WhatInspected What = "inspected" // its condition was looked at
)

// Whats lists every event.
var Whats = []What{WhatReceived, WhatIssued, WhatApplied, WhatRemoved, WhatReturned, WhatRestocked,
	WhatScrapped, WhatLost, WhatDamaged, WhatSighted, WhatInspected}

// Act is an event with what it says.
type Act struct {
	What      What
	At        model.Millis
	By        string    // user id
	To        string    // receiver, for issued
	BoxID     string    // for applied
	MeterID   string    // for applied, where the place is on a meter
	Place     string    // for applied
	Condition Condition // for inspected; elsewhere empty = unchanged
}

// life says from which custody an event may come and which it leads to.
var life = map[What]struct {
	from []Custody
	to   Custody
}{
	WhatReceived:  {[]Custody{Purchased}, InStore},
	WhatIssued:    {[]Custody{InStore}, Issued},
	WhatApplied:   {[]Custody{Issued}, Applied},
	WhatRemoved:   {[]Custody{Applied}, Removed},
	WhatReturned:  {[]Custody{Issued, Removed, Lost, Damaged}, Returned},
	WhatRestocked: {[]Custody{Issued}, InStore},
	WhatScrapped:  {[]Custody{Returned, Damaged}, Scrapped},
	WhatLost:      {[]Custody{Purchased, InStore, Issued, Applied, Removed, Returned, Damaged}, Lost},
	WhatDamaged:   {[]Custody{Purchased, InStore, Issued, Applied, Removed, Returned}, Damaged},
}

// Next decides whether an act may come next and what the seal is after it. The
// refusal says why, in codes seal.cannot_<what>, seal.not_holder, seal.no_place
// and seal.no_receiver. A used seal is never applied again: it holds a mark of
// what it closed.
func Next(s Seal, a Act) (Seal, *model.Error) {
	if a.What == WhatSighted || a.What == WhatInspected {
		// Looks arrive out of order: an older one does not undo what is known since.
		if a.Condition != "" && a.At >= s.ChangedAt {
			s.Condition = a.Condition
			s.ChangedAt = a.At
		}
		return s, nil
	}
	step, ok := life[a.What]
	if !ok {
		return s, model.Fail("seal.unknown_event", "what", string(a.What))
	}
	if !slices.Contains(step.from, s.Custody) {
		return s, model.Fail("seal.cannot_"+string(a.What), "number", s.Number, "custody", string(s.Custody))
	}
	if err := fits(s, a); err != nil {
		return s, err
	}
	s.Custody, s.ChangedAt = step.to, a.At
	if a.Condition != "" {
		s.Condition = a.Condition
	}
	s.place(a)
	return s, nil
}

// fits checks what an act must carry beside a lawful custody.
func fits(s Seal, a Act) *model.Error {
	switch a.What {
	case WhatIssued:
		if a.To == "" {
			return model.Fail("seal.no_receiver", "number", s.Number)
		}
	case WhatApplied:
		if a.BoxID == "" || a.Place == "" {
			return model.Fail("seal.no_place", "number", s.Number)
		}
		if s.HolderID != "" && a.By != "" && s.HolderID != a.By {
			return model.Fail("seal.not_holder", "number", s.Number, "holder", s.HolderID)
		}
	}
	return nil
}

// place sets who holds the seal or where it hangs after an act.
func (s *Seal) place(a Act) {
	switch s.Custody {
	case Issued:
		s.HolderID = a.To
	case Applied:
		s.HolderID, s.BoxID, s.MeterID, s.Place, s.AppliedAt = "", a.BoxID, a.MeterID, a.Place, a.At
	case Removed:
		s.HolderID, s.BoxID, s.MeterID, s.Place = a.By, "", "", ""
	case InStore, Returned, Scrapped:
		s.HolderID, s.BoxID, s.MeterID, s.Place = "", "", "", ""
	}
}
