package screens

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // what a phone takes
	_ "image/png"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// pictures makes the rows of pictures that the desk's details show; one that is
// pressed fills the page.
func pictures(a *app.App, c *ui.Context) func([]evidence.File) fyne.CanvasObject {
	return func(files []evidence.File) fyne.CanvasObject {
		var rows, row []fyne.CanvasObject
		for _, f := range files {
			row = append(row, thumbnail(a, c, f))
			if len(row) == 2 {
				rows, row = append(rows, ui.Cells(8, row...)), nil
			}
		}
		if len(row) > 0 {
			rows = append(rows, ui.Cells(8, row[0], ui.Space(0, 0)))
		}
		return ui.Col(8, rows...)
	}
}

// thumbnail shows a picture as soon as it is there, or why it is not.
func thumbnail(a *app.App, c *ui.Context, f evidence.File) fyne.CanvasObject {
	place := ui.Col(0, ui.Space(0, 0))
	caption := ui.NewText(show.When(c.Words(), f.TakenAt, c.Now()), ui.Caption, ui.ColMuted).Center()
	c.Go(func() func() {
		img, err := load(a, f)
		return func() {
			place.Objects = []fyne.CanvasObject{ui.Grow(shown(c, img, err))}
			place.Refresh()
		}
	})
	box := ui.NewBlock(ui.Look{Fill: ui.ColSunken, Radius: 6, Min: fyne.NewSize(120, 96)}, place)
	return ui.NewTap(ui.Look{Radius: 6}, ui.Col(2, box, caption), func() { c.Nav.Push(&picture{a: a, c: c, file: f}) })
}

func shown(c *ui.Context, img image.Image, err error) fyne.CanvasObject {
	if err != nil {
		return ui.Middle(ui.Col(4, ui.Middle(ui.NewIcon(ui.IcCloudOff, 24, ui.ColMuted)),
			ui.NewText(c.T("desk.picture.away", nil), ui.Caption, ui.ColMuted).Center()))
	}
	i := canvas.NewImageFromImage(img)
	i.FillMode, i.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	return i
}

// load reads a picture from this device or from the server.
func load(a *app.App, f evidence.File) (image.Image, error) {
	raw, err := a.Picture(context.Background(), f.SHA256)
	if err != nil {
		return nil, err
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read picture %s: %w", f.SHA256, err)
	}
	return img, nil
}

// picture is one picture as large as the page.
type picture struct {
	a    *app.App
	c    *ui.Context
	file evidence.File
}

// Title implements ui.Page.
func (p *picture) Title() string { return p.c.T("desk.picture", nil) }

// Subtitle implements ui.Subtitled.
func (p *picture) Subtitle() string {
	at := show.When(p.c.Words(), model.Millis(p.file.TakenAt), p.c.Now())
	return at + " · " + p.c.Words().Bytes(p.file.Bytes)
}

// Content implements ui.Page.
func (p *picture) Content() fyne.CanvasObject {
	place := ui.Col(0, ui.Space(0, 0))
	p.c.Go(func() func() {
		img, err := load(p.a, p.file)
		return func() {
			place.Objects = []fyne.CanvasObject{ui.Grow(shown(p.c, img, err))}
			place.Refresh()
		}
	})
	return ui.NewBlock(ui.Look{Fill: ui.ColSunken, Radius: ui.Radius}, place)
}
