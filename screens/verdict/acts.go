package verdict

import (
	"context"

	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// applying is the screen on which a seal of one's own is put on a place of the box.
type applying struct {
	p    *Page
	at   int // of the free places, -1 for none
	body *fyne.Container
}

// Title implements ui.Page.
func (x *applying) Title() string { return x.p.c.T("verdict.apply", nil) }

// Subtitle implements ui.Subtitled.
func (x *applying) Subtitle() string { return show.Tail(x.p.about.Number) }

// Content implements ui.Page.
func (x *applying) Content() fyne.CanvasObject {
	if len(x.p.free) == 1 {
		x.at = 0
	}
	x.body = ui.Col(12)
	x.paint()
	return ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, x.body))
}

func (x *applying) paint() {
	var words []string
	for _, place := range x.p.free {
		words = append(words, show.PlaceTitle(x.p.c.Words(), place.Code))
	}
	x.body.Objects = []fyne.CanvasObject{ui.NewText(x.p.c.T("verdict.apply.where", nil), ui.Body, ui.ColMuted).Wrap(),
		ui.NewChoices(words, x.at, func(i int) { x.at = i; x.paint() })}
	x.body.Refresh()
}

// Foot implements ui.Footed.
func (x *applying) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, x.p.c.T("verdict.apply.do", nil), x.do)))
}

func (x *applying) do() {
	p := x.p
	if x.at < 0 || x.at >= len(p.free) {
		p.c.Toast(p.c.T("verdict.apply.where", nil))
		return
	}
	v, number, place := p.about.Visit, p.about.Number, p.free[x.at]
	p.Do(func(ctx context.Context) error { return p.a.Seals.Apply(ctx, v, number, place) }, func() {
		p.about.Place = place.Code
		p.c.Back()
		p.c.Toast(p.c.T("verdict.applied", map[string]any{"place": show.Place(p.c.Words(), place.Code)}))
	})
}

// removing is the screen on which a seal is taken off, with the reason: it cannot be
// taken back, since a used seal is never put on again.
type removing struct {
	p    *Page
	why  int
	body *fyne.Container
}

// reasons are the keys of why a seal is taken off.
func reasons() []string {
	return []string{"verdict.why.broken", "verdict.why.meter", "verdict.why.wiring", "verdict.why.other"}
}

// Title implements ui.Page.
func (x *removing) Title() string { return x.p.c.T("verdict.remove", nil) }

// Subtitle implements ui.Subtitled.
func (x *removing) Subtitle() string { return show.Tail(x.p.about.Number) }

// Content implements ui.Page.
func (x *removing) Content() fyne.CanvasObject {
	x.body = ui.Col(12)
	x.paint()
	return ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, x.body))
}

func (x *removing) paint() {
	var words []string
	for _, key := range reasons() {
		words = append(words, x.p.c.T(key, nil))
	}
	x.body.Objects = []fyne.CanvasObject{ui.NewText(x.p.c.T("verdict.remove.final", nil), ui.Body, ui.ColMuted).Wrap(),
		ui.NewChoices(words, x.why, func(i int) { x.why = i; x.paint() })}
	x.body.Refresh()
}

// Foot implements ui.Footed.
func (x *removing) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcLock, x.p.c.T("verdict.remove.do", nil), x.do)))
}

func (x *removing) do() {
	p := x.p
	if x.why < 0 {
		p.c.Toast(p.c.T("verdict.remove.why", nil))
		return
	}
	v, number, why := p.about.Visit, p.about.Number, p.c.T(reasons()[x.why], nil)
	looked := seal.Condition("")
	if i := p.condition(); i >= 0 {
		looked = seal.Conditions[i]
	}
	p.Do(func(ctx context.Context) error { return p.a.Seals.Remove(ctx, v, number, why, looked) }, func() {
		p.c.Back()
		p.c.Toast(p.c.T("verdict.removed", nil))
	})
}
