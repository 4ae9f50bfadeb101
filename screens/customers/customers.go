// Package customers is the desk's list of customers: found as one types by name,
// address, pinyin or the last digits of a number, filtered by what they owe, their
// class and their area. It reads the rows that are looked at and never all of them,
// and changes nothing.
package customers

import (
	"context"
	"strings"
	"time"

	"dianqin/app"
	"dianqin/app/lookup"
	"dianqin/data/model"
	mcustomer "dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Customer func(id string) // in the details pane
}

// Pauses: typing ends, a burst of changed records becomes one reading.
const (
	typing = 150 * time.Millisecond
	pause  = 300 * time.Millisecond
)

// Page is the screen.
type Page struct {
	ui.Listing
	a    *app.App
	c    *ui.Context
	lead Go

	want lookup.Wanted
	area grid.Area // whose customers are listed; zero for all
	list lookup.List
	rows *rows
	open string // customer in the pane
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	p := &Page{a: a, c: c, lead: lead}
	p.Listing = show.NewListing(c, p.middle, func() { p.reload(0) })
	return p
}

// ShowDebtors lists those who owe, the largest debt first; the page need not be shown.
func (p *Page) ShowDebtors() {
	p.want = lookup.Wanted{Debtors: true, Order: lookup.ByDebt}
	p.area, p.Column = grid.Area{}, columnOwed
	p.reload(0)
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("customers.title", nil) }

// Actions implements ui.Acting.
func (p *Page) Actions() []fyne.CanvasObject {
	search := p.NewSearch(300, p.want.Text, p.c.T("customers.search", nil), func(text string) {
		p.want.Text = strings.TrimSpace(text)
		p.reload(typing)
	})
	p.Search.OnSubmitted = func(string) {
		p.c.Unfocus()
		if p.Table != nil {
			p.Table.Select(0)
		}
	}
	return []fyne.CanvasObject{search}
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func(kinds []model.Kind) {
		for _, k := range kinds {
			if k == model.KindCustomer || k == model.KindBill {
				p.c.Do(func() { p.reload(pause) })
				return
			}
		}
	}))
	p.reload(0)
}

func (p *Page) reload(wait time.Duration) {
	want := p.want
	p.Load(wait, func() func() {
		list, err := p.a.Lookup.Customers(context.Background(), want)
		var first []lookup.Row
		if err == nil {
			first, err = list.Page(context.Background(), 0, pageSize)
		}
		return func() {
			p.list, p.Fault, p.Read = list, err, true
			p.rows = newRows(p, list, first)
			p.Paint()
		}
	})
}

// middle is the list below its filters.
func (p *Page) middle() fyne.CanvasObject {
	if p.list.Total == 0 {
		return ui.Frame(p.filters(), nil, nil, nil, p.nothing())
	}
	return ui.Frame(p.filters(), nil, nil, nil, ui.Inset(8, 0, 0, 0, p.listed()))
}

func (p *Page) nothing() fyne.CanvasObject {
	if p.plain() {
		return ui.NewEmpty(ui.Empty{Icon: ui.IcPeople, Why: p.c.T("customers.empty", nil)})
	}
	return ui.NewEmpty(ui.Empty{Icon: ui.IcSearch, Why: p.c.T("common.empty.filtered", nil), Action: p.c.T("common.empty.clear", nil), Do: p.clear})
}

// plain says that nothing is filtered.
func (p *Page) plain() bool {
	w := p.want
	return w.Text == "" && w.Class == "" && w.AreaID == "" && !w.Debtors
}

// clear shows all again.
func (p *Page) clear() {
	p.want, p.area, p.Column = lookup.Wanted{}, grid.Area{}, -1
	p.c.Unfocus()
	p.reload(0)
	p.c.Nav.Update() // the search is empty again
}

// filters are who owes, the classes and the area: each may be on with the others.
func (p *Page) filters() fyne.CanvasObject {
	chips := []ui.Chip{{Word: p.c.T("common.all", nil), On: p.plain()}, {Word: p.c.T("customers.debtors", nil), On: p.want.Debtors}}
	classes := []mcustomer.Class{mcustomer.Residential, mcustomer.Commercial, mcustomer.Industrial}
	for _, k := range classes {
		chips = append(chips, ui.Chip{Word: p.c.T("customer.class."+string(k), nil), On: p.want.Class == k})
	}
	area := p.c.T("customers.area", nil)
	if p.area.ID != "" {
		area = p.area.Name
	}
	chips = append(chips, ui.Chip{Word: area, On: p.area.ID != ""})
	bar := ui.NewFilterBar(chips, func(i int) {
		switch {
		case i == 0:
			p.clear()
		case i == 1:
			p.owing(!p.want.Debtors)
		case i == len(chips)-1:
			p.c.Open(&areas{p: p})
		case p.want.Class == classes[i-2]:
			p.want.Class = ""
			p.reload(0)
		default:
			p.want.Class = classes[i-2]
			p.reload(0)
		}
	})
	return ui.Row(12, ui.Grow(bar), ui.NewText(p.count(), ui.SmallBold, ui.ColMuted))
}

// count says how many are listed, and what they owe together.
func (p *Page) count() string {
	switch {
	case p.list.Total == 0:
		return ""
	case p.list.Cut:
		return p.c.N("customers.cut", p.list.Total, nil)
	case p.want.Debtors:
		return p.c.N("customers.count", p.list.Total, nil) + " · " + p.c.T("customers.owed", map[string]any{"sum": p.c.Words().Money(int64(p.list.Owed))})
	}
	return p.c.N("customers.count", p.list.Total, nil)
}

// owing lists debtors by what they owe, or all by their number.
func (p *Page) owing(on bool) {
	p.want.Debtors, p.want.Order, p.want.Down, p.Column = on, lookup.ByNumber, false, -1
	if on {
		p.want.Order, p.Column = lookup.ByDebt, columnOwed
	}
	p.reload(0)
}

// of lists the customers of an area; the zero one means all.
func (p *Page) of(a grid.Area) {
	p.area, p.want.AreaID = a, a.ID
	p.reload(0)
}
