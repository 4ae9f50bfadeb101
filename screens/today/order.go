package today

import (
	"context"

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
	var a atlas.Arranged
	p.Do(func(ctx context.Context) (err error) {
		if a, err = p.a.Places.Arrange(ctx, "", atlas.FromHere); err == nil && a.Changed() {
			err = p.a.Places.Keep(ctx, a)
		}
		return err
	}, func() {
		if !a.Changed() {
			p.c.Toast(p.c.T("places.arranged.same", map[string]any{"way": p.c.Words().Distance(a.Metres)}))
			return
		}
		show.Ordered(p.a, p.c, a, show.Arranged(p.c.Words(), a))
	})
}
