package demo

import (
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// Site is a task with all that is needed to play it: the tour and the end-to-end
// test paint its seals and scan them.
type Site struct {
	Task  work.Task // todo, a seal check, the first of the demo inspector's day
	Box   metering.Box
	Seals []seal.Seal // expected there, in the order of the box's places; all intact

	// Numbers that do not belong there, one for each verdict.
	Foreign      string // applied at another box of the station
	Scrapped     string // of the station, scrapped
	NoLot        string // reads as a seal's, in no purchased lot
	OtherStation string // applied at a box of another station, in that station's lot
}

// SealCheck returns the first task of the demo inspector: a box with two meters
// and eight seals and nothing wrong.
func (r *Region) SealCheck() Site {
	s, next := r.stations[0], r.stations[1]
	t := s.tasks[0]
	b := &s.boxes[t.box]
	x := Site{Task: t.task, Box: r.box(s, b)}
	x.Seals = r.seals(s, b, &x.Box)
	x.Foreign = r.soundSeal(s)
	x.Scrapped = r.firstOf(s, sealTerminal, seal.Scrapped)
	x.NoLot = barcode(s.Code, typeSeal, 9*serialBase+4711)
	x.OtherStation = r.soundSeal(next)
	return x
}

// soundSeal is the number of a terminal seal at the last box of a station of which
// the records know no fault.
func (r *Region) soundSeal(s *station) string {
	n := s.used[sealTerminal]
	for r.known[s.sealNumber(sealTerminal, n)] != nil {
		n--
	}
	return s.sealNumber(sealTerminal, n)
}
