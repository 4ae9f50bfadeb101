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
	ui.Listing
	a    *app.App
	c    *ui.Context
	lead Go

	want    appseals.Wanted // by chip; the text is below
	name    string          // of what else it is narrowed to, a lot or a person
	text    string
	counts  appseals.Counts
	counted bool
	rows    *rows
	open    string // number in the pane
	chips   *ui.FilterBar
	count   *ui.Latest
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	p := &Page{a: a, c: c, lead: lead, count: ui.NewLatest(c.Bridge)}
	p.Listing = show.NewListing(c, p.middle, func() { p.reload(0) })
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("seals.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	switch {
	case !p.Read || p.Fault != nil:
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
	search := p.NewSearch(200, p.text, p.c.T("seals.search", nil), func(text string) {
		p.text = text
		p.reload(typing)
	})
	p.Search.OnSubmitted = func(text string) {
		if number := strings.ReplaceAll(text, " ", ""); number != "" {
			p.lead.Seal(number)
		}
	}
	return []fyne.CanvasObject{search,
		ui.NewCompact(ui.IcSend, p.c.T("seals.issue", nil), true, func() { p.lead.Issue(p.want.LotID) })}
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.count.Drop, p.a.Records.On(func(kinds []model.Kind) {
		if slices.Contains(kinds, model.KindSeal) {
			p.c.Do(func() {
				p.reload(pause)
				p.recount()
			})
		}
	}))
	p.reload(0)
	p.recount()
}

// Narrow lists other seals; name says what they are of, where no chip does.
func (p *Page) Narrow(w appseals.Wanted, name string) {
	p.want, p.name, p.text, p.Read = w, name, "", false
	p.Column, p.Down = -1, false
	if p.chips != nil { // a long list takes a moment
		p.chips.Set(p.lists())
	}
	p.reload(0)
}

func (p *Page) reload(wait time.Duration) {
	w := p.want
	w.Text = strings.TrimSpace(p.text)
	names := p.c.Words()
	p.Load(wait, func() func() {
		rows, err := p.find(context.Background(), names, w)
		return func() {
			p.rows = rows
			p.Loaded(err)
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
			p.Retitle()
		}
	})
}

// middle is the list below its chips.
func (p *Page) middle() fyne.CanvasObject {
	if p.rows.Len() == 0 {
		return ui.Frame(p.filters(), nil, nil, nil, p.nothing())
	}
	return ui.Frame(p.filters(), nil, nil, nil, ui.Inset(8, 0, 0, 0, p.list()))
}

func (p *Page) list() fyne.CanvasObject {
	columns := p.columns()
	table := p.NewTable("seals", columns, p.order(columns), func(row int) {
		p.open = p.rows.list.Numbers[p.source(row)]
		p.lead.Seal(p.open)
	}, func() {
		if !p.rows.whole() {
			p.want.Down = p.Down
			p.reload(0)
			return
		}
		p.order(columns)
	})
	if p.rows.whole() {
		p.Mark(func(row int) bool { return p.rows.list.Numbers[row] == p.open })
	}
	return table
}

// order is the list as it is shown: a short one sorted here, a long one by its query.
func (p *Page) order(columns []ui.Column) ui.Rows {
	p.Sorted = nil
	if !p.rows.whole() {
		return p.rows
	}
	p.ShowRows(p.rows, len(columns), "") // the query has searched
	return p.Sorted
}

// source is the row of the list that is shown in a row of the table.
func (p *Page) source(row int) int {
	if p.Sorted == nil {
		return row
	}
	return p.Sorted.Source(row)
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
