package customers

import (
	"context"

	"dianqin/app/lookup"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// pageSize is how many rows are read at a time, keptPages how many of these reads are
// remembered: enough to scroll back and forth.
const (
	pageSize  = 100
	keptPages = 12
)

// rows are the customers of a list, read when they come into view.
type rows struct {
	p     *Page
	list  lookup.List
	pages map[int][]lookup.Row
	order []int // pages, the one read last at the end
	asked map[int]bool
}

func newRows(p *Page, list lookup.List, first []lookup.Row) *rows {
	return &rows{p: p, list: list, pages: map[int][]lookup.Row{0: first}, order: []int{0}, asked: map[int]bool{}}
}

// Len implements ui.Rows.
func (r *rows) Len() int { return r.list.Total }

// at is a row that is there, or false while it is being read.
func (r *rows) at(row int) (lookup.Row, bool) {
	n := row / pageSize
	page, ok := r.pages[n]
	if !ok {
		r.ask(n)
		return lookup.Row{}, false
	}
	if row%pageSize >= len(page) { // the list became shorter meanwhile
		return lookup.Row{}, false
	}
	return page[row%pageSize], true
}

// ask reads a page beside the screen.
func (r *rows) ask(n int) {
	if r.asked[n] {
		return
	}
	r.asked[n] = true
	r.p.c.Go(func() func() {
		page, err := r.list.Page(context.Background(), n*pageSize, pageSize)
		return func() {
			if err != nil {
				r.p.c.Toast(show.Line(r.p.c.Words(), err))
				return // asked stays: no row asks again and again
			}
			delete(r.asked, n)
			r.keep(n, page)
			if r.p.rows == r && r.p.Table != nil {
				r.p.Table.RefreshRows()
			}
		}
	})
}

func (r *rows) keep(n int, page []lookup.Row) {
	r.pages[n] = page
	r.order = append(r.order, n)
	if len(r.order) > keptPages {
		delete(r.pages, r.order[0])
		r.order = r.order[1:]
	}
}

// The columns.
const (
	columnName = iota
	columnNumber
	columnAddress
	columnOwed
	columnLate
	columnClass
)

// Cell implements ui.Rows.
func (r *rows) Cell(row, column int) ui.Cell {
	w := r.p.c.Words()
	x, ok := r.at(row)
	if !ok {
		return ui.Cell{}
	}
	switch column {
	case columnName:
		return ui.Cell{Text: x.Name, Bold: true}
	case columnNumber:
		return ui.Cell{Text: ui.GroupDigits(x.Number)}
	case columnAddress:
		return ui.Cell{Text: x.Address}
	case columnClass:
		return ui.Cell{Text: r.p.c.T("customer.class."+string(x.Class), nil), Ink: ui.ColMuted}
	case columnOwed:
		if x.Debt.Amount > 0 {
			return ui.Cell{Text: w.Money(int64(x.Debt.Amount)), Bold: true, Ink: ui.ToneWrong.OnWash()}
		}
	case columnLate:
		if x.Debt.Bills > 0 {
			return ui.Cell{Text: w.N("customers.days", x.Debt.OverdueDays, nil)}
		}
	}
	return ui.Cell{}
}

func (p *Page) columns() []ui.Column {
	t := func(key string) string { return p.c.T("customers.col."+key, nil) }
	return []ui.Column{
		{Title: t("name"), Width: 148},
		{Title: t("number"), Width: 148, Kind: ui.NumberCell},
		{Title: t("address"), Fixed: true, Minor: true},
		{Title: t("owed"), Width: 116, End: true},
		{Title: t("late"), Width: 92, End: true, Minor: true},
		{Title: t("class"), Width: 88, Fixed: true, Minor: true},
	}
}

// orders are the columns that sort, and how.
func orders() map[int]lookup.Order {
	return map[int]lookup.Order{columnName: lookup.ByName, columnNumber: lookup.ByNumber, columnOwed: lookup.ByDebt, columnLate: lookup.ByAge}
}

func (p *Page) listed() fyne.CanvasObject {
	p.Table = ui.NewTable(p.columns(), p.rows, func(row int) {
		if x, ok := p.rows.at(row); ok {
			p.open = x.ID
			p.lead.Customer(x.ID)
		}
	})
	p.Table.OnSort(func(column int, down bool) {
		p.Column, p.want.Order, p.want.Down = column, orders()[column], down
		p.reload(0)
	})
	p.Table.Sorted(p.Column, p.want.Down)
	if p.c.Pane() != nil && p.c.Pane().Depth() > 0 {
		for i, x := range p.rows.pages[0] {
			if x.ID == p.open {
				p.Table.Select(i)
			}
		}
	}
	return p.Table
}
