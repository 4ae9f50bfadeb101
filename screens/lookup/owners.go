package lookup

import (
	"context"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Owners opens the customer whom a meter or a box belongs to; where there are
// several it asks which one, where none is known it says so and copies the number.
func Owners(a *app.App, c *ui.Context, kind model.Kind, number string, open func(id string)) {
	c.Go(func() func() {
		all, err := a.Lookup.Owners(context.Background(), kind, number)
		return func() {
			switch {
			case err != nil:
				c.Toast(show.Line(c.Words(), err))
			case len(all) == 0:
				c.Copy(number)
				c.Toast(c.T("lookup.noowner", nil))
			case len(all) == 1:
				open(all[0].ID)
			default:
				c.Open(&owners{c: c, number: number, all: all, open: open})
			}
		}
	})
}

// owners is the choice among the customers of one box.
type owners struct {
	c      *ui.Context
	number string
	all    []customer.Customer
	open   func(id string)
}

// Title implements ui.Page.
func (p *owners) Title() string { return p.c.T("lookup.owners", nil) }

// Subtitle implements ui.Subtitled.
func (p *owners) Subtitle() string { return show.Tail(p.number) }

// Content implements ui.Page.
func (p *owners) Content() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, x := range p.all {
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcPerson, Tone: ui.TonePrimary, Title: x.Name, Sub: x.Number + " · " + x.Address, Open: true},
			func() { p.open(x.ID) }))
	}
	return ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, ui.Group(rows...)))
}
