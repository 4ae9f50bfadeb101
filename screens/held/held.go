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
	a    *app.App
	c    *ui.Context
	lead Go

	mine, amiss []seal.Seal
	read        bool
	fault       error
	body        *fyne.Container
	whole       fyne.CanvasObject
	off         []func()
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page { return &Page{a: a, c: c, lead: lead} }

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("held.title", nil) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(6)
	p.whole = ui.Scroll(ui.Inset(4, ui.Edge, 24, ui.Edge, p.body))
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.off = append(p.off, p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

// OnHidden implements ui.Hidden.
func (p *Page) OnHidden() {
	for _, f := range p.off {
		f()
	}
	p.off = nil
}

func (p *Page) load() {
	me := p.a.Session.User().ID
	p.c.Go(func() func() {
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
			p.mine, p.amiss, p.fault, p.read = mine, amiss, err, true
			p.paint()
		}
	})
}

func (p *Page) paint() {
	p.body.Objects = p.parts()
	p.body.Refresh()
	p.whole.Refresh()
}

func (p *Page) parts() []fyne.CanvasObject {
	switch {
	case p.fault != nil:
		problem := show.Error(p.c.Words(), p.fault, false)
		problem.Action, problem.Do = p.c.T("common.retry", nil), p.load
		return []fyne.CanvasObject{ui.NewProblem(problem)}
	case !p.read:
		return nil
	}
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
