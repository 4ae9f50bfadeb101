package demo

import (
	"github.com/paulmach/orb"

	"dianqin/data/model"
	"dianqin/data/model/geo"
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

// besideArea is how far round a transformer area a station's map reaches, metres: over
// the houses behind it and the way there.
const besideArea = 400.0

// Around is the bounds of each station's areas and office in WGS84 degrees, by the
// station's id, with some room.
func (r *Region) Around() map[string]orb.Bound {
	out := map[string]orb.Bound{}
	plane := geo.NewPlane(r.Town.Centre)
	corner := func(p model.Position, m float64) orb.Point {
		x, y := plane.XY(geo.Point{Lat: p.Lat, Lon: p.Lon})
		q := plane.Point(x+m, y+m)
		return orb.Point{q.Lon, q.Lat}
	}
	for _, s := range r.stations {
		b := orb.Bound{Min: corner(s.Position, -besideArea), Max: corner(s.Position, besideArea)}
		for _, a := range s.areas {
			b = b.Extend(corner(a.Position, -besideArea)).Extend(corner(a.Position, besideArea))
		}
		out[s.ID] = b
	}
	return out
}
