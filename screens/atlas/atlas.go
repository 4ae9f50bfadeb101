// Package atlas is the map of both shells: today's tasks in their order, customers,
// boxes and areas by how they stand, people's last positions, one's own; and what is
// done there: finding the way, setting a position right, ordering the day. Where its
// ground comes from is app/atlas's; how it is drawn is the widget's (atlas/slippy).
//
// It leads nobody by itself and keeps nothing but which layers are shown and where the
// map was left.
package atlas

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/app/atlas"
	"dianqin/chart/label"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/work"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Task     func(taskID string)
	Customer func(id string)
	Box      func(number string)             // whom a box belongs to
	Area     func(id string)                 // nil: an area leads nowhere
	Way      func(to geo.Point, name string) // the way there
	Packs    func()                          // map packs and sources; nil: the page does not lead there
}

// Page is the screen.
type Page struct {
	ui.WhileShown
	a    *app.App
	c    *ui.Context
	lead Go

	faces   *label.Faces // read once
	m       *slippy.Map
	layout  *over
	grounds []atlas.Ground
	base    string // the kind of ground that was chosen
	bar     *notice

	on     layers
	all    *atlas.Points // nil: not read yet
	marks  marks
	stops  []atlas.Stop // to come
	over   []atlas.Stop // behind: they ended today
	drawn  []atlas.Stop // as the map has them
	fault  error        // why the points could not be read
	read   bool
	left   bool          // the view was set: by a person, or the last time
	camera slippy.Camera // where the map was left
	own    own
	panel  panel // what lies at the bottom of the phone's map
	chosen *atlas.Card
	named  *slippy.Callout // what has a name on the map; nil for nothing
	moved  bool            // the map shows where somebody proposes that the chosen point lies

	persons  persons
	searched *searched // nil: nobody's search is shown
	moving   *moving   // nil: nothing is
	ordering *ordering // nil: the day is as it is
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, on: recalled(c), base: c.Memory().Recall(baseChoice)}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("map.title", nil) }

// Subtitle implements ui.Subtitled: how much of the day is left.
func (p *Page) Subtitle() string {
	if !p.read {
		return ""
	}
	if len(p.stops) == 0 && !p.c.Phone() {
		return "" // the desk has no way of its own
	}
	if len(p.stops) == 0 {
		return p.c.T("map.day.none", nil)
	}
	return p.c.N("map.day", len(p.stops), nil)
}

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	if !p.c.Phone() {
		return []fyne.CanvasObject{
			ui.NewCompact(ui.IcSearch, p.c.T("map.find", nil), false, p.openFind),
			ui.NewCompact(ui.IcSort, p.c.T("map.order", nil), false, p.openOrder),
			ui.NewCompact(ui.IcLayers, p.c.T("map.layers", nil), false, p.openLayers),
		}
	}
	return []fyne.CanvasObject{
		ui.NewIconButton(ui.IcSearch, ui.ColInk, p.openFind),
		ui.NewIconButton(ui.IcSort, ui.ColInk, p.openOrder),
		ui.NewIconButton(ui.IcLayers, ui.ColInk, p.openLayers),
	}
}

// Content implements ui.Page. The widget is built anew with the look; the view and the
// points stay.
func (p *Page) Content() fyne.CanvasObject {
	if p.m != nil {
		p.camera = p.m.Camera()
		p.m.Close()
	}
	p.m = slippy.New(p.c, p.source(), p.look())
	p.m.OnTap, p.m.OnHold, p.m.OnGrab, p.m.OnState = p.tapped, p.held, p.grabbed, p.sourced
	if p.left {
		p.m.LookAt(p.camera.Centre, p.camera.Zoom)
	}
	p.bar = newNotice()
	p.layout = newOver(p.c.Phone(), p.m, p.bar.box, p.buttons())
	p.layout.want = p.panel.want
	p.layout.pinned = p.pinned
	p.m.SetCallout(p.named)
	p.panel.fill(p)
	if p.moving != nil {
		p.moving.begin()
	}
	p.legal()
	p.show()
	return p.layout.all
}

// pinned is the place under the pin, while there is one.
func (p *Page) pinned() (geo.Point, bool) {
	if p.moving == nil {
		return geo.Point{}, false
	}
	return p.moving.stands, true
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(
		p.a.Records.On(func(kinds []model.Kind) { p.c.Do(func() { p.load(kinds) }) }),
		p.a.Maps.Changed.On(func(struct{}) { p.c.Do(p.ground) }),
		p.c.Every(ownEvery, p.follow),
		p.c.Every(personsEvery, p.watch))
	p.ground()
	p.load(nil)
	p.watch()
}

// Leave implements ui.Leaving: Back closes what lies over the map first.
func (p *Page) Leave() bool {
	if !p.panel.showing() && p.chosen == nil || p.searched != nil && p.c.Phone() { // a search lies over its task
		return false
	}
	p.closePanel()
	return true
}

// load reads the points, those of kinds anew where there are some already.
func (p *Page) load(kinds []model.Kind) {
	old, on := p.all, p.on
	p.c.Go(func() func() {
		ctx := context.Background()
		stops, err := p.a.Places.Stops(ctx, "")
		var over []atlas.Stop
		if err == nil {
			over, err = p.a.Places.Over(ctx, "")
		}
		all := old
		if err == nil && (old == nil || kinds != nil) {
			all, err = p.a.Places.Renew(ctx, old, kinds)
		}
		var m marks
		if err == nil {
			m = merge(all, on)
		}
		return func() {
			p.fault = err
			if err == nil {
				p.read, p.all, p.stops, p.over = true, all, stops, over
				if on == p.on {
					p.marks = m
				}
				p.chosenAgain()
			}
			p.show()
			p.c.Retitle(p)
		}
	})
}

// show brings what is known onto the map.
func (p *Page) show() {
	if p.m == nil {
		return
	}
	p.m.SetPoints(p.marks.slippy())
	stops, line := p.way()
	p.m.SetWay(stops, line)
	p.m.SetFix(p.own.fix)
	p.showPersons()
	p.showSearched()
	p.begin()
	p.tell()
}

// way is the tasks of the day and the line through those that are to come.
func (p *Page) way() (stops []slippy.Stop, line []geo.Point) {
	p.drawn = nil
	if !p.on.has(layerTasks) {
		return nil, nil
	}
	all, over := p.stops, p.over
	if p.ordering != nil && p.ordering.known {
		all, over = p.ordering.now.Stops, p.ordering.over
	}
	for _, s := range slices.Concat(all, over) {
		if !s.Placed {
			continue
		}
		p.drawn = append(p.drawn, s)
		stops = append(stops, slippy.Stop{At: s.At, Number: s.Number, Over: overOf(s.State)})
		if s.Open() {
			line = append(line, s.At)
		}
	}
	if p.ordering != nil && p.ordering.known {
		return stops, p.ordering.now.Path
	}
	if p.own.fix != nil && len(line) > 0 && geo.Distance(p.own.fix.At, line[0]) < lineFrom {
		line = append([]geo.Point{p.own.fix.At}, line...)
	}
	return stops, line
}

// overOf is how a task in a state is drawn.
func overOf(s work.State) slippy.Over {
	switch s {
	case work.Done:
		return slippy.Done
	case work.Returned:
		return slippy.Void
	}
	return slippy.Ahead
}

// lineFrom is how far away, in metres, the way is still drawn from where one is.
const lineFrom = 100_000

// begin looks at the search that is shown or the day the first time, else at everything there is.
func (p *Page) begin() {
	if p.left || !p.read || p.m.Camera().Size.Width == 0 {
		return
	}
	var at []geo.Point
	if p.searched != nil {
		at = p.searched.points()
	} else {
		for _, s := range p.stops {
			if s.Placed {
				at = append(at, s.At)
			}
		}
	}
	if len(at) == 0 && p.all != nil {
		if sw, ne, ok := p.all.Bounds(); ok {
			at = []geo.Point{sw, ne}
		}
	}
	if len(at) == 0 {
		for _, g := range p.grounds {
			if b := g.Source.Info().Bounds; b != [2]geo.Point{} {
				at = b[:]
				break
			}
		}
	}
	if len(at) > 0 {
		p.m.Fit(at, 56, dayZoom)
		p.left = true
	}
}

// dayZoom is how near the map looks at a day at most: single houses.
const dayZoom = 16.5
