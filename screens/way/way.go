// Package way leads to a place in another map program: the one that the person chose
// for good, or one from a list. What cannot be opened can be copied. It draws no map.
package way

import (
	"fmt"

	"dianqin/app"
	"dianqin/data/model/geo"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// To shows the way to a place (WGS84): on a desk in the browser, on a phone in the
// program that was chosen before, or after asking which.
func To(a *app.App, c *ui.Context, to geo.Point, name string) {
	p := &Page{a: a, c: c, to: to, name: name}
	if !c.Phone() {
		links := geo.NavigateTo(to, name, geo.Desktop)
		if len(links) > 0 {
			c.LeaveThen(links[len(links)-1].URL, p.orCopy)
		}
		return
	}
	chosen := a.Settings.Values().Maps
	for _, l := range p.links() {
		if l.App == chosen {
			c.LeaveThen(l.URL, func(err error) {
				if err != nil {
					p.failed = chosen
					c.Nav.Push(p)
				}
			})
			return
		}
	}
	c.Nav.Push(p)
}

// Choose is the page on which the program is chosen for later.
func Choose(a *app.App, c *ui.Context) ui.Page { return &Page{a: a, c: c, later: true} }

// Page is the list of programs.
type Page struct {
	a      *app.App
	c      *ui.Context
	to     geo.Point
	name   string
	later  bool   // nothing is opened: the choice is for later
	failed string // the program that did not open
	body   *fyne.Container
}

// Title implements ui.Page.
func (p *Page) Title() string {
	if p.later {
		return p.c.T("way.with", nil)
	}
	return p.c.T("way.title", nil)
}

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string { return p.name }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(12)
	p.paint()
	return ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, p.body))
}

func (p *Page) paint() {
	if p.body == nil {
		return
	}
	c := p.c
	var parts, rows []fyne.CanvasObject
	if p.failed != "" {
		parts = append(parts, ui.NewProblem(ui.Problem{
			Happened: c.T("way.failed", map[string]any{"app": c.T("way.app."+p.failed, nil)}), Todo: c.T("way.failed.do", nil)}))
	}
	for _, l := range p.links() {
		rows = append(rows, ui.NewItemRow(p.item(l.App), func() { p.choose(l) }))
	}
	if p.later {
		rows = append(rows, ui.NewItemRow(p.item(""), func() { p.choose(geo.Link{}) }))
	} else {
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcCopy, Title: c.T("way.copy", nil)}, p.copy))
	}
	parts = append(parts, ui.Group(rows...))
	if !p.later {
		parts = append(parts, ui.NewText(c.T("way.kept", nil), ui.Small, ui.ColMuted).Wrap())
	}
	p.body.Objects = parts
	p.body.Refresh()
}

func (p *Page) item(app string) ui.Item {
	it := ui.Item{Icon: ui.IcRoute, Title: p.c.T("way.ask", nil)}
	if app == "amap-web" {
		it.Icon = ui.IcGlobe
	}
	if app != "" {
		it.Title = p.c.T("way.app."+app, nil)
	}
	if p.a.Settings.Values().Maps == app {
		it.End = ui.NewTick(true)
	}
	return it
}

// links are the ways there; for a later choice the programs alone matter.
func (p *Page) links() []geo.Link {
	return geo.NavigateTo(p.to, p.name, geo.Android)
}

// choose keeps the program and opens it; one that does not open is not kept.
func (p *Page) choose(l geo.Link) {
	if p.later {
		p.keep(l.App, func() { p.c.Back() })
		return
	}
	p.c.LeaveThen(l.URL, func(err error) {
		if err != nil {
			p.failed = l.App
			p.keep("", p.paint)
			return
		}
		p.keep(l.App, func() { p.c.Back() })
	})
}

func (p *Page) keep(app string, then func()) {
	v := p.a.Settings.Values()
	v.Maps = app
	p.c.Go(func() func() {
		err := p.a.Settings.Set(v)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
			}
			then()
		}
	})
}

func (p *Page) orCopy(err error) {
	if err != nil {
		p.copy()
	}
}

// copy puts the place on the clipboard as every map program reads it.
func (p *Page) copy() { p.c.Copy(fmt.Sprintf("%.6f,%.6f", p.to.Lat, p.to.Lon)) }
