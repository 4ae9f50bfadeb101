package tiles

import (
	"context"
	"image"
	"math"

	"dianqin/data/model/geo"
)

// OnWGS84 moves a source of another datum onto the plane of WGS84, so that positions
// lie right on it and it may be stacked with others. Pictures are resampled, which
// softens them a little: where a map shows one source alone it is sharper to convert
// the positions into Info().Datum instead.
func OnWGS84(s Source) Source {
	from := s.Info().Datum
	if from == geo.WGS84 {
		return s
	}
	m := moved{s, from}
	if l, ok := s.(Labeller); ok {
		return movedWords{m, l}
	}
	return m
}

type moved struct {
	Source
	from geo.Datum
}

// Info is the source's with the datum it has now.
func (m moved) Info() Info {
	i := m.Source.Info()
	i.Datum = geo.WGS84
	return i
}

// Tile gathers the tiles that lie under id after the shift, one to four of them, and
// reads each pixel where it lies. The shift is computed at the corners, which
// neighbours share, and interpolated between them: there is no seam, and within a
// tile that is seen (zoom 9 and deeper) it is right to less than two pixels.
func (m moved) Tile(ctx context.Context, id ID, scale float32) (*image.RGBA, error) {
	nw, side := id.World()
	tilesAcross := math.Exp2(float64(id.Z))
	var corner [4]geo.World // in tiles of the source: nw, ne, sw, se
	lo, hi := geo.World{X: math.Inf(1), Y: math.Inf(1)}, geo.World{X: math.Inf(-1), Y: math.Inf(-1)}
	for i := range corner {
		w := geo.World{X: nw.X + side*float64(i&1), Y: nw.Y + side*float64(i>>1)}
		c := geo.Project(geo.Convert(geo.Unproject(w), geo.WGS84, m.from))
		c.X, c.Y = c.X*tilesAcross, c.Y*tilesAcross
		corner[i] = c
		lo.X, lo.Y, hi.X, hi.Y = min(lo.X, c.X), min(lo.Y, c.Y), max(hi.X, c.X), max(hi.Y, c.Y)
	}
	const eps = 1e-6 // a corner on a border wants no tile beyond it
	x0, x1 := int(math.Floor(lo.X+eps)), int(math.Floor(hi.X-eps))
	y0 := max(0, int(math.Floor(lo.Y+eps)))
	y1 := min(int(tilesAcross)-1, int(math.Floor(hi.Y-eps)))
	if y1 < y0 || x1-x0 > 3 || y1-y0 > 3 {
		return nil, ErrNone
	}
	g, err := gather(ctx, m.Source, id.Z, x0, y0, x1, y1, scale)
	if g == nil {
		return nil, err
	}
	for i := range corner {
		corner[i].X, corner[i].Y = (corner[i].X-float64(x0))*float64(g.n), (corner[i].Y-float64(y0))*float64(g.n)
	}
	return g.warp(corner), err
}

// warp reads a picture of one tile out of a mosaic, whose pixels at the four corners
// of the tile are given.
func (m *mosaic) warp(corner [4]geo.World) *image.RGBA {
	n, all := m.n, m.flat()
	out := image.NewRGBA(image.Rect(0, 0, n, n))
	for y := range n {
		fy := (float64(y) + 0.5) / float64(n)
		a := geo.World{X: mix(corner[0].X, corner[2].X, fy), Y: mix(corner[0].Y, corner[2].Y, fy)}
		b := geo.World{X: mix(corner[1].X, corner[3].X, fy), Y: mix(corner[1].Y, corner[3].Y, fy)}
		for x := range n {
			fx := (float64(x) + 0.5) / float64(n)
			sample(all, mix(a.X, b.X, fx)-0.5, mix(a.Y, b.Y, fx)-0.5, out.Pix[y*out.Stride+4*x:])
		}
	}
	return out
}

// sample mixes the four pixels round a place. What lies outside is transparent.
func sample(m *image.RGBA, x, y float64, dst []uint8) {
	ix, iy := int(math.Floor(x)), int(math.Floor(y))
	kx, ky := uint32((x-float64(ix))*256), uint32((y-float64(iy))*256)
	if ix < 0 || iy < 0 || ix+1 >= m.Rect.Dx() || iy+1 >= m.Rect.Dy() {
		border(m, ix, iy, kx, ky, dst)
		return
	}
	o := iy*m.Stride + 4*ix
	p := m.Pix[o : o+8 : o+8]
	q := m.Pix[o+m.Stride : o+m.Stride+8 : o+m.Stride+8]
	for k := range 4 {
		up := uint32(p[k])*(256-kx) + uint32(p[k+4])*kx
		down := uint32(q[k])*(256-kx) + uint32(q[k+4])*kx
		dst[k] = uint8((up*(256-ky) + down*ky + 32768) >> 16)
	}
}

// border is sample where some of the four may lie outside.
func border(m *image.RGBA, ix, iy int, kx, ky uint32, dst []uint8) {
	weights := [4]uint32{(256 - kx) * (256 - ky), kx * (256 - ky), (256 - kx) * ky, kx * ky}
	var sum [4]uint32
	for i, w := range weights {
		at := image.Pt(ix+i&1, iy+i>>1)
		if w == 0 || !at.In(m.Rect) {
			continue
		}
		for k := range sum {
			sum[k] += w * uint32(m.Pix[m.PixOffset(at.X, at.Y)+k])
		}
	}
	for k := range sum {
		dst[k] = uint8((sum[k] + 32768) >> 16)
	}
}

func mix(a, b, f float64) float64 { return a + (b-a)*f }

// movedWords is a moved source whose words move too.
type movedWords struct {
	moved
	words Labeller
}

// LabelTile is the tile of the source that serves id; its words reach a few hundred
// metres beyond it after the shift, which is no harm: they are set over the whole view.
func (m movedWords) LabelTile(id ID) ID { return m.words.LabelTile(id) }

// Labels gives the words at their places on WGS84's plane.
func (m movedWords) Labels(ctx context.Context, id ID) ([]Label, error) {
	in, err := m.words.Labels(ctx, id)
	out := make([]Label, len(in))
	move := func(w geo.World) geo.World {
		return geo.Project(geo.Convert(geo.Unproject(w), m.from, geo.WGS84))
	}
	for i, l := range in {
		l.At = move(l.At)
		line := make([]geo.World, len(l.Line))
		for k, w := range l.Line {
			line[k] = move(w)
		}
		l.Line = line
		out[i] = l
	}
	return out, err
}
