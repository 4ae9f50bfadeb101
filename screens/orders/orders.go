// Package orders is the desk's list of work orders: all tasks of the stations,
// narrowed by state, kind, person and words as they are typed; what came back
// from a task; and who does it. It writes nothing but assignments.
package orders

import (
	"context"
	"time"

	"dianqin/app"
	appwork "dianqin/app/work"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads, and what it is handed from beside it.
type Go struct {
	Task     func(taskID string) // a task in the details pane
	Seal     func(number string)
	Case     func(cases.Case)
	Create   func() // a new order in the details pane
	Pictures func([]evidence.File) fyne.CanvasObject
	Track    func(work.Task) // where somebody looked who did not find the place, on the map
}

// filter is what the list is narrowed to.
type filter struct {
	state  work.State // empty takes every one
	kind   work.Kind
	person people.User
	text   string
}

// Page is the screen.
type Page struct {
	ui.Listing
	a    *app.App
	c    *ui.Context
	lead Go

	narrow   filter
	all      []appwork.Row // of the kind and the person, in every state
	shown    *rows
	choosing bool
	chosen   map[string]bool // task ids
	open     string          // id of the task in the pane
	line     *ui.Text        // how many are listed
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	p := &Page{a: a, c: c, lead: lead, chosen: map[string]bool{}}
	p.Listing = show.NewListing(c, p.middle, p.reload)
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("orders.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.Read {
		return ""
	}
	free := 0
	for _, r := range p.all {
		if r.Task.AssigneeID == "" && r.Task.Open() {
			free++
		}
	}
	return p.c.N("orders.count", len(p.all), nil) + " · " + p.c.N("orders.free", free, nil)
}

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	out := []fyne.CanvasObject{p.NewSearch(170, p.narrow.text, p.c.T("orders.search", nil), func(text string) {
		p.narrow.text = text
		p.show()
	})}
	if !p.choosing {
		return append(out, ui.NewCompact(ui.IcCheck, p.c.T("orders.choose", nil), false, p.choose),
			ui.NewCompact(ui.IcPlus, p.c.T("orders.new", nil), true, p.lead.Create))
	}
	return append(out,
		ui.NewCompact(ui.IcSend, p.c.N("orders.assign", len(p.chosen), nil), true, p.assign),
		ui.NewCompact(ui.IcClose, p.c.T("common.cancel", nil), false, p.choose))
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }))
	p.reload()
}

// OnRune implements ui.Keyed: / goes to the search, x begins to choose, a assigns.
func (p *Page) OnRune(r rune) bool {
	switch {
	case r == 'x':
		p.choose()
	case r == 'a' && len(p.chosen) > 0:
		p.assign()
	case r == 'n':
		p.lead.Create()
	default:
		return p.Listing.OnRune(r)
	}
	return true
}

// pause lets a burst of changed records become one reading.
const pause = 50 * time.Millisecond

func (p *Page) reload() {
	f := appwork.Filter{Kind: p.narrow.kind, PersonID: p.narrow.person.ID}
	p.Load(p.Pause(pause), func() func() {
		all, err := p.a.Work.Orders(context.Background(), f)
		return func() {
			first := !p.Read
			p.Fault, p.Read = err, true
			if err == nil {
				p.all = all
			}
			if first || err != nil {
				p.Paint()
			} else {
				p.show()
			}
			p.Retitle()
		}
	})
}

// middle is the table between its filters and how many it lists.
func (p *Page) middle() fyne.CanvasObject {
	p.show()
	name := "orders"
	if p.choosing { // then there is a column more
		name = ""
	}
	table := p.NewTable(name, p.columns(), p.Sorted, p.press, p.show)
	return ui.Frame(p.filters(), p.foot(), nil, nil, ui.Inset(8, 0, 0, 0, table))
}

// show narrows and sorts what was read and puts it into the table.
func (p *Page) show() {
	p.shown = &rows{p: p}
	for _, r := range p.all {
		if p.narrow.state == "" || p.narrow.state == r.Task.State {
			p.shown.rows = append(p.shown.rows, r)
		}
	}
	p.ShowRows(p.shown, len(p.columns()), p.narrow.text)
	if p.Table == nil {
		return
	}
	p.line.Set(p.counted())
	p.Mark(func(row int) bool { return p.shown.rows[row].Task.ID == p.open })
}

// press opens a task, or chooses it while tasks are being chosen.
func (p *Page) press(row int) {
	id := p.shown.rows[p.Sorted.Source(row)].Task.ID
	if !p.choosing {
		p.open = id
		p.lead.Task(id)
		return
	}
	if p.chosen[id] {
		delete(p.chosen, id)
	} else {
		p.chosen[id] = true
	}
	p.Table.RefreshRows()
	p.c.Nav.Update()
}

// choose begins or ends choosing several tasks.
func (p *Page) choose() {
	p.choosing, p.chosen, p.Column = !p.choosing, map[string]bool{}, -1
	p.Paint()
	p.c.Nav.Update()
}

func (p *Page) assign() {
	var tasks []work.Task
	for _, r := range p.all {
		if p.chosen[r.Task.ID] {
			tasks = append(tasks, r.Task)
		}
	}
	if len(tasks) == 0 {
		return
	}
	p.c.Open(NewAssign(p.a, p.c, tasks, func() {
		if p.choosing {
			p.choose()
		}
	}))
}
