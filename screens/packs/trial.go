package packs

import (
	"context"
	"image"
	"image/color"
	"image/draw"

	"dianqin/app/atlas"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// trial is the button that asks a service for a piece of its map, and what came of it:
// the piece with a known place marked on it, or what is wrong.
type trial struct {
	c     *ui.Context
	ask   func(context.Context, atlas.Landmark) (atlas.Trial, error)
	place func(context.Context) atlas.Landmark
	box   *fyne.Container
	busy  bool
	asked bool // once: a change of the datum asks again
	mark  atlas.Landmark
	got   atlas.Trial
	err   error

	reveal func(fyne.CanvasObject)
}

func newTrial(c *ui.Context, ask func(context.Context, atlas.Landmark) (atlas.Trial, error)) *trial {
	return &trial{c: c, ask: ask}
}

// object shows the trial as it stands; reveal brings what came of it into sight.
func (t *trial) object(reveal func(fyne.CanvasObject)) fyne.CanvasObject {
	t.box, t.reveal = ui.Col(10), reveal
	t.paint()
	return t.box
}

// again asks once more where somebody asked before.
func (t *trial) again() {
	if t.asked {
		t.run()
	}
}

func (t *trial) run() {
	if t.busy || t.place == nil {
		return
	}
	t.busy, t.asked, t.err = true, true, nil
	t.paint()
	t.c.Go(func() func() {
		mark := t.place(context.Background())
		got, err := t.ask(context.Background(), mark)
		return func() {
			t.busy, t.mark, t.got, t.err = false, mark, got, err
			t.paint()
			t.reveal(t.box)
		}
	})
}

func (t *trial) paint() {
	c := t.c
	word := "packs.try"
	if t.busy {
		word = "packs.trying"
	}
	parts := []fyne.CanvasObject{ui.NewTonal(ui.IcSearch, c.T(word, nil), t.run)}
	switch {
	case t.busy:
	case t.err != nil:
		parts = append(parts, ui.NewProblem(show.Error(c.Words(), t.err, false)))
	case t.got.Picture != nil:
		said := c.T("packs.tried", map[string]any{"ms": t.got.Took.Milliseconds()})
		if t.mark.Name != "" {
			said += " " + c.T("packs.tried.mark", map[string]any{"name": t.mark.Name})
		}
		parts = append(parts, note(ui.IcCheck, ui.ToneRight, said), t.picture())
	}
	t.box.Objects = parts
	t.box.Refresh()
}

// Size of the piece that is shown, in dp.
const (
	pieceWidth  = 320
	pieceHeight = 200
)

// picture is the piece around the mark.
func (t *trial) picture() fyne.CanvasObject {
	piece := image.NewRGBA(image.Rect(0, 0, pieceWidth, pieceHeight))
	corner := t.got.Mark.Sub(image.Pt(pieceWidth/2, pieceHeight/2))
	draw.Draw(piece, piece.Rect, t.got.Picture, corner, draw.Src)
	ring(piece)
	img := canvas.NewImageFromImage(piece)
	img.FillMode = canvas.ImageFillContain
	return ui.AtLeast(0, pieceHeight, img)
}

// ring marks the middle: a red ring with a white edge, to be seen on any map, and
// nothing on the place itself.
func ring(img *image.RGBA) {
	c := image.Pt(img.Rect.Dx()/2, img.Rect.Dy()/2)
	for y := -16; y <= 16; y++ {
		for x := -16; x <= 16; x++ {
			ink := color.RGBA{255, 255, 255, 255}
			switch d := x*x + y*y; {
			case d < 8*8 || d > 15*15:
				continue
			case d >= 10*10 && d <= 13*13:
				ink = color.RGBA{200, 30, 30, 255}
			}
			img.SetRGBA(c.X+x, c.Y+y, ink)
		}
	}
}
