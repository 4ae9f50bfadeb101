// Package held is the seals that the person carries, issued and not applied yet,
// and those of the region that are not as they should be. It changes nothing.
package held

import (
	"context"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// most is how many seals a list shows.
const most = 200

// Go is where the screen leads.
type Go struct{ Seal func(number string) }

// Page is the screen.
type Page struct {
	ui.PageBody
	a    *app.App
	c    *ui.Context
	lead Go

	mine, amiss []seal.Seal
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	p := &Page{a: a, c: c, lead: lead}
	p.PageBody = show.NewBody(c, p, p.parts, p.load)
	p.Gap, p.Top = 6, 4
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("held.title", nil) }

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

func (p *Page) load() {
	me := p.a.Session.User().ID
	p.Load(0, func() func() {
		issued, err := p.a.Seals.OfCustody(context.Background(), seal.Issued, 5000)
		var mine []seal.Seal
		for _, s := range issued {
			if s.HolderID == me && len(mine) < most {
				mine = append(mine, s)
			}
		}
		amiss, err2 := p.a.Seals.Amiss(context.Background(), most)
		if err == nil {
			err = err2
		}
		return func() {
			p.mine, p.amiss = mine, amiss
			p.Loaded(err)
		}
	})
}

func (p *Page) parts() []fyne.CanvasObject {
	parts := p.group("held.mine", "held.mine.none", p.mine)
	return append(parts, p.group("held.amiss", "held.amiss.none", p.amiss)...)
}

func (p *Page) group(title, none string, seals []seal.Seal) []fyne.CanvasObject {
	head := ui.NewSectionTitle(p.c.T(title, nil), ui.NewText(p.c.Words().Count(len(seals)), ui.BodyBold, ui.ColMuted))
	if len(seals) == 0 {
		return []fyne.CanvasObject{head, ui.Card(ui.NewText(p.c.T(none, nil), ui.Small, ui.ColMuted).Wrap())}
	}
	var rows []fyne.CanvasObject
	for _, s := range seals {
		w := p.c.Words()
		tone := ui.TonePrimary
		sub := show.Custody(w, s.Custody)
		if s.Condition != seal.Intact {
			tone = ui.ToneWrong
			sub = show.Condition(w, s.Condition) + " · " + show.Place(w, s.Place)
		}
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcSeal, Tone: tone, Title: show.Tail(s.Number), Sub: sub, Open: true},
			func() { p.lead.Seal(s.Number) }))
	}
	return []fyne.CanvasObject{head, ui.Group(rows...)}
}
