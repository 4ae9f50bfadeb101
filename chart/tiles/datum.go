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

// meshes is into how many strips a tile is cut, each way, to shift it: Baidu's twist
// sways by 30 m every 10 km, which the corners of a tile alone would miss.
const meshes = 8

// mesh is where the points of a tile, meshes+1 each way, lie in the source: in tiles,
// then in pixels of a mosaic. Neighbours share its border, so there is no seam.
type mesh [meshes + 1][meshes + 1]geo.World

// Tile gathers the tiles that lie under id after the shift, one to four of them, and
// reads each pixel where it lies. Where one looks (zoom 9 and deeper) it is right to
// less than two pixels.
func (m moved) Tile(ctx context.Context, id ID, scale float32) (*image.RGBA, error) {
	nw, side := id.World()
	across := math.Exp2(float64(id.Z))
	var at mesh
	lo, hi := geo.World{X: math.Inf(1), Y: math.Inf(1)}, geo.World{X: math.Inf(-1), Y: math.Inf(-1)}
	for j := range at {
		for i := range at[j] {
			w := geo.World{X: nw.X + side*float64(i)/meshes, Y: nw.Y + side*float64(j)/meshes}
			c := geo.Project(geo.Convert(geo.Unproject(w), geo.WGS84, m.from))
			c.X, c.Y = c.X*across, c.Y*across
			at[j][i] = c
			lo.X, lo.Y, hi.X, hi.Y = min(lo.X, c.X), min(lo.Y, c.Y), max(hi.X, c.X), max(hi.Y, c.Y)
		}
	}
	const eps = 1e-6 // a corner on a border wants no tile beyond it
	x0, x1 := int(math.Floor(lo.X+eps)), int(math.Floor(hi.X-eps))
	y0 := max(0, int(math.Floor(lo.Y+eps)))
	y1 := min(int(across)-1, int(math.Floor(hi.Y-eps)))
	if y1 < y0 || x1-x0 > 3 || y1-y0 > 3 {
		return nil, ErrNone
	}
	g, err := gather(ctx, m.Source, id.Z, x0, y0, x1, y1, scale)
	if g == nil {
		return nil, err
	}
	for j := range at {
		for i := range at[j] {
			c := &at[j][i]
			c.X, c.Y = (c.X-float64(x0))*float64(g.n), (c.Y-float64(y0))*float64(g.n)
		}
	}
	return g.warp(&at), err
}

// warp reads a picture of one tile out of a mosaic.
func (m *mosaic) warp(at *mesh) *image.RGBA {
	n, all := m.n, m.flat()
	out := image.NewRGBA(image.Rect(0, 0, n, n))
	for y := range n {
		v := (float64(y) + 0.5) / float64(n) * meshes
		j := min(meshes-1, int(v))
		for i := range meshes {
			top, low := v-float64(j), at[j+1]
			a := geo.World{X: mix(at[j][i].X, low[i].X, top), Y: mix(at[j][i].Y, low[i].Y, top)}
			b := geo.World{X: mix(at[j][i+1].X, low[i+1].X, top), Y: mix(at[j][i+1].Y, low[i+1].Y, top)}
			for x := i * n / meshes; x < (i+1)*n/meshes; x++ {
				f := (float64(x)+0.5)/float64(n)*meshes - float64(i)
				sample(all, mix(a.X, b.X, f)-0.5, mix(a.Y, b.Y, f)-0.5, out.Pix[y*out.Stride+4*x:])
			}
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
