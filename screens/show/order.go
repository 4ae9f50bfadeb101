package show

import (
	"context"
	"time"

	"dianqin/app"
	"dianqin/app/atlas"
	"dianqin/assets/words"
	"dianqin/screens/ui"
)

// Ordered says that an order of a day was kept, and offers to bring the one before back.
func Ordered(of *app.App, c *ui.Context, a atlas.Arranged, said string) {
	of.Sync.Wake()
	acts := NewActs(c, of.Sync.Wake)
	c.ToastUndo(said, c.T("common.undo", nil), func() {
		acts.Do(func(ctx context.Context) error { return of.Places.SetOrder(ctx, a.PersonID, a.Before) }, nil)
	})
}

// Arranged says of an order that was found how far the way is, from where, and what will be late.
func Arranged(w *words.Words, a atlas.Arranged) string {
	args := map[string]any{"way": w.Distance(a.Metres), "minutes": int(a.Late.Round(time.Minute) / time.Minute)}
	switch {
	case a.Late >= time.Minute:
		return w.T("places.arranged.late", args)
	case a.From == atlas.FromStation:
		return w.T("places.arranged.station", args)
	}
	return w.T("places.arranged", args)
}
