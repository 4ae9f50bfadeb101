// Package packs is where the map gets its ground from: packs on this device and those
// that the server offers, how they come down, and services of tiles with their keys. It
// shows no map but the piece that a trial of a service brings.
package packs

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/app/atlas"
	"dianqin/app/settings"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Page is the screen.
type Page struct {
	ui.PageBody
	show.Acts
	a    *app.App
	c    *ui.Context
	open func(ui.Page)
	list atlas.List
	rows map[string]*fyne.Container // by id: how far what comes is, painted anew alone
}

// New makes the screen; open shows a page over it.
func New(a *app.App, c *ui.Context, open func(ui.Page)) *Page {
	p := &Page{a: a, c: c, open: open}
	p.PageBody = show.NewBody(c, p, p.parts, p.read)
	p.Acts = show.NewActs(c, p.read)
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("packs.title", nil) }

// Actions implements ui.Acting: asking the server what it offers.
func (p *Page) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{ui.NewIconButton(ui.IcSync, ui.ColInk, p.look)}
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Maps.Moved.On(func(struct{}) { p.c.Do(p.read) }),
		p.a.Settings.Changed.On(func(settings.Values) { p.c.Do(p.read) }))
	p.read()
	p.look()
	p.a.Maps.Wake()
}

// look asks what is offered; the list says what came of it.
func (p *Page) look() {
	p.c.Go(func() func() {
		_ = p.a.Maps.Look(context.Background())
		return nil
	})
}

// read reads the list. Where nothing but bytes moved, the buttons stay as they are:
// somebody may be pressing one.
func (p *Page) read() {
	p.Load(0, func() func() {
		list, err := p.a.Maps.List(context.Background())
		return func() {
			before := p.list
			p.list = list
			if err == nil && p.Known() && sameBut(before, list) {
				for _, k := range list.Packs {
					p.move(k)
				}
				return
			}
			p.Loaded(err)
		}
	})
}

// sameBut says whether nothing but how far downloads are differs.
func sameBut(a, b atlas.List) bool {
	if !a.Asked.Equal(b.Asked) || a.Asking != b.Asking || said(a.Why) != said(b.Why) || a.Town != b.Town || a.Bytes != b.Bytes {
		return false
	}
	return slices.EqualFunc(a.Packs, b.Packs, func(x, y atlas.Pack) bool {
		return x.Pack == y.Pack && x.Here == y.Here && x.Offered == y.Offered && x.Coming == y.Coming && x.Waiting == y.Waiting && x.Self == y.Self && x.Renewed.Equal(y.Renewed) &&
			(x.Newer == nil) == (y.Newer == nil) && (x.Got == 0) == (y.Got == 0) && said(x.Why) == said(y.Why) && said(x.Spoiled) == said(y.Spoiled)
	})
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return show.Code(err)
}

func (p *Page) parts() []fyne.CanvasObject {
	p.rows = map[string]*fyne.Container{}
	return slices.Concat(p.here(), p.offered(), p.web(), p.choices())
}

// here are the packs on this device.
func (p *Page) here() []fyne.CanvasObject {
	c := p.c
	var size []fyne.CanvasObject
	if p.list.Bytes > 0 {
		size = append(size, ui.NewText(c.Words().Bytes(p.list.Bytes), ui.Small, ui.ColMuted))
	}
	parts := []fyne.CanvasObject{ui.NewSectionTitle(c.T("packs.here", nil), size...)}
	n := 0
	for _, k := range p.list.Packs {
		if k.Here || k.Spoiled != nil {
			parts = append(parts, p.row(k))
			n++
		}
	}
	if n == 0 {
		why := "packs.here.none"
		if p.list.Town {
			why = "packs.here.town"
		}
		parts = append(parts, ui.Card(ui.NewText(c.T(why, nil), ui.Small, ui.ColMuted).Wrap()))
	}
	return parts
}

// offered are the packs that the server has and this device has not.
func (p *Page) offered() []fyne.CanvasObject {
	c := p.c
	when := ""
	if !p.list.Asked.IsZero() {
		when = c.Words().Ago(p.list.Asked, c.Now())
	}
	parts := []fyne.CanvasObject{ui.NewSectionTitle(c.T("packs.offered", nil), ui.NewText(when, ui.Small, ui.ColMuted))}
	n := 0
	for _, k := range p.list.Packs {
		if !k.Here && k.Spoiled == nil {
			parts = append(parts, p.row(k))
			n++
		}
	}
	switch {
	case p.list.Why != nil:
		return append(parts, ui.NewProblem(show.Retry(c, p.list.Why, p.look)))
	case n > 0:
		return parts
	case p.list.Asked.IsZero():
		return append(parts, ui.Card(ui.NewText(c.T("packs.asking", nil), ui.Small, ui.ColMuted).Wrap()))
	}
	return append(parts, ui.Card(ui.NewText(c.T("packs.offered.none", nil), ui.Small, ui.ColMuted).Wrap()))
}

// web are the services of tiles.
func (p *Page) web() []fyne.CanvasObject {
	c, v := p.c, p.a.Settings.Values().Ground
	state := func(on bool, name string) fyne.CanvasObject {
		if !on {
			name = c.T("packs.web.off", nil)
		}
		return ui.NewText(name, ui.Small, ui.ColMuted)
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(c.T("packs.web", nil)), ui.Group(
		ui.NewItemRow(ui.Item{Icon: ui.IcGlobe, Title: c.T("packs.tianditu", nil), Open: true, End: state(v.Tianditu.Key != "", c.T("packs.web.on", nil))},
			func() { p.open(newTianditu(p.a, c)) }),
		ui.NewItemRow(ui.Item{Icon: ui.IcGlobe, Title: c.T("packs.other", nil), Open: true, End: state(v.Web.URL != "", c.T("packs.web.on", nil))},
			func() { p.open(newService(p.a, c)) }))}
}

// choices are how packs come, and the built-in town.
func (p *Page) choices() []fyne.CanvasObject {
	c, v := p.c, p.a.Settings.Values()
	set := func(change func(*settings.Ground)) func() {
		return func() {
			v := p.a.Settings.Values()
			change(&v.Ground)
			p.Do(func(context.Context) error { return p.a.Settings.Set(v) }, nil)
		}
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(c.T("packs.choices", nil)), ui.Group(
		ui.NewCheckRow(c.T("packs.unmetered", nil), v.Ground.Unmetered, set(func(g *settings.Ground) { g.Unmetered = !g.Unmetered })),
		ui.NewCheckRow(c.T("packs.town", nil), v.Ground.Town, set(func(g *settings.Ground) { g.Town = !g.Town })))}
}
