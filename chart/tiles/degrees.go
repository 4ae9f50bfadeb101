package tiles

import (
	"context"
	"image"
	"math"

	"dianqin/data/model/geo"
)

// Degrees turns a source whose tiles are squares of degrees (EPSG:4490, 4326: Tianditu
// _c, many utilities' own GIS) into Mercator tiles. Columns agree, so only rows are
// resampled. Its ids: zoom z has 2^z columns and 2^(z-1) rows from 90° north.
type Degrees struct{ Source }

// Tile gathers the one to three tiles that lie under a Mercator tile.
func (d Degrees) Tile(ctx context.Context, id ID, scale float32) (*image.RGBA, error) {
	nw, side := id.World()
	deg := 360 / math.Exp2(float64(id.Z)) // of a tile
	down := func(y float64) float64 {     // tiles from the north, of a place in the Mercator tile
		return (90 - geo.Unproject(geo.World{Y: nw.Y + side*y}).Lat) / deg
	}
	last := max(0, 1<<id.Z/2-1)
	y0 := max(0, min(last, int(math.Floor(down(0)))))
	y1 := max(y0, min(last, int(math.Floor(down(1)))))
	m, err := gather(ctx, d.Source, id.Z, id.X, y0, id.X, y1, scale)
	if m == nil {
		return nil, err
	}
	n := m.n
	out := image.NewRGBA(image.Rect(0, 0, n, n))
	for y := range n {
		at := (down((float64(y)+0.5)/float64(n))-float64(y0))*float64(n) - 0.5
		r := int(math.Floor(at))
		a, b := m.row(r), m.row(r+1)
		if a == nil {
			a = b
		}
		if b == nil {
			b = a
		}
		if a == nil {
			continue
		}
		k := int((at - float64(r)) * 256)
		dst := out.Pix[y*out.Stride : y*out.Stride+4*n]
		for i := range dst {
			dst[i] = uint8((int(a[i])*(256-k) + int(b[i])*k) >> 8)
		}
	}
	return out, err
}
