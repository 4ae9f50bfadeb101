package tiles

import (
	"context"
	"errors"
	"image"
	"math"

	"dianqin/data/model/geo"
)

// Degrees turns a source whose tiles are squares of degrees (EPSG:4490/4326: Tianditu
// _c, many utilities' own GIS) into Mercator tiles. Columns agree, so only rows are
// resampled. Its ids: zoom z has 2^z columns and 2^(z-1) rows from 90° north.
type Degrees struct{ Source }

// Tile gathers the one to three tiles that lie under a Mercator tile.
func (d Degrees) Tile(ctx context.Context, id ID, scale float32) (*image.RGBA, error) {
	const n = 256
	out := image.NewRGBA(image.Rect(0, 0, n, n))
	rows := map[int]*image.RGBA{}
	nw, side := id.World()
	deg := 360 / math.Exp2(float64(id.Z)) // of a tile
	found := false
	for y := range n {
		lat := geo.Unproject(geo.World{X: 0, Y: nw.Y + side*(float64(y)+0.5)/n}).Lat
		v := (90-lat)/deg*n - 0.5 // row of the degree pyramid
		r0 := int(math.Floor(v))
		f := v - float64(r0)
		a, err := d.row(ctx, id, r0, rows, scale)
		if err != nil {
			return nil, err
		}
		b, err := d.row(ctx, id, r0+1, rows, scale)
		if err != nil {
			return nil, err
		}
		if a == nil && b == nil {
			continue
		}
		found = true
		if a == nil {
			a = b
		}
		if b == nil {
			b = a
		}
		dst := out.Pix[y*out.Stride : y*out.Stride+4*n]
		k := int(f * 256)
		for i := range dst {
			dst[i] = uint8((int(a[i])*(256-k) + int(b[i])*k) >> 8)
		}
	}
	if !found {
		return nil, ErrNone
	}
	return out, nil
}

func (d Degrees) row(ctx context.Context, id ID, r int, have map[int]*image.RGBA, scale float32) ([]uint8, error) {
	ty := r >> 8
	img, ok := have[ty]
	if !ok {
		var err error
		img, err = d.Source.Tile(ctx, ID{Z: id.Z, X: id.X, Y: ty}, scale)
		if err != nil && !errors.Is(err, ErrNone) {
			return nil, err
		}
		if img != nil && img.Rect.Dx() != 256 {
			img = nil
		}
		have[ty] = img
	}
	if img == nil {
		return nil, nil
	}
	o := (r & 255) * img.Stride
	return img.Pix[o : o+1024], nil
}
