package scan

import (
	"image"
	"image/color"
)

// Frame is a grey picture of one byte a pixel, 0 black and 255 white, such as
// the Y plane of a camera frame. Stride is the distance in bytes from one row to
// the next. The pixels are the caller's: they are neither copied, kept nor
// written to.
type Frame struct {
	Pix    []byte
	Width  int
	Height int
	Stride int
}

// valid reports whether every pixel that the sizes promise is there.
func (f Frame) valid() bool {
	if f.Width <= 0 || f.Height <= 0 || f.Stride < f.Width || len(f.Pix) < f.Width {
		return false
	}
	return f.Height-1 <= (len(f.Pix)-f.Width)/f.Stride
}

// holds reports whether a place lies in the frame.
func (f Frame) holds(p Point) bool {
	return p.X >= 0 && p.Y >= 0 && p.X <= float64(f.Width-1) && p.Y <= float64(f.Height-1)
}

// FromImage makes a frame of any picture. The pixels of *image.Gray and the
// luma of *image.YCbCr are shared with the picture, all others are converted;
// what is transparent shows white, as paper would.
func FromImage(img image.Image) Frame {
	b := img.Bounds()
	if b.Empty() {
		return Frame{}
	}
	switch p := img.(type) {
	case *image.Gray:
		return Frame{Pix: p.Pix[p.PixOffset(b.Min.X, b.Min.Y):], Width: b.Dx(), Height: b.Dy(), Stride: p.Stride}
	case *image.YCbCr:
		return Frame{Pix: p.Y[p.YOffset(b.Min.X, b.Min.Y):], Width: b.Dx(), Height: b.Dy(), Stride: p.YStride}
	case *image.Paletted:
		return fromPaletted(p)
	}
	f := Frame{Pix: make([]byte, b.Dx()*b.Dy()), Width: b.Dx(), Height: b.Dy(), Stride: b.Dx()}
	for y := range f.Height {
		row := f.Pix[y*f.Stride:][:f.Width]
		for x := range row {
			row[x] = onPaper(img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return f
}

// fromPaletted weighs each colour of the palette once.
func fromPaletted(p *image.Paletted) Frame {
	var grey [256]byte
	for i, c := range p.Palette {
		grey[i&255] = onPaper(c)
	}
	b := p.Bounds()
	f := Frame{Pix: make([]byte, b.Dx()*b.Dy()), Width: b.Dx(), Height: b.Dy(), Stride: b.Dx()}
	for y := range f.Height {
		from := p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):]
		row := f.Pix[y*f.Stride:][:f.Width]
		for x := range row {
			row[x] = grey[from[x]]
		}
	}
	return f
}

// onPaper is the luma of a colour laid over white, weighed as in ITU-R BT.601.
func onPaper(c color.Color) byte {
	if c == nil {
		return 255
	}
	r, g, b, a := c.RGBA()
	y := (19595*r + 38470*g + 7471*b + 1<<15) >> 16
	return byte(min(y+0xffff-a, 0xffff) >> 8)
}
