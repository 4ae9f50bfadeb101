package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2/canvas"
)

func TestQR_IsBlackOnWhiteWithItsMargin(t *testing.T) {
	o, ok := NewQR([][]bool{{true, false}, {false, true}}, 100).(*canvas.Image)
	if !ok || o.MinSize().Width != 100 || o.ScaleMode != canvas.ImageScalePixels {
		t.Fatalf("%T of %v", o, o.MinSize())
	}
	if got, want := o.Image.Bounds(), image.Rect(0, 0, 2+2*quietModules, 2+2*quietModules); got != want {
		t.Fatalf("%v modules, want %v", got, want)
	}
	for y := range o.Image.Bounds().Dy() {
		for x := range o.Image.Bounds().Dx() {
			dark := x == y && (x == quietModules || x == quietModules+1)
			if r, _, _, _ := o.Image.At(x, y).RGBA(); (r == 0) != dark {
				t.Errorf("the module at %d, %d is %d", x, y, r)
			}
		}
	}
}
