package sim

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// What the scenes are made of.
func plastic() color.RGBA { return color.RGBA{R: 150, G: 154, B: 152, A: 255} }
func paper() color.RGBA   { return color.RGBA{R: 244, G: 242, B: 233, A: 255} }
func ink() color.RGBA     { return color.RGBA{R: 24, G: 24, B: 28, A: 255} }
func seam() color.RGBA    { return color.RGBA{R: 112, G: 116, B: 115, A: 255} }
func shell() color.RGBA   { return color.RGBA{R: 226, G: 227, B: 222, A: 255} }
func glass() color.RGBA   { return color.RGBA{R: 142, G: 158, B: 128, A: 255} }

// canvas is a scene being drawn.
type canvas struct{ *image.RGBA }

// newCanvas is a flat piece of grey plastic.
func newCanvas(w, h int) canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, w, h))}
	c.fill(c.Rect, plastic())
	return c
}

func (c canvas) fill(r image.Rectangle, col color.RGBA) {
	draw.Draw(c, r, image.NewUniform(col), image.Point{}, draw.Src)
}

// frame draws the edge of r, w pixels wide, inside it.
func (c canvas) frame(r image.Rectangle, w int, col color.RGBA) {
	in := r.Inset(w)
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, in.Min.Y), col)
	c.fill(image.Rect(r.Min.X, in.Max.Y, r.Max.X, r.Max.Y), col)
	c.fill(image.Rect(r.Min.X, in.Min.Y, in.Min.X, in.Max.Y), col)
	c.fill(image.Rect(in.Max.X, in.Min.Y, r.Max.X, in.Max.Y), col)
}

func (c canvas) disc(at image.Point, radius int, col color.RGBA) {
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			if p := at.Add(image.Pt(x, y)); x*x+y*y <= radius*radius && p.In(c.Rect) {
				c.SetRGBA(p.X, p.Y, col)
			}
		}
	}
}

// text writes s into the middle of r, as large as fits.
func (c canvas) text(r image.Rectangle, s string, col color.RGBA) error {
	// Go Mono is 0.6 em wide for every letter.
	size := min(0.9*float64(r.Dy()), float64(r.Dx())/(0.6*float64(max(1, len([]rune(s))))))
	if size < 4 {
		return nil // nobody could read it
	}
	face, err := monospace(size)
	if err != nil {
		return err
	}
	defer face.Close()
	d := font.Drawer{Dst: c, Src: image.NewUniform(col), Face: face}
	x := fixed.I(r.Min.X+r.Max.X)/2 - d.MeasureString(s)/2
	d.Dot = fixed.Point26_6{X: x, Y: fixed.I(r.Min.Y) + fixed.I(r.Dy())/2 + fixed.Int26_6(0.33*size*64)}
	d.DrawString(s)
	return nil
}

func monospace(size float64) (font.Face, error) {
	f, err := opentype.Parse(gomono.TTF)
	if err != nil {
		return nil, fmt.Errorf("sim: reading the font: %w", err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("sim: sizing the font: %w", err)
	}
	return face, nil
}
