// Package cases is the desk's list of suspicions and what was seen for each, and
// of the disputes: acts that the rules could not settle, with what the device said
// beside what the records say. It judges nothing: people decide, and say why.
package cases

import (
	"context"
	"errors"
	"time"

	"dianqin/app"
	"dianqin/app/work"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads, and what it is handed from beside it.
type Go struct {
	Case     func(cases.Case) // a case in the details pane
	Seal     func(number string)
	Task     func(taskID string)
	Pictures func([]evidence.File) fyne.CanvasObject
	Dispute  func(work.Dispute) // a dispute in the details pane
}

// pause lets a burst of changed records become one reading.
const pause = 50 * time.Millisecond

// Page is the screen.
type Page struct {
	a    *app.App
	c    *ui.Context
	lead Go

	state  cases.State // chosen; empty for all that are not closed
	kind   cases.Kind  // chosen; empty for all
	counts map[cases.State]int
	text   string
	rows   *rows  // of the state, every kind
	shown  *kinds // of the kind
	sorted *ui.Filtered
	column int
	down   bool
	open   string // id of the case in the pane
	read   bool
	fault  error

	table  *ui.Table
	search *ui.Entry
	body   *fyne.Container
	load   *ui.Latest
	off    func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, column: -1, load: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("cases.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.read || p.fault != nil {
		return ""
	}
	return p.c.N("cases.count", p.counts[cases.Open]+p.counts[cases.Reviewing], nil)
}

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	p.search = ui.NewSearch(p.text, p.c.T("cases.search", nil), func(text string) {
		p.text = text
		p.show()
	})
	return []fyne.CanvasObject{ui.AtLeast(200, 0, p.search)}
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

// OnRune implements ui.Keyed: / goes to the search.
func (p *Page) OnRune(r rune) bool {
	if r == '/' {
		p.c.Focus(p.search)
		return true
	}
	return p.table != nil && p.table.OnRune(r)
}

func (p *Page) reload() {
	wait := pause
	if !p.read {
		wait = 0
	}
	state := p.state
	p.load.Go(wait, func() func() {
		rows, err := p.find(context.Background(), state)
		counts, err2 := p.a.Work.CaseCounts(context.Background())
		return func() {
			p.rows, p.counts, p.fault, p.read = rows, counts, errors.Join(err, err2), true
			p.paint()
			if !p.c.Typing() {
				p.c.Nav.Update()
			}
		}
	})
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
	case p.rows.Len() == 0:
		middle = ui.Frame(p.filters(), nil, nil, nil, ui.NewEmpty(ui.Empty{Icon: ui.IcShieldOK, Why: p.c.T("cases.empty", nil)}))
	default:
		p.show()
		p.table = ui.NewTable(p.columns(), p.sorted, p.press)
		p.table.OnSort(func(column int, down bool) {
			p.column, p.down = column, down
			p.show()
		})
		p.table.Sorted(p.column, p.down)
		p.table.Keep(p.c, "cases")
		p.mark()
		middle = ui.Frame(p.filters(), nil, nil, nil, ui.Inset(8, 0, 0, 0, p.table))
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(middle)}
	p.body.Refresh()
}

// show narrows and sorts what was read and puts it into the table.
func (p *Page) show() {
	if p.rows == nil {
		return
	}
	p.shown = p.rows.of(p.kind)
	p.sorted = ui.NewFiltered(p.shown, len(p.columns()))
	p.sorted.Filter(p.text)
	if p.column >= 0 {
		p.sorted.Sort(p.column, p.down)
	}
	if p.table != nil {
		p.table.SetRows(p.sorted)
		p.mark()
	}
}

// mark selects the case that is open beside the list.
func (p *Page) mark() {
	if p.c.Pane() == nil || p.c.Pane().Depth() == 0 {
		return
	}
	for i := range p.sorted.Len() {
		if p.shown.at(p.sorted.Source(i)).ID == p.open {
			p.table.Select(i)
		}
	}
}

func (p *Page) press(row int) {
	k := p.shown.at(p.sorted.Source(row))
	p.open = k.ID
	p.lead.Case(k)
}
