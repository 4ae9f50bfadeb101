package viewfinder

import (
	"bytes"
	"context"
	"strconv"

	"dianqin/app/viewing"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// steps are the factors that one press after the other comes nearer by.
func steps() []float64 { return []float64{1, 2, 4} }

// tools stay within the thumb's reach: what the camera can do, then what helps where
// it cannot, and the way on.
func (p *Page) tools() fyne.CanvasObject {
	c := p.c
	var row []fyne.CanvasObject
	if p.can.Torch {
		row = append(row, ui.NewTool(ui.IcTorch, c.T("scan.torch", nil), p.torch, p.light))
	}
	if p.can.Zoom > 1 {
		row = append(row, ui.NewTool(ui.IcSearch, strconv.FormatFloat(p.zoom, 'f', -1, 64)+"×", p.zoom > 1, p.nearer))
	}
	pause, word := ui.IcPause, "scan.pause"
	if p.view.Paused() {
		pause, word = ui.IcPlay, "scan.resume"
	}
	if p.fault == nil {
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

// light turns the torch on or off.
func (p *Page) light() {
	on := !p.torch
	p.control(func() error { return p.view.Torch(on) }, func() { p.torch = on })
}

// nearer goes to the next step, after the last one to the first.
func (p *Page) nearer() {
	for _, s := range steps() {
		if s > p.zoom && s <= p.can.Zoom {
			p.zoomTo(s)
			return
		}
	}
	p.zoomTo(1)
}

// wheel goes one step nearer or farther.
func (p *Page) wheel(up bool) {
	next := p.zoom
	for _, s := range steps() {
		switch {
		case up && s > p.zoom && s <= p.can.Zoom:
			p.zoomTo(s)
			return
		case !up && s < p.zoom:
			next = s
		}
	}
	if next != p.zoom {
		p.zoomTo(next)
	}
}

func (p *Page) zoomTo(factor float64) {
	p.control(func() error { return p.view.Zoom(factor) }, func() { p.zoom = factor })
}

func (p *Page) aim(at viewing.Point) {
	p.control(func() error { return p.view.Focus(at) }, func() {})
}

// control sets something on the camera, which may take it a while.
func (p *Page) control(set func() error, after func()) {
	p.c.Go(func() func() {
		err := set()
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			after()
			p.paint()
		}
	})
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
