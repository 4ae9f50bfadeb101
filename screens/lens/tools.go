package lens

import (
	"context"
	"slices"
	"strconv"

	"dianqin/app/viewing"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// steps are the factors that one press after the other comes nearer by.
func steps() []float64 { return []float64{1, 2, 4} }

// Tools are buttons for what the camera can do: light, and coming nearer.
func (l *Lens) Tools() []fyne.CanvasObject {
	var row []fyne.CanvasObject
	if l.state.Can.Torch {
		row = append(row, ui.NewTool(ui.IcTorch, l.c.T("scan.torch", nil), l.state.Torch, l.light))
	}
	if l.state.Can.Zoom > 1 {
		row = append(row, ui.NewTool(ui.IcSearch, strconv.FormatFloat(l.state.Zoom, 'f', -1, 64)+"×", l.state.Zoom > 1, l.nearer))
	}
	return row
}

// Problem says why there is no picture: what is refused is allowed in the settings,
// all else is tried again.
func (l *Lens) Problem() ui.Problem {
	problem := show.Retry(l.c, l.state.Fault, l.Again)
	if show.Code(l.state.Fault) == "camera.denied" {
		problem.Action, problem.Do = l.c.T("scan.settings", nil), l.allow
	}
	return problem
}

// allow leads to where the camera is allowed; coming back opens it.
func (l *Lens) allow() {
	l.c.Go(func() func() {
		err := l.view.OpenSettings(context.Background())
		return func() {
			if err != nil {
				l.c.Toast(show.Line(l.c.Words(), err))
				l.Again()
			}
		}
	})
}

// light turns the torch on or off.
func (l *Lens) light() {
	on := !l.state.Torch
	l.control(func() error { return l.view.Torch(on) }, func() { l.state.Torch = on })
}

// nearer goes to the next step, after the last one to the first.
func (l *Lens) nearer() {
	if !l.step(true) {
		l.zoomTo(1)
	}
}

// Wheel goes one step nearer or farther.
func (l *Lens) Wheel(nearer bool) { l.step(nearer) }

// step goes to the next factor and reports whether there is one.
func (l *Lens) step(up bool) bool {
	all := steps()
	at, ok := slices.BinarySearch(all, l.state.Zoom)
	switch {
	case !ok:
		return false
	case up:
		at++
	default:
		at--
	}
	if at < 0 || at == len(all) || all[at] > l.state.Can.Zoom {
		return false
	}
	l.zoomTo(all[at])
	return true
}

func (l *Lens) zoomTo(factor float64) {
	l.control(func() error { return l.view.Zoom(factor) }, func() { l.state.Zoom = factor })
}

// Aim sharpens the picture at a place.
func (l *Lens) Aim(at viewing.Point) {
	l.control(func() error { return l.view.Focus(at) }, func() {})
}

// control sets something on the camera, which may take it a while.
func (l *Lens) control(set func() error, after func()) {
	l.c.Go(func() func() {
		err := set()
		return func() {
			if err != nil {
				l.c.Toast(show.Line(l.c.Words(), err))
				return
			}
			after()
			l.changed()
		}
	})
}
