// Package lookup is finding: as one types, customers, boxes, meters and seals that
// fit. It changes nothing.
package lookup

import (
	"context"
	"time"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Seal     func(number string)
	Customer func(id string)
	Scan     func()
}

// pause is how long the typing must rest before the store is asked.
const pause = 150 * time.Millisecond

// most is how many finds are listed.
const most = 40

// hit is one find as the screen shows it.
type hit struct {
	kind                  model.Kind
	id                    string
	title, detail, number string
}

// Page is the screen.
type Page struct {
	a      *app.App
	c      *ui.Context
	lead   Go
	latest *ui.Latest

	text  string
	hits  []hit
	asked bool // hits belong to text
	fault error
	body  *fyne.Container
	whole fyne.CanvasObject
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	return &Page{a: a, c: c, lead: lead, latest: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("lookup.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	return p.c.T("lookup.asof", map[string]any{"age": p.c.Words().Ago(p.a.Sync.State().LastOK, p.c.Now())})
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.body = ui.Col(6)
	p.whole = ui.Scroll(ui.Inset(4, ui.Edge, 24, ui.Edge, p.body))
	field := ui.NewSearch(p.text, p.c.T("lookup.hint", nil), p.search)
	top := ui.Inset(0, ui.Edge, ui.Gap, ui.Edge, ui.Row(ui.Gap, ui.Grow(field), ui.NewTonal(ui.IcScan, "", p.lead.Scan)))
	p.paint()
	return ui.Frame(top, nil, nil, nil, p.whole)
}

func (p *Page) search(text string) {
	p.text, p.asked = text, false
	p.latest.Go(pause, func() func() {
		found, err := p.a.Lookup.Search(context.Background(), text, most)
		var hits []hit
		for _, h := range found {
			hits = append(hits, hit{h.Kind, h.ID, h.Title, h.Detail, h.Number})
		}
		return func() {
			p.hits, p.fault, p.asked = hits, err, text != ""
			p.paint()
		}
	})
}

// families are the kinds in the order in which they are listed.
func families() []model.Kind {
	return []model.Kind{model.KindCustomer, model.KindBox, model.KindMeter, model.KindSeal}
}

func icon(k model.Kind) ui.Glyph {
	switch k {
	case model.KindBox:
		return ui.IcBox
	case model.KindMeter:
		return ui.IcMeter
	case model.KindSeal:
		return ui.IcSeal
	}
	return ui.IcPerson
}

func (p *Page) paint() {
	p.body.Objects = p.parts()
	p.body.Refresh()
	p.whole.Refresh()
}

func (p *Page) parts() []fyne.CanvasObject {
	if p.fault != nil {
		return []fyne.CanvasObject{ui.NewProblem(show.Error(p.c.Words(), p.fault, false))}
	}
	if len(p.hits) == 0 {
		key := "lookup.start"
		if p.asked {
			key = "lookup.nothing"
		}
		return []fyne.CanvasObject{ui.Pad(24, 0, ui.NewText(p.c.T(key, nil), ui.Body, ui.ColMuted).Wrap().Center())}
	}
	var parts []fyne.CanvasObject
	for _, k := range families() {
		var rows []fyne.CanvasObject
		for _, h := range p.hits {
			if h.kind == k {
				rows = append(rows, p.row(h))
			}
		}
		if len(rows) > 0 {
			parts = append(parts, ui.NewSectionTitle(p.c.T("lookup."+string(k), nil)), ui.Group(rows...))
		}
	}
	return parts
}

func (p *Page) row(h hit) fyne.CanvasObject {
	it := ui.Item{Icon: icon(h.kind), Tone: ui.TonePrimary, Title: h.title, Sub: h.detail, Open: true}
	if h.kind == model.KindCustomer && h.number != "" {
		it.Sub = h.number + " · " + h.detail
	}
	if h.kind == model.KindSeal || h.kind == model.KindMeter {
		it.Title = show.Tail(h.number)
	}
	return ui.NewItemRow(it, func() { p.open(h) })
}

func (p *Page) open(h hit) {
	switch h.kind {
	case model.KindCustomer:
		p.lead.Customer(h.id)
	case model.KindSeal:
		p.lead.Seal(h.number)
	default:
		Owners(p.a, p.c, h.kind, h.number, p.lead.Customer)
	}
}
