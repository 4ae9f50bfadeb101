// Package seals is the desk's look at the seals: what is amiss, the seals of a
// state of custody, one found by its number; the stock by lot and by person; the
// whole history of a number. It writes nothing but issues from the store.
package seals

import (
	"context"
	"slices"
	"strings"
	"time"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
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
	Issue    func(lotID string)                   // hand seals out, in the pane; of any lot where it is empty
	Lot      func(lotID string)                   // a lot in the pane
	Holder   func(person people.User)             // who has which, in the pane
	Seals    func(w appseals.Wanted, name string) // the list, narrowed; name says to what
}

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

	want    appseals.Wanted // by chip; the text is below
	name    string          // of what else it is narrowed to, a lot or a person
	text    string
	counts  appseals.Counts
	counted bool
	rows    *rows
	sorted  *ui.Filtered
	column  int
	down    bool
	open    string // number in the pane
	read    bool
	fault   error

	table  *ui.Table
	search *ui.Entry
	chips  *ui.FilterBar
	body   *fyne.Container
	load   *ui.Latest
	count  *ui.Latest
	off    func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, column: -1, load: ui.NewLatest(c.Bridge), count: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("seals.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	switch {
	case !p.read || p.fault != nil:
		return ""
	case p.rows.list.Cut:
		return p.c.N("seals.most", p.rows.Len(), nil)
	}
	shown := p.c.N("seals.count", p.rows.Len(), nil)
	if p.name != "" {
		shown = p.name + " · " + shown
	}
	if !p.counted {
		return shown
	}
	return shown + " · " + p.c.N("seals.all", p.counts.All, nil)
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
	return []fyne.CanvasObject{ui.AtLeast(200, 0, p.search),
		ui.NewCompact(ui.IcSend, p.c.T("seals.issue", nil), true, func() { p.lead.Issue(p.want.LotID) })}
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(0)
	p.paint()
	return ui.Frame(nil, nil, nil, nil, p.body)
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = p.a.Records.On(func(kinds []model.Kind) {
		if slices.Contains(kinds, model.KindSeal) {
			p.c.Do(func() {
				p.reload(pause)
				p.recount()
			})
		}
	})
	p.reload(0)
	p.recount()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	p.off()
	p.load.Drop()
	p.count.Drop()
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

// Narrow lists other seals; name says what they are of, where no chip does.
func (p *Page) Narrow(w appseals.Wanted, name string) {
	p.want, p.name, p.text, p.read = w, name, "", false
	p.column, p.down = -1, false
	if p.chips != nil { // a long list takes a moment
		p.chips.Set(p.lists())
	}
	p.reload(0)
}

func (p *Page) reload(wait time.Duration) {
	w := p.want
	w.Text = strings.TrimSpace(p.text)
	names := p.c.Words()
	p.load.Go(wait, func() func() {
		rows, err := p.find(context.Background(), names, w)
		return func() {
			p.fault, p.read = err, true
			p.rows = rows
			p.paint()
			p.title()
		}
	})
}

// recount counts beside the screen: with the whole region it takes a moment.
func (p *Page) recount() {
	p.count.Go(pause, func() func() {
		counts, err := p.a.Seals.Counts(context.Background())
		if err != nil {
			return nil // the list says so
		}
		return func() {
			p.counts, p.counted = counts, true
			if p.chips != nil {
				p.chips.Set(p.lists())
			}
			p.title()
		}
	})
}

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
	shown := p.order(columns)
	p.table = ui.NewTable(columns, shown, func(row int) {
		p.open = p.rows.list.Numbers[p.source(row)]
		p.lead.Seal(p.open)
	})
	p.table.OnSort(func(column int, down bool) {
		p.column, p.down = column, down
		if !p.rows.whole() {
			p.want.Down = down
			p.reload(0)
			return
		}
		p.table.SetRows(p.order(columns))
	})
	p.table.Sorted(p.column, p.down)
	p.table.Keep(p.c, "seals")
	if p.c.Pane() != nil && p.c.Pane().Depth() > 0 && p.rows.whole() {
		for i := range shown.Len() {
			if p.rows.list.Numbers[p.source(i)] == p.open {
				p.table.Select(i)
			}
		}
	}
	return p.table
}

// order is the list as it is shown: a short one sorted here, a long one by its query.
func (p *Page) order(columns []ui.Column) ui.Rows {
	p.sorted = nil
	if !p.rows.whole() {
		return p.rows
	}
	p.sorted = ui.NewFiltered(p.rows, len(columns))
	if p.column >= 0 {
		p.sorted.Sort(p.column, p.down)
	}
	return p.sorted
}

// source is the row of the list that is shown in a row of the table.
func (p *Page) source(row int) int {
	if p.sorted == nil {
		return row
	}
	return p.sorted.Source(row)
}

func (p *Page) nothing() fyne.CanvasObject {
	number := strings.ReplaceAll(p.text, " ", "")
	if number == "" {
		return ui.NewEmpty(ui.Empty{Icon: ui.IcSeal, Why: p.c.T("seals.empty", nil)})
	}
	return ui.NewEmpty(ui.Empty{Icon: ui.IcSearch, Why: p.c.T("seals.notfound", nil),
		Action: p.c.T("seals.anyway", nil), Do: func() { p.lead.Seal(number) }})
}

// chipped are the lists that have a chip, in their order; the first is what is
// amiss. A rare custody that no seal is in has none.
func (p *Page) chipped() []seal.Custody {
	out := []seal.Custody{"", seal.Applied, seal.Issued, seal.InStore, seal.Scrapped}
	for _, c := range []seal.Custody{seal.Returned, seal.Removed, seal.Lost, seal.Damaged, seal.Purchased} {
		if !p.counted || p.counts.By[c] > 0 || c == p.want.Custody {
			out = append(out, c)
		}
	}
	return out
}

// lists are the chips with how many each leaves.
func (p *Page) lists() []ui.Chip {
	chips := make([]ui.Chip, len(p.chipped()))
	for i, l := range p.chipped() {
		chips[i] = ui.Chip{Word: p.c.T("seals.amiss", nil), On: l == p.want.Custody && p.name == "" && p.text == ""}
		n := p.counts.Amiss
		if l != "" {
			chips[i].Word, n = show.Custody(p.c.Words(), l), p.counts.By[l]
		}
		if p.counted {
			chips[i].Count = p.c.Words().Count(n)
		}
	}
	return chips
}

func (p *Page) filters() fyne.CanvasObject {
	p.chips = ui.NewFilterBar(p.lists(), func(i int) {
		p.c.Unfocus()
		p.Narrow(appseals.Wanted{Custody: p.chipped()[i]}, "")
	})
	return p.chips
}
