package slippy

import (
	"cmp"
	"image"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

// tileLayer lays tile pictures out as canvas images. A picture keeps its image
// object as long as it is in view: moving it costs no upload, only resizing does.
type tileLayer struct {
	load  *loader
	box   *fyne.Container
	shown map[tiles.ID]*canvas.Image
	spare []*canvas.Image
}

func newTileLayer() *tileLayer {
	return &tileLayer{box: &fyne.Container{Layout: nothing{}}, shown: map[tiles.ID]*canvas.Image{}}
}

// nothing is a layout that leaves children where they are.
type nothing struct{}

func (nothing) Layout([]fyne.CanvasObject, fyne.Size)     {}
func (nothing) MinSize([]fyne.CanvasObject) (z fyne.Size) { return z }

// placed is a picture and where it goes, in dp.
type placed struct {
	id         tiles.ID
	img        *image.RGBA
	x, y, w, h float32
}

// level is the zoom whose tiles show a view; ok is false where it would take too many
// of them: the source begins much nearer.
func level(i tiles.Info, zoom float64) (z int, ok bool) {
	z = int(math.Floor(zoom + 0.5))
	return max(i.MinZoom, min(i.MaxZoom, z)), z >= i.MinZoom-1
}

// window is the tiles of a zoom under a view, in the source's own datum.
func window(c *Camera, i tiles.Info, z int) (x0, y0, x1, y1 int) {
	n := math.Exp2(float64(z))
	a := geo.Project(geo.Convert(c.ToGround(fyne.Position{}), geo.WGS84, i.Datum))
	b := geo.Project(geo.Convert(c.ToGround(fyne.NewPos(c.Size.Width, c.Size.Height)), geo.WGS84, i.Datum))
	return int(math.Floor(a.X * n)), max(0, int(math.Floor(a.Y*n))), int(math.Floor(b.X * n)), min(int(n)-1, int(math.Floor(b.Y*n)))
}

// lay decides which pictures go where, coarse ones below, and asks for what is missing.
func (t *tileLayer) lay(c *Camera) []placed {
	info := t.load.src.Info()
	z, ok := level(info, c.Zoom)
	if !ok {
		t.load.want(nil)
		return nil
	}
	x0, y0, x1, y1 := window(c, info, z)
	l := laying{t: t, c: c, datum: info.Datum, o: c.Origin(), k: c.Scale(), have: map[tiles.ID]bool{}}
	n := 1 << z
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			l.tile(tiles.ID{Z: z, X: (x%n + n) % n, Y: y})
		}
	}
	slices.SortFunc(l.out, func(p, q placed) int {
		return cmp.Or(p.id.Z-q.id.Z, p.id.Y-q.id.Y, p.id.X-q.id.X)
	})
	mx, my := float64(x0+x1)/2, float64(y0+y1)/2
	far := func(id tiles.ID) float64 { return math.Hypot(float64(id.X)-mx, float64(id.Y)-my) }
	slices.SortFunc(l.wish, func(a, b tiles.ID) int { return cmp.Compare(far(a), far(b)) })
	t.load.want(l.wish)
	return l.out
}

// laying is one pass over the tiles under a view.
type laying struct {
	t     *tileLayer
	c     *Camera
	datum geo.Datum // of the tiles
	o     geo.World // the view's corner
	k     float64   // dp per unit of the plane
	out   []placed
	wish  []tiles.ID
	have  map[tiles.ID]bool
}

func (l *laying) tile(id tiles.ID) {
	img, known := l.t.load.get(id)
	if img != nil {
		l.put(id, img)
		return
	}
	if !known {
		l.wish = append(l.wish, id)
	}
	l.standIn(id, known)
}

// standIn shows an older picture where the right one is still missing.
func (l *laying) standIn(id tiles.ID, empty bool) {
	if !empty {
		kids := 0
		for i := range 4 {
			kid := tiles.ID{Z: id.Z + 1, X: id.X*2 + i&1, Y: id.Y*2 + i>>1}
			if img, _ := l.t.load.get(kid); img != nil {
				l.put(kid, img)
				kids++
			}
		}
		if kids == 4 {
			return
		}
	}
	for p, up := id.Parent(), 0; up < 4 && p.Z >= 0; p, up = p.Parent(), up+1 {
		if img, _ := l.t.load.get(p); img != nil {
			l.put(p, img)
			return
		}
	}
}

func (l *laying) put(id tiles.ID, img *image.RGBA) {
	if l.have[id] {
		return
	}
	l.have[id] = true
	ax, ay := l.corner(id, 0, 0)
	bx, by := l.corner(id, 1, 1)
	l.out = append(l.out, placed{id, img, ax, ay, bx - ax, by - ay})
}

// corner is a corner of a tile in the view, in dp.
func (l *laying) corner(id tiles.ID, dx, dy float64) (x, y float32) {
	w, s := id.World()
	w.X, w.Y = w.X+dx*s, w.Y+dy*s
	if l.datum != l.c.Datum {
		w = geo.Project(geo.Convert(geo.Unproject(w), l.datum, l.c.Datum))
	}
	return float32((w.X - l.o.X) * l.k), float32((w.Y - l.o.Y) * l.k)
}

// show moves the image objects to where lay put the pictures.
func (t *tileLayer) show(ps []placed, pixel float32) {
	next := make(map[tiles.ID]*canvas.Image, len(ps))
	for _, p := range ps {
		if im := t.shown[p.id]; im != nil && im.Image == image.Image(p.img) {
			next[p.id] = im
			delete(t.shown, p.id)
		}
	}
	for _, im := range t.shown {
		im.Image = nil
		t.spare = append(t.spare, im)
	}
	objects := t.box.Objects[:0]
	for _, p := range ps {
		im := next[p.id]
		if im == nil {
			im = t.take(p.img)
			next[p.id] = im
		}
		// whole device pixels, so that neighbours meet without a seam
		x0, y0 := snap(p.x, pixel), snap(p.y, pixel)
		im.Resize(fyne.NewSize(snap(p.x+p.w, pixel)-x0, snap(p.y+p.h, pixel)-y0))
		im.Move(fyne.NewPos(x0, y0))
		objects = append(objects, im)
	}
	t.box.Objects, t.shown = objects, next
}

// take gives an image object for a picture.
func (t *tileLayer) take(img *image.RGBA) *canvas.Image {
	if n := len(t.spare); n > 0 {
		im := t.spare[n-1]
		t.spare = t.spare[:n-1]
		im.Image = img
		canvas.Refresh(im)
		return im
	}
	im := canvas.NewImageFromImage(img)
	im.ScaleMode, im.FillMode = canvas.ImageScaleFastest, canvas.ImageFillStretch
	return im
}

// forget drops the pictures of another source.
func (t *tileLayer) forget() {
	t.box.Objects, t.shown, t.spare = nil, map[tiles.ID]*canvas.Image{}, nil
}

func snap(v, pixel float32) float32 { return float32(math.Round(float64(v*pixel))) / pixel }
