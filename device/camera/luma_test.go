package camera

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNewFrame_LendsGreyAndYCbCrWithoutACopy(t *testing.T) {
	g := grey(7)
	if f := NewFrame(g, time.Time{}); &f.Pix[0] != &g.Pix[0] || f.Stride != g.Stride {
		t.Error("grey was copied")
	}
	y := image.NewYCbCr(image.Rect(0, 0, 16, 8), image.YCbCrSubsampleRatio420)
	if f := NewFrame(y, time.Time{}); &f.Pix[0] != &y.Y[0] || f.Stride != y.YStride {
		t.Error("YCbCr was copied")
	}
}

// Every kind of picture, also a part of one, gives what image/color says of its pixels.
func TestNewFrame_LumaIsThatOfEachPixel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := image.NewNRGBA(image.Rect(-3, 2, 9, 11))
		for i := range src.Pix {
			src.Pix[i] = rapid.Byte().Draw(t, "b") | byte(255*((i%4)/3)) // opaque
		}
		rgba := image.NewRGBA(src.Rect)
		draw.Draw(rgba, rgba.Rect, src, src.Rect.Min, draw.Src)
		wide := image.NewNRGBA64(src.Rect)
		draw.Draw(wide, wide.Rect, src, src.Rect.Min, draw.Src)
		part := image.Rect(-1, 4, 6, 9)
		for _, img := range []image.Image{src, rgba, wide, src.SubImage(part), rgba.SubImage(part)} {
			f, b := NewFrame(img, time.Time{}), img.Bounds()
			for y := range f.Height {
				for x := range f.Width {
					want := color.GrayModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y
					if got := f.Pix[y*f.Stride+x]; int(got)-int(want) > 1 || int(want)-int(got) > 1 {
						t.Fatalf("%T at %d,%d: %d, want %d", img, x, y, got, want)
					}
				}
			}
		}
	})
}

func TestNewFrame_TransparentIsPaper(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 4)) // all transparent black
	img.SetNRGBA(1, 1, color.NRGBA{A: 255})
	f := NewFrame(img, time.Time{})
	if f.Pix[0] != 255 || f.Pix[f.Stride+1] != 0 {
		t.Fatalf("paper %d, bar %d", f.Pix[0], f.Pix[f.Stride+1])
	}
}

func TestFrame_GrayIsTheSameMemory(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	img.SetNRGBA(2, 1, red)
	f := NewFrame(img, time.Time{})
	if g := f.Gray(); g.GrayAt(2, 1).Y != 76 || &g.Pix[0] != &f.Pix[0] {
		t.Fatalf("%d", g.GrayAt(2, 1).Y)
	}
}
