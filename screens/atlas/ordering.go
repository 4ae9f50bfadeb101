package atlas

import (
	"context"
	"strconv"
	"time"

	"dianqin/app/atlas"
	"dianqin/app/work"
	"dianqin/data/model/people"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ordering is a day that is being put in order: what it would be is on the map and in
// the list until it is kept or left.
type ordering struct {
	show.Acts
	p      *Page
	latest *ui.Latest // of the plans: an older one that comes later is left out
	who    people.User
	now    atlas.Arranged
	over   []atlas.Stop // what is behind of that day
	fault  error
	known  bool
}

// openOrder shows the day in its order; on the desk it asks whose first.
func (p *Page) openOrder() {
	if p.c.Phone() {
		p.order(p.a.Session.User())
		return
	}
	p.c.Go(func() func() {
		board, err := p.a.Work.Board(context.Background(), p.c.Now())
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.whose(board)
		}
	})
}

// whose asks whose day it is about.
func (p *Page) whose(b work.Board) {
	p.choose(nil)
	p.open(&sheet{title: p.word("map.order"), parts: func() []fyne.CanvasObject {
		var rows []fyne.CanvasObject
		for _, d := range b.People {
			if d.Open == 0 {
				continue
			}
			rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcPerson, Tone: ui.TonePrimary, Title: d.Person.Name, Sub: p.c.N("map.day", d.Open, nil), Open: true}, func() { p.order(d.Person) }))
		}
		if len(rows) == 0 {
			return []fyne.CanvasObject{ui.NewText(p.c.T("map.order.nobody", nil), ui.Body, ui.ColMuted).Wrap()}
		}
		return []fyne.CanvasObject{ui.Group(rows...)}
	}})
}

// order shows the day of somebody in its order.
func (p *Page) order(who people.User) {
	p.choose(nil)
	o := &ordering{Acts: show.NewActs(p.c, nil), p: p, latest: ui.NewLatest(p.c.Bridge), who: who}
	title := p.word("map.order")
	if !p.c.Phone() {
		title = func() string { return p.c.T("map.order.of", map[string]any{"name": who.Name}) }
	}
	p.open(&sheet{title: title, parts: o.parts, foot: o.foot, done: func() {
		p.ordering = nil
		p.mark()
		p.show()
	}, back: func() {
		p.ordering = o
		p.show()
	}})
	p.ordering = o
	o.behind()
	o.ask(func(ctx context.Context) (atlas.Arranged, error) {
		stops, err := p.a.Places.Stops(ctx, who.ID)
		if err != nil {
			return atlas.Arranged{}, err
		}
		var ids []string
		for _, s := range stops {
			ids = append(ids, s.ID)
		}
		return p.a.Places.Preview(ctx, who.ID, o.from(), ids)
	}, true)
}

// ShowDay shows the day of somebody and lets its order be changed; the shell leads here.
func (p *Page) ShowDay(who people.User) { p.order(who) }

// behind reads what is over of the day: the map shows it beside what is to come.
func (o *ordering) behind() {
	p := o.p
	p.c.Go(func() func() {
		over, err := p.a.Places.Over(context.Background(), o.who.ID)
		return func() {
			if err == nil && p.ordering == o {
				o.over = over
				p.show()
			}
		}
	})
}

// name says on the map whom a stop is about.
func (o *ordering) name(s atlas.Stop) {
	o.p.call(&slippy.Callout{At: s.At, Label: s.Name, Bare: true})
}

// from is where the day is planned from: where one is, if the map knows it.
func (o *ordering) from() atlas.From {
	if o.p.own.fix != nil && o.who.ID == o.p.a.Session.User().ID {
		return atlas.FromHere
	}
	return atlas.FromStation
}

// ask plans beside the screen and shows what comes of it.
func (o *ordering) ask(plan func(context.Context) (atlas.Arranged, error), fit bool) {
	p := o.p
	p.panel.paint()
	o.latest.Go(0, func() func() {
		now, err := plan(context.Background())
		return func() {
			if o.fault = err; err == nil {
				before := o.now.Before
				o.now, o.known = now, true
				if before != nil {
					o.now.Before = before
				}
			}
			if p.ordering != o {
				return
			}
			p.panel.fill(p)
			if page := p.panel.page; page != nil {
				page.paint()
				p.c.Pane().Update()
			}
			p.show()
			if fit && len(o.now.Path) > 1 {
				p.left = true
				p.m.Fit(o.now.Path, 56, dayZoom)
			}
		}
	})
}

func (o *ordering) parts() []fyne.CanvasObject {
	c := o.p.c
	switch {
	case o.fault != nil:
		return []fyne.CanvasObject{ui.NewProblem(show.Error(c.Words(), o.fault, false))}
	case !o.known:
		return []fyne.CanvasObject{ui.NewText(c.T("map.order.busy", nil), ui.Small, ui.ColMuted).Wrap()}
	case len(o.now.Stops) == 0:
		return []fyne.CanvasObject{ui.NewText(c.T("map.day.none", nil), ui.Body, ui.ColMuted).Wrap()}
	}
	number := func(i int) *ui.Text { return ui.NewText(itoa(i+1), ui.BodyBold, ui.ColPrimary) }
	list := newDragList(len(o.now.Stops), number, o.row, o.moved)
	return []fyne.CanvasObject{
		ui.NewText(o.summary(), ui.Small, ui.ColInk).Wrap(),
		ui.NewTonal(ui.IcRoute, c.T("map.order.shortest", nil), o.shortest),
		ui.NewBlock(ui.Look{Fill: ui.ColSurface, Stroke: ui.ColLine, Radius: ui.Radius}, list.box),
	}
}

// summary is how long the way is, when it ends, and what would be late.
func (o *ordering) summary() string {
	c := o.p.c
	s := c.T("map.order.way", map[string]any{"way": c.Words().Distance(o.now.Metres), "from": c.T("map.from."+string(o.now.From), nil)})
	if !o.now.Finish.IsZero() {
		s += " · " + c.T("map.order.finish", map[string]any{"time": c.Words().Clock(o.now.Finish)})
	}
	if m := int(o.now.Late / time.Minute); m > 0 {
		s += " · " + c.N("map.order.late", m, nil)
	}
	return s
}

func (o *ordering) row(i int) fyne.CanvasObject {
	s, c := o.now.Stops[i], o.p.c
	sub := s.Address
	switch {
	case !s.Placed:
		sub = c.T("map.find.unplaced", nil) + " · " + sub
	case i < len(o.now.Arrive) && !o.now.Arrive[i].IsZero():
		sub = c.Words().Clock(o.now.Arrive[i]) + " · " + sub
	}
	if agreed := show.Appointment(c.Words(), s.Task, c.Now()); agreed != "" {
		sub = agreed + " · " + sub
	}
	return ui.NewItemRow(ui.Item{Icon: show.KindIcon(s.Kind), Title: s.Name, Sub: sub}, func() {
		if s.Placed {
			o.p.grabbed()
			o.p.m.GlideTo(s.At, max(o.p.m.Camera().Zoom, dayZoom))
		}
	})
}

// moved is told that a row was drawn to another place.
func (o *ordering) moved(order []int) {
	ids := make([]string, len(order))
	for i, was := range order {
		ids[i] = o.now.Stops[was].ID
	}
	o.ask(func(ctx context.Context) (atlas.Arranged, error) {
		return o.p.a.Places.Preview(ctx, o.who.ID, o.from(), ids)
	}, false)
}

// shortest looks for a good order.
func (o *ordering) shortest() {
	o.ask(func(ctx context.Context) (atlas.Arranged, error) {
		return o.p.a.Places.Arrange(ctx, o.who.ID, o.from())
	}, true)
}

func (o *ordering) foot() fyne.CanvasObject {
	if !o.known || !o.now.Changed() {
		return nil
	}
	return ui.NewAction(ui.IcCheck, o.p.c.T("map.order.keep", nil), o.keep)
}

// keep makes the order the day's.
func (o *ordering) keep() {
	p, now := o.p, o.now
	o.Do(func(ctx context.Context) error { return p.a.Places.Keep(ctx, now) }, func() {
		show.Ordered(p.a, p.c, now, p.c.T("map.order.kept", nil))
		p.closePanel()
		p.load(nil)
	})
}
