// Package evidence shows the pictures that prove what was found: small ones in a row
// that say how each stands, one as large as the page to look into, and the page on
// which a person draws on a copy of it.
//
//	thumbnail --press--> picture --draw--> sketch
//
// It decides nothing: what may be removed and what is shown first the app says.
package evidence

import (
	"context"

	"dianqin/app"
	"dianqin/app/evidence"
	domain "dianqin/data/model/evidence"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Go is what the screens need from elsewhere.
type Go struct {
	Shoot func(s evidence.Subject, then func()) // takes a picture; nil where pictures are only looked at
}

// Across is how many thumbnails stand side by side.
const (
	AcrossPhone = 3
	AcrossPane  = 2
)

// Strip is pictures as rows of thumbnails; one that is pressed fills the page.
func Strip(a *app.App, c *ui.Context, items []evidence.Item, across int, lead Go) fyne.CanvasObject {
	var rows, row []fyne.CanvasObject
	for _, it := range items {
		row = append(row, thumbnail(a, c, it, lead))
		if len(row) == across {
			rows, row = append(rows, ui.Cells(ui.Gap, row...)), nil
		}
	}
	if len(row) > 0 {
		for len(row) < across {
			row = append(row, ui.Space(0, 0))
		}
		rows = append(rows, ui.Cells(ui.Gap, row...))
	}
	return ui.Col(ui.Gap, rows...)
}

// Seen makes items of pictures that are only looked at.
func Seen(pictures []domain.Picture) []evidence.Item {
	var out []evidence.Item
	for _, p := range pictures {
		out = append(out, evidence.Item{Picture: p})
	}
	return out
}

// thumbnail shows a picture as soon as it is there, or why it is not, when it was made
// and how it stands.
func thumbnail(a *app.App, c *ui.Context, it evidence.Item, lead Go) fyne.CanvasObject {
	place := ui.Col(0, ui.Space(0, 0))
	file := it.Shown()
	c.Go(func() func() {
		img, err := a.Evidence.Thumb(context.Background(), file)
		return func() {
			var shown fyne.CanvasObject
			if err != nil {
				shown = absent(c)
			} else {
				i := canvas.NewImageFromImage(img)
				i.FillMode, i.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
				shown = i
			}
			place.Objects = []fyne.CanvasObject{ui.Grow(shown)}
			place.Refresh()
		}
	})
	box := ui.NewBlock(ui.Look{Fill: ui.ColSunken, Radius: 6, Min: fyne.NewSize(ui.TouchMin, 84)}, place)
	lines := []fyne.CanvasObject{box, ui.NewText(show.When(c.Words(), it.Moment(), c.Now()), ui.Caption, ui.ColMuted).Clip()}
	if s, ok := standing(c, it); ok {
		lines = append(lines, ui.Row(4, ui.NewIcon(s.Icon, 14, s.Tone.OnWash()), ui.Grow(ui.NewText(s.Word, ui.Caption, s.Tone.OnWash()).Clip())))
	}
	return ui.NewTap(ui.Look{Radius: 6, Bottom: 2}, ui.Col(2, lines...), func() { c.Nav.Push(NewPage(a, c, it, lead)) })
}

// absent says that a picture is not here and that the server does not have it.
func absent(c *ui.Context) fyne.CanvasObject {
	return ui.Middle(ui.Col(4, ui.Middle(ui.NewIcon(ui.IcCloudOff, 24, ui.ColMuted)),
		ui.NewText(c.T("desk.picture.away", nil), ui.Caption, ui.ColMuted).Center()))
}

// standing is what a person should know of a picture at a glance: that it waits, that
// it is from a file; nothing where there is nothing to say.
func standing(c *ui.Context, it evidence.Item) (ui.State, bool) {
	switch {
	case it.Waiting:
		return ui.State{Word: c.T("evidence.waiting", nil), Icon: ui.IcCloudUp, Tone: ui.ToneLook}, true
	case !it.OnSite():
		return ui.State{Word: c.T("evidence.fromfile", nil), Icon: ui.IcPicture, Tone: ui.ToneUnknown}, true
	case it.Shown().Role == domain.Sketch:
		return ui.State{Word: c.T("evidence.role.sketch", nil), Icon: ui.IcPen, Tone: ui.ToneCalm}, true
	}
	return ui.State{}, false
}
