package atlas

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dianqin/app/atlas"
	"dianqin/data/model/geo"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// nearest is how many things near a place are offered, nearFar how far away, in metres,
// they may be.
const (
	nearest = 5
	nearFar = 300
)

// held shows what can be done at a place of the map: a long press, a right click.
func (p *Page) held(at geo.Point, _ fyne.Position) {
	points := near(p.all, at)
	p.c.Go(func() func() {
		cards, err := p.a.Places.Cards(context.Background(), points)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.openPlace(at, cards)
		}
	})
}

// openPlace shows a place and what lies near it, whose position it may be.
func (p *Page) openPlace(at geo.Point, cards []atlas.Card) {
	p.choose(nil)
	words := fmt.Sprintf("%.6f, %.6f", at.Lat, at.Lon)
	p.open(&sheet{title: p.word("map.place"), parts: func() []fyne.CanvasObject {
		parts := []fyne.CanvasObject{ui.Group(ui.NewItemRow(ui.Item{Icon: ui.IcPin, Title: words, Sub: p.far(at), End: ui.NewIcon(ui.IcCopy, 20, ui.ColMuted)}, func() { p.c.Copy(words) }))}
		var rows []fyne.CanvasObject
		for _, c := range cards {
			rows = append(rows, ui.NewItemRow(ui.Item{Icon: kindIcon(c.Kind), Tone: ui.ToneCalm, Title: p.called(c), Sub: c.Detail, Open: true}, func() {
				c.At = at
				p.move(c)
			}))
		}
		if len(rows) > 0 {
			parts = append(parts, ui.NewSectionTitle(p.c.T("map.place.of", nil)), ui.Group(rows...))
		}
		return parts
	}, foot: p.wayTo(at, words)})
	p.call(&slippy.Callout{At: at, Label: words, Bare: true})
	p.sight(at)
}

// near are the customers and boxes nearest to a place.
func near(all *atlas.Points, at geo.Point) []atlas.Point {
	if all == nil {
		return nil
	}
	type found struct {
		atlas.Point
		far float64
	}
	var best []found
	for _, l := range []*atlas.Layer{&all.Boxes, &all.Customers} {
		for _, pt := range l.Points {
			// a degree is 111 km at most: the cheap question first
			if math.Abs(pt.At.Lat-at.Lat) > nearFar/110_000.0 {
				continue
			}
			d := geo.Distance(pt.At, at)
			if d > nearFar || len(best) == nearest && d >= best[nearest-1].far {
				continue
			}
			if len(best) == nearest {
				best = best[:nearest-1]
			}
			i, _ := slices.BinarySearchFunc(best, d, func(f found, d float64) int { return cmp.Compare(f.far, d) })
			best = slices.Insert(best, i, found{pt, d})
		}
	}
	out := make([]atlas.Point, len(best))
	for i, f := range best {
		out[i] = f.Point
	}
	return out
}
