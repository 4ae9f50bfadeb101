package screens

import (
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/screens/atlas"
	"dianqin/screens/held"
	"dianqin/screens/lookup"
	"dianqin/screens/ui"
	"dianqin/screens/way"
)

// atlas is the map of the phone.
func (p *phone) atlas() ui.Page {
	return atlas.New(p.a, p.c, atlas.Go{Task: p.task, Customer: p.customer, Way: p.way,
		Box: func(number string) { p.owner(model.KindBox, number) }})
}

// held is the seals that the person carries.
func (p *phone) held() ui.Page { return held.New(p.a, p.c, held.Go{Seal: p.seal}) }

// atlas is the map of the desk.
func (d *desk) atlas() ui.Page {
	return atlas.New(d.a, d.c, atlas.Go{Task: d.orders(false).Task, Customer: func(id string) { d.c.Open(d.customer(id)) }, Way: func(to geo.Point, name string) { way.To(d.a, d.c, to, name) },
		Box: func(number string) {
			lookup.Owners(d.a, d.c, model.KindBox, number, func(id string) { d.page(true, d.customer(id)) })
		}})
}
