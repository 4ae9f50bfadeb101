package viewfinder

import (
	"bytes"
	"context"

	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// tools stay within the thumb's reach: what the camera can do, then what helps where
// it cannot, and the way on.
func (p *Page) tools() fyne.CanvasObject {
	c := p.c
	row := p.lens.Tools()
	pause, word := ui.IcPause, "scan.pause"
	if p.view.Paused() {
		pause, word = ui.IcPlay, "scan.resume"
	}
	if p.lens.State().Fault == nil {
		row = append(row, ui.NewTool(pause, c.T(word, nil), p.view.Paused(), p.pause))
	}
	row = append(row, ui.NewTool(ui.IcPicture, c.T("scan.file", nil), false, p.pick),
		ui.NewTool(ui.IcKeyboard, c.T("scan.type", nil), false, p.typeIt))
	done := ui.NewAction(ui.IcCheck, c.T("scan.done", nil), c.Back)
	return ui.Col(0, ui.Hairline(), ui.Inset(4, 12, 10, 12, ui.Col(4, ui.Cells(4, row...), done)))
}

func (p *Page) pause() {
	p.view.Pause(!p.view.Paused())
	p.paint()
}

// pick reads the codes of a picture from a file.
func (p *Page) pick() {
	p.c.PickPicture(func(picked ui.Picked, err error) {
		if err != nil {
			p.c.Toast(p.c.T("errors.camera.picture", nil))
			return
		}
		why := p.c.T("scan.why.file", nil)
		p.c.Toast(p.c.T("scan.reading", nil))
		p.c.Go(func() func() {
			n, err := p.view.Read(context.Background(), p.visit, bytes.NewReader(picked.Bytes), why)
			return func() {
				if err != nil {
					p.c.Toast(show.Line(p.c.Words(), err))
					return
				}
				p.c.Toast(p.c.N("scan.read", n, nil))
			}
		})
	})
}
