package tiles

import (
	"bytes"
	"image"
	"image/draw"
	_ "image/jpeg" // tiles come as any of three
	_ "image/png"

	_ "golang.org/x/image/webp"
)

// maxSide refuses pictures that no tile service sends, before memory is taken for them.
const maxSide = 2048

// Decode reads a PNG, JPEG or WebP tile by its content, whatever its sender calls it.
// Anything else is an *Error (Rubbish).
func Decode(b []byte) (*image.RGBA, error) {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxSide || cfg.Height > maxSide {
		return nil, &Error{Code: Rubbish}
	}
	src, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, &Error{Code: Rubbish}
	}
	return plain(src), nil
}

// plain is src as the pictures of a Source are.
func plain(src image.Image) *image.RGBA {
	r := src.Bounds()
	if m, ok := src.(*image.RGBA); ok && r.Min == (image.Point{}) && m.Stride == 4*r.Dx() {
		return m
	}
	dst := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(dst, dst.Rect, src, r.Min, draw.Src)
	return dst
}
