package camera

import (
	"image"
	"image/color"
	"time"
)

// NewFrame makes a frame of a picture. Grey and YCbCr pictures (every JPEG) lend their
// luma without a copy; others are converted once.
func NewFrame(img image.Image, at time.Time) Frame {
	b := img.Bounds()
	pix, stride := luma(img)
	return Frame{Pix: pix, Width: b.Dx(), Height: b.Dy(), Stride: stride, Image: img, At: at}
}

func luma(img image.Image) (pix []byte, stride int) {
	b := img.Bounds()
	if b.Empty() {
		return nil, b.Dx()
	}
	switch m := img.(type) {
	case *image.Gray:
		return m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], m.Stride
	case *image.YCbCr:
		return m.Y[m.YOffset(b.Min.X, b.Min.Y):], m.YStride
	case *image.RGBA:
		return lumaRGB(m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], m.Stride, b, true), b.Dx()
	case *image.NRGBA:
		return lumaRGB(m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], m.Stride, b, false), b.Dx()
	}
	return lumaAny(img, b), b.Dx()
}

// lumaRGB converts four bytes a pixel. What is transparent counts as white paper, so
// that black bars on nothing stay readable.
func lumaRGB(src []byte, stride int, b image.Rectangle, premultiplied bool) []byte {
	out := make([]byte, 0, b.Dx()*b.Dy())
	for y := range b.Dy() {
		row := src[y*stride : y*stride+4*b.Dx()]
		for i := 0; i < len(row); i += 4 {
			v, a := weigh(uint32(row[i]), uint32(row[i+1]), uint32(row[i+2])), uint32(row[i+3])
			if !premultiplied {
				v = (v*a + 127) / 255
			}
			out = append(out, byte(min(255, v+255-a)))
		}
	}
	return out
}

func lumaAny(img image.Image, b image.Rectangle) []byte {
	out := make([]byte, 0, b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
			v := weigh(uint32(c.R), uint32(c.G), uint32(c.B))
			out = append(out, byte(min(255, v+255-uint32(c.A))))
		}
	}
	return out
}

// weigh is the luma of JPEG (BT.601), as image/color has it.
func weigh(r, g, b uint32) uint32 { return (19595*r + 38470*g + 7471*b + 1<<15) >> 16 }
