package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// quietModules is the white margin that readers of QR codes ask for.
const quietModules = 4

// NewQR shows a QR code, side dp wide with its white margin. It is black on white
// in every look: many readers take no other.
func NewQR(modules [][]bool, side float32) fyne.CanvasObject {
	n := len(modules) + 2*quietModules
	img := image.NewPaletted(image.Rect(0, 0, n, n), color.Palette{color.White, color.Black})
	for y, row := range modules {
		for x, dark := range row {
			if dark {
				img.SetColorIndex(x+quietModules, y+quietModules, 1)
			}
		}
	}
	picture := canvas.NewImageFromImage(img)
	picture.ScaleMode = canvas.ImageScalePixels
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSquareSize(side))
	return picture
}
