package atlas

import (
	"fmt"

	"dianqin/data/model/geo"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// held shows what can be done at a place of the map: a long press, a right click.
func (p *Page) held(at geo.Point, _ fyne.Position) {
	p.choose(nil)
	words := fmt.Sprintf("%.6f, %.6f", at.Lat, at.Lon)
	p.open(&sheet{title: p.c.T("map.place", nil), parts: func() []fyne.CanvasObject {
		rows := []fyne.CanvasObject{ui.NewItemRow(ui.Item{Icon: ui.IcPin, Title: words, Sub: p.far(at), End: ui.NewIcon(ui.IcCopy, 20, ui.ColMuted)}, func() { p.c.Copy(words) })}
		return []fyne.CanvasObject{ui.Group(rows...)}
	}, foot: p.wayTo(at, words)})
	p.m.SetCallout(&slippy.Callout{At: at, Label: words, Bare: true})
}

// openPerson shows where somebody was last.
func (p *Page) openPerson(int) {}

// openOrder shows the day in its order.
func (p *Page) openOrder() {
	p.open(&sheet{title: p.c.T("map.order", nil), parts: func() []fyne.CanvasObject {
		var rows []fyne.CanvasObject
		for _, s := range p.stops {
			rows = append(rows, p.stopRow(s))
		}
		return []fyne.CanvasObject{ui.Group(rows...)}
	}})
}
