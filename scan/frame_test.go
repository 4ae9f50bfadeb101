package scan

import (
	"image"
	"image/color"
	"testing"
)

func TestFrameIsValidOnlyIfEveryPixelIsThere(t *testing.T) {
	pix := make([]byte, 30)
	for _, c := range []struct {
		f    Frame
		want bool
	}{
		{Frame{pix, 5, 6, 5}, true},
		{Frame{pix, 4, 6, 5}, true},
		{Frame{pix[:29], 4, 6, 5}, true},
		{Frame{pix[:29], 5, 6, 5}, false},
		{Frame{pix[:28], 4, 6, 5}, false},
		{Frame{pix, 5, 7, 5}, false},
		{Frame{pix, 6, 5, 5}, false},
		{Frame{pix, 0, 5, 5}, false},
		{Frame{pix, 5, 0, 5}, false},
		{Frame{nil, 1, 1, 1}, false},
	} {
		if got := c.f.valid(); got != c.want {
			t.Errorf("%d pixels, %dx%d, stride %d: valid is %v", len(c.f.Pix), c.f.Width, c.f.Height, c.f.Stride, got)
		}
	}
}

func TestFromImageSharesGreyAndLuma(t *testing.T) {
	box := image.Rect(3, 2, 9, 7)
	grey := image.NewGray(image.Rect(0, 0, 20, 10))
	ycc := image.NewYCbCr(image.Rect(0, 0, 20, 10), image.YCbCrSubsampleRatio420)
	for y := range 10 {
		for x := range 20 {
			grey.SetGray(x, y, color.Gray{Y: byte(10*y + x)})
			ycc.Y[ycc.YOffset(x, y)] = byte(10*y + x)
		}
	}
	for _, c := range []struct {
		img image.Image
		pix []byte
	}{
		{grey.SubImage(box), grey.Pix},
		{ycc.SubImage(box), ycc.Y},
	} {
		f := FromImage(c.img)
		if f.Width != 6 || f.Height != 5 || !f.valid() {
			t.Fatalf("%T: %dx%d", c.img, f.Width, f.Height)
		}
		if got := f.Pix[4*f.Stride+5]; got != 68 {
			t.Errorf("%T: last pixel is %d, want 68", c.img, got)
		}
		c.pix[2*20+3] = 200
		if f.Pix[0] != 200 {
			t.Errorf("%T: the pixels were copied", c.img)
		}
	}
}

func TestFromImageConvertsColoursOverWhite(t *testing.T) {
	full := image.NewNRGBA(image.Rect(-1, -1, 3, 1))
	palette := image.NewPaletted(full.Rect, color.Palette{
		color.White, color.Black, color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 0, 0},
	})
	for i, c := range palette.Palette {
		full.Set(i-1, 0, c)
		palette.SetColorIndex(i-1, 0, byte(i))
	}
	for _, img := range []image.Image{full, palette} {
		f := FromImage(img)
		if f.Width != 4 || f.Height != 2 || !f.valid() {
			t.Fatalf("%T: %dx%d", img, f.Width, f.Height)
		}
		for x, want := range []int{255, 0, 76, 255} { // red is 0.299
			if got := int(f.Pix[f.Stride+x]); got < want-1 || got > want+1 {
				t.Errorf("%T: pixel %d is %d, want %d", img, x, got, want)
			}
		}
	}
}

func TestFromImageOfNothingIsNoFrame(t *testing.T) {
	for _, img := range []image.Image{&image.Gray{}, &image.YCbCr{}, &image.Paletted{}, image.NewRGBA(image.Rect(0, 0, 0, 9))} {
		if f := FromImage(img); f.valid() {
			t.Errorf("%T: %+v", img, f)
		}
	}
}
