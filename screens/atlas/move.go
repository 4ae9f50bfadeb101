package atlas

import (
	"context"
	"math"
	"strings"

	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/place"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// moving is a position that is being set right: the map is pulled under a pin that
// stands still.
type moving struct {
	show.Acts
	p      *Page
	c      atlas.Card
	had    bool // it has a position already: old
	old    geo.Point
	stands geo.Point // where the pin is
	site   bool      // the pin stands where the device is, and was not moved since: fix
	fix    model.Position
	reason int // of reasons(); -1 none, the last is the person's own
	note   string
	far    *ui.Text
	near   bool // the pin stands where the name of the old place would
}

// move begins to set the position of something.
func (p *Page) move(c atlas.Card) {
	v := &moving{Acts: show.NewActs(p.c, nil), p: p, c: c, had: c.Pos.Valid(), old: geo.Point{Lat: c.Pos.Lat, Lon: c.Pos.Lon}, reason: -1}
	v.far = ui.NewText("", ui.SmallBold, ui.ColInk)
	p.choose(nil)
	v.stands = c.At
	p.open(&sheet{title: p.word("map.move"), parts: v.parts, foot: v.foot, done: v.end, back: v.begin})
	v.begin()
	p.left = true
	p.m.GlideTo(c.At, max(p.m.Camera().Zoom, ownZoom+1))
	v.say()
}

// begin puts the pin up, again where the map was built anew.
func (v *moving) begin() {
	p := v.p
	p.moving = v
	v.mark()
	p.layout.cross.Objects = []fyne.CanvasObject{pin()}
	p.layout.cross.Show()
	p.layout.relay()
	p.m.OnMove = func(slippy.Camera) { v.say() }
}

// mark shows where the thing was, with its name where the pin leaves room for it.
func (v *moving) mark() {
	if !v.had {
		return
	}
	c := &slippy.Callout{At: v.old, Rank: uint8(v.c.Tone), Shape: shapeOf(v.c.Kind), Label: v.p.c.T("map.move.old", nil)}
	if v.near {
		c.Label = ""
	}
	v.p.call(c)
}

// nameRoom is how far, in dp, the pin is from the old place where its name has room.
const nameRoom = 110

// beside follows whether the name has room.
func (v *moving) beside() {
	cam := v.p.m.Camera()
	a, b := cam.ToScreen(v.old), cam.ToScreen(v.stands)
	near := math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)) < nameRoom
	if near != v.near {
		v.near = near
		v.mark()
	}
}

// end takes the pin away.
func (v *moving) end() {
	v.p.moving = nil
	v.p.m.OnMove = nil
	v.p.layout.cross.Hide()
	v.p.layout.relay()
}

// pin is what stands in the middle: its foot is the place.
func pin() fyne.CanvasObject {
	stem := ui.NewBlock(ui.Look{Fill: ui.ColPrimary}, ui.Space(4, 18))
	foot := ui.NewBlock(ui.Look{Fill: ui.ColInk, Radius: 4}, ui.Space(8, 8))
	head := ui.NewBlock(ui.Look{Fill: ui.ColPrimary, Stroke: ui.ColSurface, Line: ui.SizeRing, Radius: 22, Min: fyne.NewSquareSize(44), Raised: true}, ui.Middle(ui.NewIcon(ui.IcPin, 22, ui.ColOnPrimary)))
	return ui.Col(0, ui.Middle(head), ui.Middle(stem), ui.Middle(foot), ui.Space(0, pinHigh))
}

// pinHigh is how high head and stem of the pin are: as much room below brings its foot
// into the middle.
const pinHigh float32 = 44 + 18

// say tells how far the pin is from where the thing is on record.
func (v *moving) say() {
	if v.p.m.Camera().Size.Height == 0 { // not laid out yet
		return
	}
	to := v.p.m.Middle()
	v.stands = to
	v.beside()
	if v.site && geo.Distance(to, v.at()) > siteSlack {
		v.site = false
		v.p.panel.paint()
		return
	}
	switch {
	case !v.had:
		v.far.Set(v.p.c.T("map.move.new", nil))
	default:
		v.far.Set(v.p.c.T("map.move.far", map[string]any{"way": v.p.c.Words().Distance(geo.Distance(v.old, to))}))
	}
	if v.site {
		v.far.Set(v.p.c.T("map.move.site", nil))
	}
}

// sourceMap says of a position that somebody set it on a map.
const sourceMap = "map"

// at is where the device was.
func (v *moving) at() geo.Point { return geo.Point{Lat: v.fix.Lat, Lon: v.fix.Lon} }

// siteSlack is how far, in metres, the pin may be from the device's position and still
// stand there: what rounding to the screen makes.
const siteSlack = 1.0

func (v *moving) parts() []fyne.CanvasObject {
	p := v.p
	v.say()
	parts := []fyne.CanvasObject{
		ui.NewText(p.c.T("map.move.how", map[string]any{"name": p.called(v.c)}), ui.Small, ui.ColMuted).Wrap(),
		ui.Row(ui.Gap, ui.NewIcon(ui.IcPin, 18, ui.ColMuted), ui.Grow(v.far)),
		ui.NewTonal(ui.IcTarget, p.c.T("map.move.here", nil), v.here),
	}
	if !v.site {
		parts = append(parts, ui.NewSectionTitle(p.c.T("map.move.why", nil)), ui.NewChoices(v.reasons(), v.reason, func(i int) {
			v.reason = i
			p.panel.paint()
		}))
		if v.reason == len(v.reasons())-1 {
			e := ui.NewEntry(v.note, p.c.T("map.move.note", nil))
			e.OnChanged = func(s string) { v.note = s }
			parts = append(parts, e)
		}
	}
	return parts
}

// here puts the pin where the device is.
func (v *moving) here() {
	p := v.p
	p.c.Go(func() func() {
		at := p.a.Places.Capture(context.Background())
		return func() {
			if p.panel.now == nil {
				return
			}
			if at == nil || !at.Valid() {
				p.c.Toast(p.c.T("map.move.nofix", nil))
				return
			}
			p.own.follows = false
			v.fix = *at
			p.m.GlideTo(v.at(), 0)
			v.site = true
			v.say()
			p.panel.paint()
		}
	})
}

func (v *moving) foot() fyne.CanvasObject {
	return ui.NewAction(ui.IcCheck, v.p.c.T("map.move.do", nil), v.propose)
}

// reasons are what most positions are wrong by, in the language of the screen.
func (v *moving) reasons() (out []string) {
	for _, r := range []string{"entrance", "register", "moved", "other"} {
		out = append(out, v.p.c.T("map.move.why."+r, nil))
	}
	return out
}

// why is the reason in the person's words.
func (v *moving) why() string {
	switch {
	case v.reason < 0:
		return ""
	case v.reason == len(v.reasons())-1:
		return strings.TrimSpace(v.note)
	}
	return v.reasons()[v.reason]
}

// propose sends the position: a good one counts at once, another when the office has
// looked at it.
func (v *moving) propose() {
	p := v.p
	how, why := place.Hand, v.why()
	if v.site {
		how = place.Site
	}
	if how == place.Hand && why == "" {
		p.c.Toast(p.c.T("map.move.why.missing", nil))
		return
	}
	at := p.m.Middle()
	pos := model.Position{Lat: at.Lat, Lon: at.Lon, Source: sourceMap}
	if v.site {
		pos = v.fix
	}
	var doubt *model.Error
	v.Do(func(ctx context.Context) (err error) {
		doubt, err = p.a.Places.Propose(ctx, v.c.Kind, v.c.ID, place.Proposed{Position: pos, How: how, Reason: why})
		return err
	}, func() {
		said := p.c.T("map.move.done", nil)
		if doubt != nil {
			said = show.Line(p.c.Words(), doubt)
		}
		p.c.Toast(said)
		p.a.Sync.Wake()
		p.closePanel()
	})
}
