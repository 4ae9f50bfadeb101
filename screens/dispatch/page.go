// Package dispatch is the desk's board of a day: people as rows, hours as
// columns, what nobody has at the left. Tasks are given to people by dragging, or
// several at once. It writes nothing but assignments, and each can be undone.
//
//	press ──▶ cursor ──Enter──▶ details      x, ctrl+press ──▶ chosen ──a──▶ assign
//	drag ──▶ carried ──▶ dropped on a person: given; on the left: taken back
//	                 └─▶ dropped elsewhere: nothing
package dispatch

import (
	"context"
	"time"

	"dianqin/app"
	appwork "dianqin/app/work"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Go is where the screen leads.
type Go struct {
	Task   func(taskID string)                  // a task in the details pane
	Assign func(tasks []work.Task, done func()) // who gets them, in the pane
	Create func()                               // a new order in the pane
	Day    func(who people.User)                // somebody's day on the map, where its order is changed
}

// Page is the screen.
type Page struct {
	a    *app.App
	c    *ui.Context
	lead Go

	ahead  int           // days from today
	whole  appwork.Board // as read
	board  appwork.Board // as narrowed by the search
	text   string
	cursor string // id of the task that the keys are at
	chosen map[string]bool
	open   string // id of the task in the pane
	read   bool
	fault  error
	carry  *carry              // what is being dragged, nil for nothing
	health map[string]ui.State // of people's devices that want looking at, as far as the server could be asked

	search *ui.Entry
	column *column
	hours  *hours
	layer  *fyne.Container // over all: what is being dragged
	body   *fyne.Container
	load   *ui.Latest
	off    func()
	tick   func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, chosen: map[string]bool{}, load: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("orders.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.read || p.fault != nil {
		return ""
	}
	late := 0
	for _, d := range p.whole.People {
		late += d.Late
	}
	s := p.c.N("dispatch.people", len(p.whole.People), nil) + " · " + p.c.N("dispatch.free", len(p.whole.Free), nil)
	if late > 0 {
		s += " · " + p.c.N("dispatch.late", late, nil)
	}
	return s
}

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	p.search = ui.NewSearch(p.text, p.c.T("orders.search", nil), func(text string) {
		p.text = text
		p.show()
	})
	return []fyne.CanvasObject{ui.AtLeast(170, 0, p.search),
		ui.NewCompact(ui.IcPlus, p.c.T("orders.new", nil), len(p.chosen) == 0, p.lead.Create)}
}

// Foot implements ui.Footed: what can be done with what is chosen.
func (p *Page) Foot() fyne.CanvasObject {
	if len(p.chosen) == 0 {
		return nil
	}
	return ui.Inset(0, 20, 12, 20, ui.Row(12,
		ui.Grow(ui.NewText(p.c.N("dispatch.chosen", len(p.chosen), nil), ui.BodyBold, ui.ColInk).Clip()),
		ui.NewCompact(ui.IcClose, p.c.T("common.cancel", nil), false, func() { p.Leave() }),
		ui.NewCompact(ui.IcSend, p.c.N("orders.assign", len(p.chosen), nil), true, p.assign)))
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.column, p.hours = nil, nil
	p.layer = container.NewWithoutLayout()
	p.body = ui.Col(0)
	p.paint()
	return container.NewStack(ui.Frame(nil, nil, nil, nil, p.body), p.layer)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) })
	p.tick = p.c.Every(time.Minute, func() { // the line of now moves on, and so does what is late
		p.reload()
		p.ask()
	})
	p.reload()
	p.ask()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	p.off()
	p.tick()
	p.load.Drop()
	p.drop()
}

// pause lets a burst of changed records become one reading.
const pause = 50 * time.Millisecond

// day is a moment of the day that the board shows.
func (p *Page) day() time.Time { return p.c.Now().AddDate(0, 0, p.ahead) }

func (p *Page) reload() {
	if p.carry != nil { // rows may not change under what is being dragged
		return
	}
	wait, day := pause, p.day()
	if !p.read {
		wait = 0
	}
	p.load.Go(wait, func() func() {
		b, err := p.a.Work.Board(context.Background(), day)
		return func() {
			first := !p.read || p.fault != nil || err != nil
			p.fault, p.read = err, true
			if err == nil {
				p.whole = b
				p.forget()
			}
			if first {
				p.paint()
			}
			p.show()
			p.title()
		}
	})
}

// ask asks the server how people's devices sync. Without a network the board does
// without.
func (p *Page) ask() {
	if !p.a.People.MaySee() {
		return
	}
	w := p.c.Words()
	p.c.Go(func() func() {
		devices, err := p.a.People.Devices(context.Background())
		if err != nil {
			return nil
		}
		out := map[string]ui.State{}
		for _, d := range devices.All { // those that want looking at come first
			amiss := d.Health == people.HealthSilent || d.Health == people.HealthHeld
			if _, done := out[d.UserID]; !done && amiss {
				out[d.UserID] = show.Health(w, d.Health, d.HeardAt(), devices.AsOf)
			}
		}
		return func() {
			p.health = out
			p.show()
		}
	})
}

// forget lets go of chosen tasks and of a cursor that are no longer on the board.
func (p *Page) forget() {
	there := map[string]bool{}
	for _, t := range tasksOf(p.whole) {
		there[t.ID] = true
	}
	for id := range p.chosen {
		if !there[id] {
			delete(p.chosen, id)
		}
	}
	if !there[p.cursor] {
		p.cursor = ""
	}
}

// title asks for title, actions and foot anew; a field that is being typed into
// would lose its place, so then it waits.
func (p *Page) title() {
	if !p.c.Typing() {
		p.c.Nav.Update()
	}
}

// paint builds what is below the title.
func (p *Page) paint() {
	if p.body == nil {
		return
	}
	var middle fyne.CanvasObject
	switch {
	case p.fault != nil:
		middle = ui.NewProblem(show.Retry(p.c, p.fault, p.reload))
	case !p.read:
		middle = ui.Space(0, 0)
	default:
		p.column, p.hours = newColumn(p), newHours(p)
		middle = container.New(&sides{p}, p.column.whole, p.hours.whole)
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(middle)}
	p.body.Refresh()
	p.show()
}

// show narrows what was read and puts it on the board.
func (p *Page) show() {
	p.board = narrowed(p.whole, p.text, func(k work.Kind) string { return show.Kind(p.c.Words(), k) })
	if p.column == nil || p.fault != nil {
		return
	}
	p.column.show()
	p.hours.show()
}

// mark shows cursor and choice again where only they have changed.
func (p *Page) mark() {
	p.column.list.Refresh()
	p.hours.list.Refresh()
}
