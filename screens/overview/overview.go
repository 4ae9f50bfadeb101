// Package overview is the desk's first place: the region's figures at a glance,
// each of which leads to the list behind it; what waits for somebody; how the
// devices stand. It shows what the store says and what the server tells of
// devices, and changes nothing.
package overview

import (
	"context"
	"slices"
	"time"

	"dianqin/app"
	appoverview "dianqin/app/overview"
	apppeople "dianqin/app/people"
	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the figures lead. A function that is nil leads nowhere: its row has
// no button.
type Go struct {
	Orders     func(state work.State, nobody bool) // the list of orders, narrowed
	Seals      func()                              // the seals that are amiss
	Cases      func()
	Exceptions func()
	Debtors    func()
	Devices    func()              // people, those whose device wants looking at
	Area       func(grid.Area)     // the customers of an area
	Customer   func(id string)     // in the details pane
	Suspects   func()              // the list of suspicious places
	Losses     func(overOnly bool) // the list of areas
	Amiss      func(devices int)   // is told how many devices want looking at; may be nil
}

const (
	pause = 200 * time.Millisecond // lets a burst of changed records become one reading
	again = time.Minute            // how often devices and what is overdue are looked at
)

// Page is the screen.
type Page struct {
	ui.WhileShown
	a    *app.App
	c    *ui.Context
	lead Go

	figures  appoverview.Figures
	losses   appoverview.Losses
	suspects appoverview.Suspects
	names    map[string]string // of people by id
	devices  apppeople.Devices
	read     bool  // figures were
	deep     bool  // losses and suspects were
	known    bool  // devices were told
	fault    error // of reading
	lacking  error // of asking for devices
	body     *fyne.Container
	whole    fyne.CanvasObject
	load     *ui.Latest
	dig      *ui.Latest
	ask      *ui.Latest
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, load: ui.NewLatest(c.Bridge), dig: ui.NewLatest(c.Bridge), ask: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("overview.title", nil) }

// Subtitle implements ui.Subtitled: the day, and how old the data is.
func (p *Page) Subtitle() string {
	w := p.c.Words()
	age := p.c.T("common.sync.age", map[string]any{"age": w.Ago(p.a.Sync.State().LastOK, p.c.Now())})
	return p.c.T("overview.asof", map[string]any{"day": w.Day(p.c.Now()), "age": age})
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.whole = ui.Scroll(ui.Pad(3, 3, p.body)) // room for outlines: a scroll cuts off at its edge
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(
		p.a.Records.On(func(kinds []model.Kind) { p.c.Do(func() { p.changed(kinds) }) }),
		p.c.Every(again, func() { p.count(0); p.askAgain() }))
	p.count(0)
	p.deepen(0)
	p.askAgain()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	p.WhileShown.OnHidden()
	p.load.Drop()
	p.dig.Drop()
	p.ask.Drop()
}

// dug are the kinds that losses and suspects are made of; they change once a month
// and are dear to read, so other changes leave them alone.
var dug = []model.Kind{model.KindArea, model.KindLineLoss, model.KindReadings, model.KindMeter, model.KindMeterEvent, model.KindPolicy}

func (p *Page) changed(kinds []model.Kind) {
	p.count(pause)
	if slices.ContainsFunc(kinds, func(k model.Kind) bool { return slices.Contains(dug, k) }) {
		p.deepen(pause)
	}
}

// count reads the figures.
func (p *Page) count(wait time.Duration) {
	p.load.Go(wait, func() func() {
		f, err := p.a.Overview.Figures(context.Background())
		return func() {
			p.figures, p.fault, p.read = f, err, true
			p.paint()
			if p.c.Nav.Current() == ui.Page(p) { // how old the data is
				p.c.Nav.Update()
			}
		}
	})
}

// deepen reads line losses and what is suspicious.
func (p *Page) deepen(wait time.Duration) {
	p.dig.Go(wait, func() func() {
		losses, err := p.a.Overview.Losses(context.Background())
		if err != nil {
			return func() { p.fault = err; p.paint() }
		}
		suspects, err := p.a.Overview.Suspects(context.Background(), 0)
		return func() {
			p.losses, p.suspects, p.deep = losses, suspects, err == nil
			if err != nil {
				p.fault = err
			}
			p.paint()
		}
	})
}

// askAgain asks the server for the devices.
func (p *Page) askAgain() {
	if !p.a.People.MaySee() {
		return
	}
	p.ask.Go(0, func() func() {
		d, err := p.a.People.Devices(context.Background())
		staff, failed := p.a.People.List(context.Background())
		return func() {
			if p.lacking = err; err == nil {
				p.devices, p.known = d, true
				if _, amiss := d.Trusted(); p.lead.Amiss != nil {
					p.lead.Amiss(amiss)
				}
			}
			if failed == nil {
				p.names = map[string]string{}
				for _, person := range staff {
					p.names[person.ID] = person.Name
				}
			}
			p.paint()
		}
	})
}

// retry reads and asks for everything.
func (p *Page) retry() {
	p.fault = nil
	p.count(0)
	p.deepen(0)
	p.askAgain()
}

func (p *Page) paint() {
	if p.body == nil {
		return
	}
	switch {
	case p.fault != nil:
		p.body.Objects = []fyne.CanvasObject{ui.NewProblem(show.Retry(p.c, p.fault, p.retry))}
	case !p.read:
		p.body.Objects = nil
	default:
		p.body.Objects = []fyne.CanvasObject{p.cards(), ui.Split(0.56, 12, p.lossPanel(), ui.Col(12, p.waitingPanel(), p.devicePanel()))}
	}
	p.body.Refresh()
	p.whole.Refresh()
}
