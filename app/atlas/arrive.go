package atlas

import (
	"context"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/work"
)

// Nearness is how far a place is from where the device was last, without any map.
type Nearness struct {
	work.Arrival         // Where is empty where the utility has no rule about arriving
	BearingDeg   float64 // to the place, clockwise from north
	Known        bool    // both places are known: DistanceM and BearingDeg say something
}

// Near compares a place with where the device is. It waits a moment for a fix at most.
func (p *Places) Near(ctx context.Context, at model.Position) (Nearness, error) {
	set, err := p.store.World().Policy()
	if err != nil {
		return Nearness{}, err
	}
	var n Nearness
	fix := p.rec.Where(ctx)
	if rule := set.Place(p.rec.Now()); rule.RadiusM > 0 {
		n.Arrival = work.Near(at, fix, rule)
	}
	if fix != nil && fix.Valid() && at.Valid() {
		n.Known = true
		n.BearingDeg = geo.Bearing(pointOf(*fix), pointOf(at))
		n.DistanceM = int(geo.Distance(pointOf(*fix), pointOf(at)) + 0.5)
		n.AccuracyM = int(fix.AccuracyM + 0.5)
	}
	return n, nil
}
