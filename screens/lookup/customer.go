package lookup

import (
	"context"

	"dianqin/app"
	applookup "dianqin/app/lookup"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// bills is how many bills the page lists.
const bills = 12

// Customer is the page of a customer: what is owed, meters, seals, bills.
type Customer struct {
	a    *app.App
	c    *ui.Context
	id   string
	lead Go

	customer applookup.Customer
	read     bool
	fault    error
	body     *fyne.Container
	whole    fyne.CanvasObject
	off      []func()
}

// NewCustomer makes the page of a customer.
func NewCustomer(a *app.App, c *ui.Context, id string, lead Go) *Customer {
	return &Customer{a: a, c: c, id: id, lead: lead}
}

// Title implements ui.Page.
func (p *Customer) Title() string {
	if !p.read {
		return p.c.T("lookup.customer", nil)
	}
	return p.customer.Name
}

// Subtitle implements ui.Subtitled.
func (p *Customer) Subtitle() string {
	if !p.read {
		return ""
	}
	return p.c.T("lookup.class."+string(p.customer.Class), nil)
}

// Content implements ui.Page.
func (p *Customer) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.whole = ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *Customer) OnShown() {
	p.off = append(p.off, p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

// OnHidden implements ui.Hidden.
func (p *Customer) OnHidden() {
	for _, f := range p.off {
		f()
	}
	p.off = nil
}

func (p *Customer) load() {
	p.c.Go(func() func() {
		found, err := p.a.Lookup.Customer(context.Background(), p.id)
		return func() {
			p.customer, p.fault, p.read = found, err, err == nil
			p.paint()
			if p.c.Nav.Current() == ui.Page(p) {
				p.c.Nav.Update()
			}
		}
	})
}

func (p *Customer) paint() {
	p.body.Objects = p.parts()
	p.body.Refresh()
	p.whole.Refresh()
}

func (p *Customer) parts() []fyne.CanvasObject {
	if p.fault != nil {
		return []fyne.CanvasObject{ui.NewProblem(show.Error(p.c.Words(), p.fault, false))}
	}
	if !p.read {
		return nil
	}
	parts := []fyne.CanvasObject{p.head(), p.debt()}
	parts = p.group(parts, "lookup.meter", p.meters())
	parts = p.group(parts, "lookup.seal", p.seals())
	return p.group(parts, "lookup.bills", p.bills())
}

func (p *Customer) group(parts []fyne.CanvasObject, key string, rows []fyne.CanvasObject) []fyne.CanvasObject {
	if len(rows) == 0 {
		return parts
	}
	return append(parts, ui.NewSectionTitle(p.c.T(key, nil)), ui.Group(rows...))
}

func (p *Customer) head() fyne.CanvasObject {
	c, cu := p.c, p.customer
	rows := []fyne.CanvasObject{
		ui.NewKeyValue(c.T("lookup.number", nil), ui.NewGroupedNumber(ui.GroupDigits(cu.Number), ui.Small, ui.BodyBold, ui.ColInk)),
		ui.NewKeyText(c.T("lookup.address", nil), cu.Address),
	}
	if cu.Phone != "" {
		rows = append(rows, ui.NewKeyText(c.T("lookup.phone", nil), cu.Phone))
	}
	if cu.Important {
		rows = append(rows, ui.NewKeyText(c.T("lookup.important", nil), c.T("common.yes", nil)))
	}
	if cu.NoCut != "" {
		rows = append(rows, ui.NewKeyText(c.T("lookup.nocut", nil), cu.NoCut))
	}
	if cu.Note != "" {
		rows = append(rows, ui.NewKeyText(c.T("lookup.note", nil), cu.Note))
	}
	return ui.Group(rows...)
}

func (p *Customer) debt() fyne.CanvasObject {
	d := p.customer.Debt
	if d.Amount <= 0 {
		return ui.NewVerdictBanner(ui.Right, p.c.T("lookup.paid", nil), p.c.T("lookup.paid.detail", nil))
	}
	detail := p.c.N("lookup.owed", d.Bills, map[string]any{"days": d.OverdueDays})
	return ui.NewVerdictBanner(ui.LookAt, p.c.Words().Money(int64(d.Amount)), detail)
}

func (p *Customer) meters() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, m := range p.customer.Meters {
		sub := m.Model
		if r := p.customer.Readings[m.ID].Months; len(r) > 0 {
			last := r[len(r)-1]
			sub = p.c.T("lookup.reading", map[string]any{"kwh": p.c.Words().Count(int(last.KWh)), "at": p.c.Words().Date(last.At.Time(), p.c.Now())})
		}
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcMeter, Title: show.Tail(m.Number), Sub: sub, End: ui.NewIcon(ui.IcCopy, 20, ui.ColMuted)},
			func() { p.c.Copy(m.Number) }))
	}
	return rows
}

func (p *Customer) seals() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, s := range p.customer.Seals {
		w := p.c.Words()
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcSeal, Title: show.Tail(s.Number), Open: true,
			Sub: show.PlaceTitle(w, s.Place) + " · " + show.Condition(w, s.Condition)}, func() { p.lead.Seal(s.Number) }))
	}
	return rows
}

func (p *Customer) bills() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, b := range p.customer.Bills {
		if i == bills {
			break
		}
		state, tone := p.c.T("lookup.bill.paid", nil), ui.ToneRight
		if b.Paid < b.Amount {
			state, tone = p.c.T("lookup.bill.open", nil), ui.ToneLook
		}
		rows = append(rows, ui.Pad(10, 14, ui.Row(12, ui.NewText(b.Month, ui.Body, ui.ColInk), ui.Spring(),
			ui.NewText(p.c.Words().Money(int64(b.Amount)), ui.BodyBold, ui.ColInk), ui.NewStateBadge(ui.State{Word: state, Tone: tone}))))
	}
	return rows
}
