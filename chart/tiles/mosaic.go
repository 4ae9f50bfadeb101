package tiles

import (
	"context"
	"errors"
	"image"
)

// mosaic is a rectangle of neighbouring tiles of one zoom.
type mosaic struct {
	x0, y0, w, h int // of the first tile, and how many
	n            int // pixels a tile
	img          []*image.RGBA
}

// gather asks for the tiles x0..x1, y0..y1 of a zoom at once. What is not there stays
// empty; nil and ErrNone where all are, nil and the error where none came and one
// failed. A mosaic beside an error lacks a part.
func gather(ctx context.Context, s Source, z, x0, y0, x1, y1 int, scale float32) (*mosaic, error) {
	m := &mosaic{x0: x0, y0: y0, w: x1 - x0 + 1, h: y1 - y0 + 1}
	wide := 1 << z
	imgs, errs := each(m.w*m.h, func(i int) (*image.RGBA, error) {
		x := ((x0+i%m.w)%wide + wide) % wide
		return s.Tile(ctx, ID{Z: z, X: x, Y: y0 + i/m.w}, scale)
	})
	var failed error
	for i, img := range imgs {
		if img != nil && m.n == 0 {
			m.n = img.Rect.Dx()
		}
		if img != nil && (img.Rect.Dx() != m.n || img.Rect.Dy() != m.n) {
			imgs[i] = nil // a service that mixes sizes: the first is taken for the rule
		}
		if failed == nil && errs[i] != nil && !errors.Is(errs[i], ErrNone) {
			failed = errs[i]
		}
	}
	m.img = imgs
	switch {
	case m.n == 0 && failed != nil:
		return nil, failed
	case m.n == 0:
		return nil, ErrNone
	}
	return m, failed
}

// flat is the tiles as one picture, transparent where there is none.
func (m *mosaic) flat() *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, m.w*m.n, m.h*m.n))
	for i, img := range m.img {
		if img == nil {
			continue
		}
		to := out.PixOffset(i%m.w*m.n, i/m.w*m.n)
		for y := range m.n {
			copy(out.Pix[to+y*out.Stride:], img.Pix[y*img.Stride:y*img.Stride+4*m.n])
		}
	}
	return out
}

// row is the bytes of one row of the tiles' first column; nil where there is none.
func (m *mosaic) row(y int) []uint8 {
	if y < 0 || y >= m.h*m.n || m.img[y/m.n*m.w] == nil {
		return nil
	}
	img := m.img[y/m.n*m.w]
	o := y % m.n * img.Stride
	return img.Pix[o : o+4*m.n : o+4*m.n]
}
