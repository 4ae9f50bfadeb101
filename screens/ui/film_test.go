package ui_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dianqin/screens/ui"
)

func TestFilm_FitsEachPictureInAndGoesBlack(t *testing.T) {
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	f := ui.NewFilm()
	w.SetContent(f)
	w.Resize(fyne.NewSize(200, 100))
	green := func(width, height int) image.Image {
		m := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{G: 200, A: 255}), image.Point{}, draw.Src)
		return m
	}
	at := func(x, y int) bool { _, g, _, _ := w.Canvas().Capture().At(x, y).RGBA(); return g>>8 == 200 }
	f.Play(green(40, 40), nil)
	if p, z := f.Seen(); p != fyne.NewPos(50, 0) || z != fyne.NewSize(100, 100) {
		t.Errorf("seen at %v, %v large", p, z)
	}
	if !at(52, 50) || !at(148, 50) || at(48, 50) || at(152, 50) {
		t.Error("an upright picture is not in the middle")
	}
	f.Play(green(80, 20), nil)
	if !at(2, 50) || !at(198, 50) || at(100, 20) || at(100, 80) {
		t.Error("the next picture is not fitted in")
	}
	f.Blank()
	if at(100, 50) {
		t.Error("the picture stays")
	}
}
