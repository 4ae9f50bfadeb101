package seals

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// plain is a list of the desk that is read whole: lots, or holders. It narrows as
// one types and sorts by every title.
type plain struct {
	ui.Listing
	a *app.App
	c *ui.Context

	find    func(context.Context, *words.Words) (ui.Rows, error) // runs beside the screen
	columns func() []ui.Column
	press   func(row int) // of what find gave
	count   string        // key of how many are listed
	empty   string        // key of why none are
	hint    string        // key of what the search takes
	issue   func()

	text string
	rows ui.Rows
}

// begin makes the parts that every such list has.
func (p *plain) begin() *plain {
	p.Listing = show.NewListing(p.c, p.middle, p.reload)
	p.Waiting = "common.loading"
	return p
}

// Title implements ui.Page.
func (p *plain) Title() string { return p.c.T("seals.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *plain) Subtitle() string {
	if !p.Read || p.Fault != nil {
		return ""
	}
	return p.c.N(p.count, p.rows.Len(), nil)
}

// Actions implements ui.Acting.
func (p *plain) Actions() []fyne.CanvasObject {
	search := p.NewSearch(200, p.text, p.c.T(p.hint, nil), func(text string) {
		p.text = text
		p.show()
	})
	return []fyne.CanvasObject{search, ui.NewCompact(ui.IcSend, p.c.T("seals.issue", nil), true, p.issue)}
}

// OnShown implements ui.Shown.
func (p *plain) OnShown() {
	p.UntilHidden(p.a.Records.On(func(kinds []model.Kind) {
		if slices.Contains(kinds, model.KindSeal) || slices.Contains(kinds, model.KindSealLot) || slices.Contains(kinds, model.KindUser) {
			p.c.Do(p.reload)
		}
	}))
	p.reload()
}

func (p *plain) reload() {
	names := p.c.Words()
	p.Load(p.Pause(pause), func() func() {
		rows, err := p.find(context.Background(), names)
		return func() {
			p.rows = rows
			p.Loaded(err)
		}
	})
}

func (p *plain) middle() fyne.CanvasObject {
	if p.rows.Len() == 0 {
		return ui.NewEmpty(ui.Empty{Icon: ui.IcSeal, Why: p.c.T(p.empty, nil)})
	}
	p.show()
	return p.NewTable(p.count, p.columns(), p.Sorted, func(row int) { p.press(p.Sorted.Source(row)) }, p.show)
}

// show narrows and sorts what was read and puts it into the table.
func (p *plain) show() {
	if p.rows != nil {
		p.ShowRows(p.rows, len(p.columns()), p.text)
	}
}
