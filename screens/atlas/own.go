package atlas

import (
	"context"
	"time"

	"dianqin/data/model/geo"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/show"
)

// own is where one is, and what ails the map.
type own struct {
	fix     *slippy.Fix // nil: not asked for, or not known
	follows bool        // the map stays with it
	asking  bool
	mocked  bool
	trouble error // of the ground
	ground  error // why there is none
}

const (
	// ownEvery is how often the own position is asked for while it is shown.
	ownEvery = 5 * time.Second
	// ownZoom is how near the map looks at where one is: single houses.
	ownZoom = 17
)

// locate shows where one is and stays there until a person moves the map.
func (p *Page) locate() {
	p.own.follows = true
	p.askOwn(func(err error) {
		if err != nil {
			p.own.follows = false
			p.c.Toast(show.Line(p.c.Words(), err))
			return
		}
		p.left = true
		p.m.GlideTo(p.own.fix.At, max(p.m.Camera().Zoom, ownZoom))
	})
}

// follow asks again while the own position is on the map.
func (p *Page) follow() {
	if p.own.fix == nil {
		return
	}
	p.askOwn(func(err error) {
		if err == nil && p.own.follows {
			p.m.GlideTo(p.own.fix.At, 0)
		}
	})
}

// askOwn asks where one is, one question at a time.
func (p *Page) askOwn(then func(error)) {
	if p.own.asking {
		return
	}
	p.own.asking = true
	p.c.Go(func() func() {
		here, err := p.a.Here(context.Background())
		return func() {
			p.own.asking = false
			if err == nil {
				p.own.fix = &slippy.Fix{At: here.At, Accuracy: here.AccuracyM, Heading: here.Heading}
				p.own.mocked = here.Mocked
				p.m.SetFix(p.own.fix)
				stops, line := p.way()
				p.m.SetWay(stops, line)
				p.panel.paint()
				p.tell()
			}
			then(err)
		}
	})
}

// grabbed: a person moved the map, which no longer follows.
func (p *Page) grabbed() { p.own.follows, p.left = false, true }

// far says how far a place is and where, "" where one's own is not known.
func (p *Page) far(to geo.Point) string {
	if p.own.fix == nil {
		return ""
	}
	return p.c.Words().Distance(geo.Distance(p.own.fix.At, to)) + " " + p.c.T("map.to."+quarter(geo.Bearing(p.own.fix.At, to)), nil)
}

// quarter is the name of one of eight directions.
func quarter(deg float64) string {
	names := [8]string{"n", "ne", "e", "se", "s", "sw", "w", "nw"}
	return names[int((deg+22.5)/45)%8]
}
