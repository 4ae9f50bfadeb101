package atlas

import (
	"context"
	"errors"
	"time"

	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/geo"
	"dianqin/screens/atlas/slippy"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

const (
	// findPause is how long the typing must rest before the store is asked.
	findPause = 150 * time.Millisecond
	// mostFound is how many finds are listed.
	mostFound = 12
	// foundZoom is how near the map looks at what was found.
	foundZoom = 17
)

// finding is a search on the map.
type finding struct {
	p      *Page
	latest *ui.Latest
	text   string
	asked  bool
	field  fyne.CanvasObject
	cards  []atlas.Card
	fault  error
}

// openFind lets a person find a customer or a box on the map.
func (p *Page) openFind() {
	p.choose(nil)
	f := &finding{p: p, latest: ui.NewLatest(p.c.Bridge)}
	f.field = ui.NewSearch("", p.c.T("map.find.hint", nil), f.search)
	p.open(&sheet{title: p.word("map.find"), parts: f.parts})
}

func (f *finding) search(text string) {
	f.text = text
	f.latest.Go(findPause, func() func() {
		ctx := context.Background()
		hits, err := f.p.a.Lookup.Search(ctx, text, 4*mostFound)
		var points []atlas.Point
		for _, h := range hits {
			if k := h.Kind; (k == model.KindCustomer || k == model.KindBox) && len(points) < mostFound {
				points = append(points, atlas.Point{Kind: k, ID: h.ID})
			}
		}
		var cards []atlas.Card
		if err == nil {
			cards, err = f.p.a.Places.Cards(ctx, points)
		}
		return func() {
			f.cards, f.fault, f.asked = cards, err, text != ""
			f.p.panel.paint()
		}
	})
}

func (f *finding) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{f.field}
	var rows []fyne.CanvasObject
	for _, c := range f.cards {
		title, sub := c.Title, c.Number+" · "+c.Detail
		if c.Kind == model.KindBox {
			title, sub = show.Tail(c.Number), c.Detail
		}
		if !c.Pos.Valid() {
			sub = f.p.c.T("map.find.unplaced", nil) + " · " + c.Detail
		}
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: kindIcon(c.Kind), Tone: ui.TonePrimary, Title: title, Sub: sub}, func() { f.p.look1(c) }))
	}
	switch {
	case f.fault != nil:
		parts = append(parts, ui.NewProblem(show.Error(f.p.c.Words(), f.fault, false)))
	case len(rows) > 0:
		parts = append(parts, ui.Group(rows...))
	case f.asked:
		parts = append(parts, ui.NewText(f.p.c.T("map.find.none", nil), ui.Small, ui.ColMuted).Wrap())
	}
	return parts
}

// look1 shows something that was found: the map goes there and its card opens. What has
// no position yet can be given one.
func (p *Page) look1(c atlas.Card) {
	p.c.Unfocus()
	c.At = geo.Point{Lat: c.Pos.Lat, Lon: c.Pos.Lon}
	if !c.Pos.Valid() {
		c.At = p.m.Middle()
		p.move(c)
		return
	}
	if p.all != nil {
		for _, pt := range p.all.Layer(c.Kind).Points {
			if pt.ID == c.ID {
				c.Point = pt
				break
			}
		}
	}
	p.grabbed()
	p.openCard(c)
	p.m.GlideTo(c.At, max(p.m.Camera().Zoom, foundZoom))
}

// ShowPoint shows a customer, a box or an area on the map, and where somebody proposes
// that it lies; the shell leads here.
func (p *Page) ShowPoint(kind model.Kind, id string) {
	p.c.Go(func() func() {
		ctx := context.Background()
		cards, err := p.a.Places.Cards(ctx, []atlas.Point{{Kind: kind, ID: id}})
		all, err2 := p.a.Places.Proposals(ctx, kind, id)
		return func() {
			if err := errors.Join(err, err2); err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			if len(cards) == 0 || p.m == nil {
				return
			}
			p.look1(cards[0])
			for _, v := range all {
				if v.State == cases.Open && v.To.Valid() {
					p.proposed(v)
					return
				}
			}
		}
	})
}

// proposed shows where a proposal moves something from and to.
func (p *Page) proposed(v atlas.Proposal) {
	to := geo.Point{Lat: v.To.Lat, Lon: v.To.Lon}
	at := []geo.Point{to}
	if v.From.Valid() {
		at = []geo.Point{{Lat: v.From.Lat, Lon: v.From.Lon}, to}
	}
	p.moved = true
	p.m.SetTrack(at)
	p.call(&slippy.Callout{At: to, Label: p.c.T("places.proposal.new", nil), Bare: true})
	p.m.Fit(at, 120, ownZoom+1)
}
