package customers

import (
	"dianqin/app/lookup"
	"dianqin/data/model/grid"
)

// ShowArea lists the customers of an area; the page need not be shown.
func (p *Page) ShowArea(area grid.Area) {
	p.want = lookup.Wanted{AreaID: area.ID}
	p.area, p.Column = area, -1
	p.reload(0)
}
