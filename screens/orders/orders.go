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
	a    *app.App
	c    *ui.Context
	lead Go

	narrow   filter
	all      []appwork.Row // of the kind and the person, in every state
	shown    *rows
	sorted   *ui.Filtered
	column   int // that sorts, -1 for none
	down     bool
	choosing bool
	chosen   map[string]bool // task ids
	open     string          // id of the task in the pane
	read     bool
	fault    error

	table  *ui.Table
	search *ui.Entry
	line   *ui.Text // how many are listed
	body   *fyne.Container
	load   *ui.Latest
	off    func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, column: -1, chosen: map[string]bool{}, load: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("orders.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.read {
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
	p.search = ui.NewSearch(p.narrow.text, p.c.T("orders.search", nil), func(text string) {
		p.narrow.text = text
		p.show()
	})
	out := []fyne.CanvasObject{ui.AtLeast(170, 0, p.search)}
	if !p.choosing {
		return append(out, ui.NewCompact(ui.IcCheck, p.c.T("orders.choose", nil), false, p.choose),
			ui.NewCompact(ui.IcPlus, p.c.T("orders.new", nil), true, p.lead.Create))
	}
	return append(out,
		ui.NewCompact(ui.IcSend, p.c.N("orders.assign", len(p.chosen), nil), true, p.assign),
		ui.NewCompact(ui.IcClose, p.c.T("common.cancel", nil), false, p.choose))
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.paint()
	return ui.Frame(nil, nil, nil, nil, p.body)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) })
	p.reload()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	p.off()
	p.load.Drop()
}

// OnKey implements ui.Keyed.
func (p *Page) OnKey(k fyne.KeyName) bool { return p.table != nil && p.table.OnKey(k) }

// OnRune implements ui.Keyed: / goes to the search, x begins to choose, a assigns.
func (p *Page) OnRune(r rune) bool {
	switch {
	case r == '/':
		p.c.Focus(p.search)
	case r == 'x':
		p.choose()
	case r == 'a' && len(p.chosen) > 0:
		p.assign()
	case r == 'n':
		p.lead.Create()
	default:
		return p.table != nil && p.table.OnRune(r)
	}
	return true
}

// pause lets a burst of changed records become one reading.
const pause = 50 * time.Millisecond

func (p *Page) reload() {
	f := appwork.Filter{Kind: p.narrow.kind, PersonID: p.narrow.person.ID}
	wait := pause
	if !p.read {
		wait = 0
	}
	p.load.Go(wait, func() func() {
		all, err := p.a.Work.Orders(context.Background(), f)
		return func() {
			first := !p.read
			p.fault, p.read = err, true
			if err == nil {
				p.all = all
			}
			if first || err != nil {
				p.paint()
			} else {
				p.show()
			}
			p.title()
		}
	})
}

// title asks for title and actions anew; a field that is being typed into would
// lose its place, so then it waits.
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
	p.table = nil
	var middle fyne.CanvasObject
	switch {
	case p.fault != nil:
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.reload
		middle = ui.NewProblem(problem)
	case !p.read:
		middle = ui.Space(0, 0)
	default:
		p.show()
		p.table = ui.NewTable(p.columns(), p.sorted, p.press)
		p.table.OnSort(func(column int, down bool) {
			p.column, p.down = column, down
			p.show()
		})
		p.table.Sorted(p.column, p.down)
		if !p.choosing { // then there is a column more
			p.table.Keep(p.c, "orders")
		}
		middle = ui.Frame(p.filters(), p.foot(), nil, nil, ui.Inset(8, 0, 0, 0, p.table))
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(middle)}
	p.body.Refresh()
}

// show narrows and sorts what was read and puts it into the table.
func (p *Page) show() {
	p.shown = &rows{p: p}
	for _, r := range p.all {
		if p.narrow.state == "" || p.narrow.state == r.Task.State {
			p.shown.rows = append(p.shown.rows, r)
		}
	}
	p.sorted = ui.NewFiltered(p.shown, len(p.columns()))
	p.sorted.Filter(p.narrow.text)
	if p.column >= 0 {
		p.sorted.Sort(p.column, p.down)
	}
	if p.table == nil {
		return
	}
	p.table.SetRows(p.sorted)
	p.line.Set(p.counted())
	if i := p.rowOf(p.open); i >= 0 && p.c.Pane() != nil && p.c.Pane().Depth() > 0 {
		p.table.Select(i)
	}
}

func (p *Page) rowOf(id string) int {
	for i := range p.sorted.Len() {
		if p.shown.rows[p.sorted.Source(i)].Task.ID == id {
			return i
		}
	}
	return -1
}

// press opens a task, or chooses it while tasks are being chosen.
func (p *Page) press(row int) {
	id := p.shown.rows[p.sorted.Source(row)].Task.ID
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
	p.table.RefreshRows()
	p.c.Nav.Update()
}

// choose begins or ends choosing several tasks.
func (p *Page) choose() {
	p.choosing, p.chosen, p.column = !p.choosing, map[string]bool{}, -1
	p.paint()
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
