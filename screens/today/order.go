package today

import (
	"context"
	"time"

	"dianqin/app/atlas"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// ordering offers to put what is left of the day into the order that saves the most way.
func (p *Page) ordering() []fyne.CanvasObject {
	if _, _, left := p.counts(); left < 2 {
		return nil
	}
	return []fyne.CanvasObject{ui.NewPlain(ui.IcRoute, p.c.T("places.arrange", nil), p.arrange)}
}

// arrange keeps the order that was found at once; it can be undone.
func (p *Page) arrange() {
	if p.busy {
		return
	}
	p.busy = true
	p.c.Go(func() func() {
		a, err := p.a.Places.Arrange(context.Background(), "", atlas.FromHere)
		if err == nil && a.Changed() {
			err = p.a.Places.SetOrder(context.Background(), "", a.IDs())
		}
		return func() {
			p.busy = false
			switch {
			case err != nil:
				p.c.Toast(show.Line(p.c.Words(), err))
			case !a.Changed():
				p.c.Toast(p.c.T("places.arranged.same", map[string]any{"way": p.c.Words().Distance(a.Metres)}))
			default:
				p.a.Sync.Wake()
				p.c.ToastUndo(p.arranged(a), p.c.T("common.undo", nil), func() { p.restore(a.Before) })
			}
		}
	})
}

// arranged says what comes of the new order: how far, from where, and what will be late.
func (p *Page) arranged(a atlas.Arranged) string {
	args := map[string]any{"way": p.c.Words().Distance(a.Metres), "minutes": int(a.Late.Round(time.Minute) / time.Minute)}
	switch {
	case a.Late >= time.Minute:
		return p.c.T("places.arranged.late", args)
	case a.From == atlas.FromStation:
		return p.c.T("places.arranged.station", args)
	}
	return p.c.T("places.arranged", args)
}

// restore brings an order back.
func (p *Page) restore(ids []string) {
	p.c.Go(func() func() {
		err := p.a.Places.SetOrder(context.Background(), "", ids)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.a.Sync.Wake()
		}
	})
}
