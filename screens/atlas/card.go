package atlas

import (
	"context"
	"slices"

	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// tapped opens what was met, as a list would.
func (p *Page) tapped(h slippy.Hit) {
	switch h.Kind {
	case slippy.HitPoint:
		if h.Index < len(p.marks.points) {
			p.openPoint(p.marks.points[h.Index])
		}
	case slippy.HitCluster:
		if !h.Splits {
			p.openCluster(h)
		}
	case slippy.HitStop:
		switch {
		case h.Index >= len(p.drawn):
		case p.ordering != nil: // what is not kept yet stays open
			p.ordering.name(p.drawn[h.Index])
		default:
			p.openStop(p.drawn[h.Index])
		}
	case slippy.HitPerson:
		p.openPerson(h.Index)
	default:
		if p.c.Phone() && p.panel.showing() {
			p.closePanel()
		}
	}
}

// openPoint reads what a point is called and shows it.
func (p *Page) openPoint(pt atlas.Point) {
	p.c.Go(func() func() {
		cards, err := p.a.Places.Cards(context.Background(), []atlas.Point{pt})
		return func() {
			switch {
			case err != nil:
				p.c.Toast(show.Line(p.c.Words(), err))
			case len(cards) > 0:
				p.openCard(cards[0])
			}
		}
	})
}

// openCard marks a point; the desk shows all about it, the phone its card first.
func (p *Page) openCard(c atlas.Card) {
	if !p.c.Phone() && c.Kind == model.KindCustomer {
		p.closePanel()
		p.choose(&c)
		p.lead.Customer(c.ID)
		return
	}
	p.open(&sheet{title: p.word("map.kind." + string(c.Kind)), parts: func() []fyne.CanvasObject { return p.cardParts(c) }, foot: p.wayTo(c.At, wayName(c))})
	p.choose(&c)
	p.sight(c.At)
}

// wayName is what another map program calls a place.
func wayName(c atlas.Card) string {
	if c.Detail != "" && c.Kind != model.KindArea {
		return c.Detail
	}
	return c.Title
}

// wayTo is the main action of a card: the way there.
func (p *Page) wayTo(at geo.Point, name string) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		return ui.NewAction(ui.IcRoute, p.c.T("task.way", nil), func() { p.lead.Way(at, name) })
	}
}

func (p *Page) cardParts(c atlas.Card) []fyne.CanvasObject {
	parts := []fyne.CanvasObject{ui.Group(p.row(c))}
	if far := p.far(c.At); far != "" {
		parts = append(parts, ui.Row(6, ui.NewIcon(ui.IcTarget, 18, ui.ColMuted), ui.Grow(ui.NewText(far, ui.Small, ui.ColInk).Clip())))
	}
	if c.Kind != model.KindArea || !p.c.Phone() {
		parts = append(parts, ui.NewTonal(ui.IcPin, p.c.T("map.fix", nil), func() { p.move(c) }))
	}
	return parts
}

// row is a point as a row that opens it.
func (p *Page) row(c atlas.Card) fyne.CanvasObject {
	title, sub := c.Title, c.Detail
	switch c.Kind {
	case model.KindCustomer:
		sub = c.Detail + " · " + c.Number // the address is what leads there
	case model.KindBox:
		title = show.Tail(c.Number)
	}
	do := func() {
		switch {
		case c.Kind == model.KindCustomer:
			p.lead.Customer(c.ID)
		case c.Kind == model.KindBox:
			p.lead.Box(c.Number)
		case p.lead.Area != nil:
			p.lead.Area(c.ID)
		}
	}
	return ui.NewItemRow(ui.Item{Icon: kindIcon(c.Kind), Tone: toneOf(c.Tone), Title: title, Sub: sub, End: p.badge(c.Tone), Open: c.Kind != model.KindArea || p.lead.Area != nil}, do)
}

// badge says in a word why a point is coloured; nothing for a quiet one.
func (p *Page) badge(t atlas.Tone) fyne.CanvasObject {
	switch t {
	case atlas.Fault:
		return ui.NewStateBadge(ui.State{Word: p.c.T("map.tone.fault", nil), Icon: ui.IcCross, Tone: ui.ToneWrong})
	case atlas.Owes:
		return ui.NewStateBadge(ui.State{Word: p.c.T("map.tone.owes", nil), Icon: ui.IcBang, Tone: ui.ToneLook})
	case atlas.Due:
		return ui.NewStateBadge(ui.State{Word: p.c.T("map.tone.due", nil), Icon: ui.IcClock, Tone: ui.TonePrimary})
	}
	return nil
}

func toneOf(t atlas.Tone) ui.Tone {
	switch t {
	case atlas.Fault:
		return ui.ToneWrong
	case atlas.Owes:
		return ui.ToneLook
	case atlas.Due:
		return ui.TonePrimary
	}
	return ui.ToneCalm
}

func kindIcon(k model.Kind) ui.Glyph {
	switch k {
	case model.KindBox:
		return ui.IcBox
	case model.KindArea:
		return ui.IcBolt
	}
	return ui.IcPerson
}

// openCluster lists what lies on top of each other.
func (p *Page) openCluster(h slippy.Hit) {
	var points []atlas.Point
	for _, i := range h.Members {
		if i < len(p.marks.points) {
			points = append(points, p.marks.points[i])
		}
	}
	p.c.Go(func() func() {
		cards, err := p.a.Places.Cards(context.Background(), points)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.choose(nil)
			p.open(&sheet{title: func() string { return p.c.N("map.here", h.Count, nil) }, parts: func() []fyne.CanvasObject {
				var rows []fyne.CanvasObject
				for _, c := range cards {
					rows = append(rows, p.row(c))
				}
				return []fyne.CanvasObject{ui.Group(rows...)}
			}})
		}
	})
}

// openStop shows a task of the day.
func (p *Page) openStop(s atlas.Stop) {
	if !p.c.Phone() {
		p.lead.Task(s.ID)
		return
	}
	p.choose(nil)
	title, foot := func() string { return p.c.T("map.stop", map[string]any{"n": s.Number}) }, p.wayTo(s.At, s.Address)
	if !s.Open() {
		title, foot = func() string { return show.TaskState(p.c.Words(), s.State).Word }, nil
	}
	p.open(&sheet{title: title, parts: func() []fyne.CanvasObject {
		var parts []fyne.CanvasObject
		for _, other := range slices.Concat(p.stops, p.over) { // several tasks may lead to one house
			if other.Placed && geo.Distance(other.At, s.At) < sameHouse {
				parts = append(parts, p.stopRow(other))
			}
		}
		if far := p.far(s.At); far != "" {
			parts = append(parts, ui.Row(6, ui.NewIcon(ui.IcTarget, 18, ui.ColMuted), ui.Grow(ui.NewText(far, ui.Small, ui.ColInk).Clip())))
		}
		return parts
	}, foot: foot})
	p.call(&slippy.Callout{At: s.At, Label: s.Name, Bare: true})
	p.sight(s.At)
}

// sameHouse is how near, in metres, two places are one.
const sameHouse = 20

// stopRow is a task as the list of the day shows it.
func (p *Page) stopRow(s atlas.Stop) fyne.CanvasObject {
	w, now := p.c.Words(), p.c.Now()
	if !s.Open() {
		return p.overRow(s)
	}
	it := ui.TaskItem{Order: itoa(s.Number), Icon: show.KindIcon(s.Kind), Kind: show.Kind(w, s.Kind), State: show.TaskState(w, s.State), Place: s.Address, Detail: s.Name}
	it.Due, it.Late = show.Due(w, s.Task, now)
	row := ui.NewTaskRow(func() { p.lead.Task(s.ID) })
	row.Set(it)
	return row
}

// overRow is a task that is behind: why, or who it was about.
func (p *Page) overRow(s atlas.Stop) fyne.CanvasObject {
	w := p.c.Words()
	sub := w.Clock(s.EndedAt.Time()) + " · " + s.Name
	if s.Reason != "" {
		sub = w.Clock(s.EndedAt.Time()) + " · " + s.Reason
	}
	return ui.Group(ui.NewItemRow(ui.Item{Icon: show.KindIcon(s.Kind), Tone: ui.ToneCalm, Title: s.Address, Sub: sub, Open: true}, func() { p.lead.Task(s.ID) }))
}

// sight moves the map where a place that was pressed lies under what came up with it.
func (p *Page) sight(at geo.Point) {
	if !p.c.Phone() || p.m == nil || p.m.Camera().Size.Height == 0 {
		return
	}
	cam := p.m.Camera()
	free := 2 * cam.ToScreen(p.m.Middle()).Y // the height above the panel
	pos := cam.ToScreen(at)
	if pos.Y < calloutRoom || pos.Y > free-markRoom || pos.X > cam.Size.Width-buttonsWide && pos.Y > free-buttonsHigh {
		p.m.GlideTo(at, 0)
	}
}

// What must stay free round a place that was pressed, in dp: above it for its name, below
// it for its mark, and where the buttons stand.
const (
	calloutRoom float32 = 72
	markRoom    float32 = 36
	buttonsWide float32 = 84
	buttonsHigh float32 = 244
)

// choose marks a point, nil none.
func (p *Page) choose(c *atlas.Card) {
	p.chosen, p.moved, p.searched = c, false, nil
	if p.m == nil {
		return
	}
	p.m.SetTrack(nil)
	p.mark()
}

// mark names the chosen point on the map.
func (p *Page) mark() {
	c := p.chosen
	if p.m == nil {
		return
	}
	if c == nil {
		p.call(nil)
		return
	}
	p.call(&slippy.Callout{At: c.At, Rank: uint8(c.Tone), Shape: shapeOf(c.Kind), Label: p.called(*c)})
}

// call names a place on the map, nil none; it keeps its name when the map is built anew.
func (p *Page) call(c *slippy.Callout) {
	p.named = c
	p.m.SetCallout(c)
}

// called is what a point is called in a line.
func (p *Page) called(c atlas.Card) string {
	if c.Kind == model.KindBox {
		return show.Tail(c.Number)
	}
	return c.Title
}

// chosenAgain finds the marked point among the points that were read anew.
func (p *Page) chosenAgain() {
	if p.chosen == nil || p.all == nil {
		return
	}
	for _, pt := range p.all.Layer(p.chosen.Kind).Points {
		if pt.ID == p.chosen.ID && pt != p.chosen.Point {
			p.chosen.Point = pt
			if !p.moved {
				p.mark()
			}
			return
		}
	}
}
