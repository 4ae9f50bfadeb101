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
	Dispute  func(work.Dispute)               // a dispute in the details pane
	Map      func(kind model.Kind, id string) // a thing on the map; nil: no map to lead to
}

// pause lets a burst of changed records become one reading.
const pause = 50 * time.Millisecond

// Page is the screen.
type Page struct {
	ui.Listing
	a    *app.App
	c    *ui.Context
	lead Go

	state  cases.State // chosen; empty for all that are not closed
	kind   cases.Kind  // chosen; empty for all
	counts map[cases.State]int
	text   string
	rows   *rows  // of the state, every kind
	shown  *kinds // of the kind
	open   string // id of the case in the pane
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	p := &Page{a: a, c: c, lead: lead}
	p.Listing = show.NewListing(c, p.middle, p.reload)
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("cases.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.Read || p.Fault != nil {
		return ""
	}
	return p.c.N("cases.count", p.counts[cases.Open]+p.counts[cases.Reviewing], nil)
}

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.NewSearch(200, p.text, p.c.T("cases.search", nil), func(text string) {
		p.text = text
		p.show()
	})}
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }))
	p.reload()
}

func (p *Page) reload() {
	state := p.state
	p.Load(p.Pause(pause), func() func() {
		rows, err := p.find(context.Background(), state)
		counts, err2 := p.a.Work.CaseCounts(context.Background())
		return func() {
			p.rows, p.counts = rows, counts
			p.Loaded(errors.Join(err, err2))
		}
	})
}

// middle is the table below its filters.
func (p *Page) middle() fyne.CanvasObject {
	if p.rows.Len() == 0 {
		return ui.Frame(p.filters(), nil, nil, nil, ui.NewEmpty(ui.Empty{Icon: ui.IcShieldOK, Why: p.c.T("cases.empty", nil)}))
	}
	p.show()
	table := p.NewTable("cases", p.columns(), p.Sorted, p.press, p.show)
	p.mark()
	return ui.Frame(p.filters(), nil, nil, nil, ui.Inset(8, 0, 0, 0, table))
}

// show narrows and sorts what was read and puts it into the table.
func (p *Page) show() {
	if p.rows == nil {
		return
	}
	p.shown = p.rows.of(p.kind)
	p.ShowRows(p.shown, len(p.columns()), p.text)
	if p.Table != nil {
		p.mark()
	}
}

// mark selects the case that is open beside the list.
func (p *Page) mark() {
	p.Mark(func(row int) bool { return p.shown.at(row).ID == p.open })
}

func (p *Page) press(row int) {
	k := p.shown.at(p.Sorted.Source(row))
	p.open = k.ID
	p.lead.Case(k)
}
