package screens

import (
	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/atlas"
	"dianqin/screens/held"
	"dianqin/screens/lookup"
	"dianqin/screens/packs"
	"dianqin/screens/ui"
	"dianqin/screens/way"
)

// atlas is the map of the phone.
func (p *phone) atlas() ui.Page { return p.chart() }

func (p *phone) chart() *atlas.Page {
	return atlas.New(p.a, p.c, atlas.Go{Task: p.task, Customer: p.customer, Way: p.way,
		Packs: grounds(p.a, p.c), Box: func(number string) { p.owner(model.KindBox, number) }})
}

// track shows a search on a map over the task: Back leads to the task again.
func (p *phone) track(t work.Task) {
	chart := p.chart()
	p.c.Open(chart)
	chart.ShowTrack(t)
}

// held is the seals that the person carries.
func (p *phone) held() ui.Page { return held.New(p.a, p.c, held.Go{Seal: p.seal}) }

// atlas is the map of the desk.
func (d *desk) atlas() ui.Page {
	d.chart = atlas.New(d.a, d.c, atlas.Go{Task: d.orders(false).Task, Customer: func(id string) { d.c.Open(d.customer(id)) }, Way: func(to geo.Point, name string) { way.To(d.a, d.c, to, name) },
		Packs: grounds(d.a, d.c),
		Box: func(number string) {
			lookup.Owners(d.a, d.c, model.KindBox, number, func(id string) { d.page(true, d.customer(id)) })
		}})
	return d.chart
}

// onMap shows a thing on the map.
func (d *desk) onMap(kind model.Kind, id string) {
	d.shell.Go(mapPlace)
	d.chart.ShowPoint(kind, id)
}

// day shows the day of somebody on the map, where its order is changed.
func (d *desk) day(who people.User) {
	d.shell.Go(mapPlace)
	d.chart.ShowDay(who)
}

// track shows a search on the map.
func (d *desk) track(t work.Task) {
	d.shell.Go(mapPlace)
	d.chart.ShowTrack(t)
}

// grounds leads to where the map gets its ground from.
func grounds(a *app.App, c *ui.Context) func() {
	return func() { c.Open(maps(a, c)(func(p ui.Page) { over(c, p) })) }
}

// maps is that page, which opens others over it.
func maps(a *app.App, c *ui.Context) func(open func(ui.Page)) ui.Page {
	return func(open func(ui.Page)) ui.Page { return packs.New(a, c, open) }
}

// over shows a page over what is in front: on the desk in the details pane.
func over(c *ui.Context, p ui.Page) {
	if pane := c.Pane(); pane != nil && pane.Depth() > 0 {
		pane.Push(p)
		return
	}
	c.Nav.Push(p)
}
