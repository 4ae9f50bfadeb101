// Package customer is a customer in full, on the phone and on the desk: what is
// owed, how much is used and what stands out of it, the seals where they sit, the
// meters, the bills, what happened there; and the sheet on which telephone, note and
// position are set by hand.
package customer

import (
	"context"
	"strings"

	"dianqin/app"
	"dianqin/app/lookup"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/geo"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Seal func(number string)
	Way  func(to geo.Point, name string) // the way there

	Pictures func([]evidence.Picture) fyne.CanvasObject // rows of pictures
}

// Page is the screen.
type Page struct {
	ui.PageBody
	a    *app.App
	c    *ui.Context
	id   string
	lead Go

	customer lookup.Customer
	bills    bool // all bills are shown
	history  bool // the whole history is shown
	pictures bool // all pictures are shown
}

// New makes the page of a customer.
func New(a *app.App, c *ui.Context, id string, lead Go) *Page {
	p := &Page{a: a, c: c, id: id, lead: lead}
	p.PageBody = show.NewBody(c, p, p.parts, p.load)
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string {
	if !p.Known() {
		return p.c.T("customer.title", nil)
	}
	return p.customer.Name
}

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.Known() {
		return ""
	}
	parts := []string{p.c.T("customer.class."+string(p.customer.Class), nil)}
	if p.customer.Area.Name != "" {
		parts = append(parts, p.customer.Area.Name)
	}
	return strings.Join(parts, " · ")
}

// Actions implements ui.Acting: a call and the way there.
func (p *Page) Actions() []fyne.CanvasObject {
	cu := p.customer
	var out []fyne.CanvasObject
	if cu.Phone != "" {
		out = append(out, ui.NewIconButton(ui.IcPhone, ui.ColInk, func() { p.c.Leave("tel:" + cu.Phone) }))
	}
	if cu.Position.Valid() {
		out = append(out, ui.NewIconButton(ui.IcRoute, ui.ColInk, func() {
			p.lead.Way(geo.Point{Lat: cu.Position.Lat, Lon: cu.Position.Lon}, cu.Address)
		}))
	}
	return out
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

func (p *Page) load() {
	p.Load(0, func() func() {
		found, err := p.a.Lookup.Customer(context.Background(), p.id)
		return func() {
			p.customer = found
			p.Loaded(err)
		}
	})
}

func (p *Page) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{p.head()}
	parts = append(parts, p.warnings()...)
	parts = append(parts, p.debt())
	parts = append(parts, p.use()...)
	parts = append(parts, p.boxes()...)
	parts = append(parts, p.meters()...)
	parts = append(parts, p.money()...)
	parts = append(parts, p.photos()...)
	return append(parts, p.happened()...)
}

// head is the number that people compare, and where it is.
func (p *Page) head() fyne.CanvasObject {
	c, cu := p.c, p.customer
	number := ui.NewTap(ui.Look{Left: 14, Right: 14, Top: 6, Bottom: 6, Min: fyne.NewSize(0, ui.Action)},
		ui.Row(10, ui.Col(0, ui.NewText(c.T("customer.number", nil), ui.Small, ui.ColMuted).Clip(),
			ui.NewGroupedNumber(ui.GroupDigits(cu.Number), ui.Body, ui.Title, ui.ColInk)), ui.Spring(), ui.NewIcon(ui.IcCopy, 20, ui.ColMuted)),
		func() { c.Copy(cu.Number) })
	rows := []fyne.CanvasObject{number,
		ui.Pad(10, 14, ui.RowFill(10, ui.NewIcon(ui.IcPin, 18, ui.ColMuted), ui.Grow(ui.NewText(cu.Address, ui.Small, ui.ColInk).Wrap())))}
	if cu.Phone != "" {
		rows = append(rows, ui.NewKeyText(c.T("customer.phone", nil), cu.Phone))
	}
	if cu.Note != "" {
		rows = append(rows, ui.NewKeyText(c.T("customer.note", nil), cu.Note))
	}
	return ui.Group(append(rows, p.changing()...)...)
}

// warnings are what must be known before anything is cut.
func (p *Page) warnings() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if p.customer.NoCut != "" {
		out = append(out, ui.NewVerdictBanner(ui.Wrong, p.c.T("customer.nocut", nil), p.customer.NoCut))
	}
	if p.customer.Important {
		out = append(out, ui.NewVerdictBanner(ui.LookAt, p.c.T("customer.important", nil), p.c.T("customer.important.detail", nil)))
	}
	return out
}

// debt is what is owed, in the size that it deserves.
func (p *Page) debt() fyne.CanvasObject {
	d, w := p.customer.Debt, p.c.Words()
	if d.Amount <= 0 {
		return ui.NewVerdictBanner(ui.Right, p.c.T("customer.paid", nil), p.c.T("customer.paid.detail", nil))
	}
	t := ui.ToneWrong
	return ui.NewBlock(ui.Look{Fill: t.Wash(), Stroke: t.Edge(), Radius: ui.Radius, Top: 8, Bottom: 10, Left: 14, Right: 14}, ui.Col(0,
		ui.Row(6, ui.NewIcon(ui.IcAlert, 18, t.OnWash()), ui.Grow(ui.NewText(w.N("customer.owed", d.Bills, map[string]any{"days": d.OverdueDays}), ui.SmallBold, t.OnWash()).Wrap())),
		ui.NewText(w.Money(int64(d.Amount)), ui.Figure, t.OnWash())))
}
