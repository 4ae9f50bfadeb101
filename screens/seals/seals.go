// Package seals is the desk's look at the seals: what is amiss, the seals of a
// state of custody, one found by its number; and the whole history of a number.
// It changes nothing.
package seals

import (
	"context"
	"strings"
	"time"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads, and what it is handed from beside it.
type Go struct {
	Seal     func(number string) // the history of a number in the details pane
	Case     func(cases.Case)
	Pictures func([]evidence.File) fyne.CanvasObject
}

// most is how many seals a list holds: beyond it one searches.
const most = 300

// Pauses: typing ends, a burst of changed records becomes one reading.
const (
	typing = 150 * time.Millisecond
	pause  = 50 * time.Millisecond
)

// Page is the screen.
type Page struct {
	a    *app.App
	c    *ui.Context
	lead Go

	custody seal.Custody // empty: what is amiss
	text    string
	rows    *rows
	sorted  *ui.Filtered
	column  int
	down    bool
	open    string // number in the pane
	read    bool
	fault   error

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
func (p *Page) Title() string { return p.c.T("seals.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	switch {
	case !p.read || p.fault != nil:
		return ""
	case p.rows.Len() >= most:
		return p.c.N("seals.most", most, nil)
	}
	return p.c.N("seals.count", p.rows.Len(), nil)
}

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	p.search = ui.NewSearch(p.text, p.c.T("seals.search", nil), func(text string) {
		p.text = text
		p.reload(typing)
	})
	p.search.OnSubmitted = func(text string) {
		if number := strings.ReplaceAll(text, " ", ""); number != "" {
			p.lead.Seal(number)
		}
	}
	return []fyne.CanvasObject{ui.AtLeast(280, 0, p.search)}
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.paint()
	return ui.Frame(nil, nil, nil, nil, p.body)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = p.a.Records.On(func([]model.Kind) { p.c.Do(func() { p.reload(pause) }) })
	p.reload(0)
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

func (p *Page) reload(wait time.Duration) {
	custody, text := p.custody, strings.TrimSpace(p.text)
	p.load.Go(wait, func() func() {
		rows, err := p.find(context.Background(), custody, text)
		return func() {
			p.fault, p.read = err, true
			p.rows = rows
			p.paint()
			if p.c.Nav.Current() == ui.Page(p) && p.c.Window().Canvas().Focused() == nil {
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
		problem.Action, problem.Do = p.c.T("common.retry", nil), func() { p.reload(0) }
		middle = ui.NewProblem(problem)
	case !p.read:
		middle = ui.Space(0, 0)
	case p.rows.Len() == 0:
		middle = ui.Frame(p.filters(), nil, nil, nil, p.nothing())
	default:
		middle = ui.Frame(p.filters(), nil, nil, nil, ui.Inset(8, 0, 0, 0, p.list()))
	}
	p.body.Objects = []fyne.CanvasObject{ui.Grow(middle)}
	p.body.Refresh()
}

func (p *Page) list() fyne.CanvasObject {
	columns := p.columns()
	p.sorted = ui.NewFiltered(p.rows, len(columns))
	p.sort()
	p.table = ui.NewTable(columns, p.sorted, func(row int) {
		p.open = p.rows.seals[p.sorted.Source(row)].Number
		p.lead.Seal(p.open)
	})
	p.table.OnSort(func(column int, down bool) {
		p.column, p.down = column, down
		p.sort()
		p.table.SetRows(p.sorted)
	})
	if p.c.Pane() != nil && p.c.Pane().Depth() > 0 {
		for i := range p.sorted.Len() {
			if p.rows.seals[p.sorted.Source(i)].Number == p.open {
				p.table.Select(i)
			}
		}
	}
	return p.table
}

func (p *Page) sort() {
	p.sorted.Filter("")
	if p.column >= 0 {
		p.sorted.Sort(p.column, p.down)
	}
}

func (p *Page) nothing() fyne.CanvasObject {
	number := strings.ReplaceAll(p.text, " ", "")
	if number == "" {
		return ui.NewEmpty(ui.Empty{Icon: ui.IcSeal, Why: p.c.T("seals.empty", nil)})
	}
	return ui.NewEmpty(ui.Empty{Icon: ui.IcSearch, Why: p.c.T("seals.notfound", nil),
		Action: p.c.T("seals.anyway", nil), Do: func() { p.lead.Seal(number) }})
}

// filters are the lists that there are.
func (p *Page) filters() fyne.CanvasObject {
	lists := append([]seal.Custody{""}, seal.Custodies...)
	chips := make([]ui.Chip, len(lists))
	for i, l := range lists {
		chips[i] = ui.Chip{Word: p.c.T("seals.amiss", nil), On: l == p.custody && p.text == ""}
		if l != "" {
			chips[i].Word = show.Custody(p.c.Words(), l)
		}
	}
	return ui.NewFilterBar(chips, func(i int) {
		p.custody, p.text = lists[i], ""
		p.c.Unfocus()
		p.reload(0)
	})
}
