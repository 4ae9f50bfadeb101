package slippy

import (
	"math"

	"fyne.io/fyne/v2"

	"dianqin/data/model/geo"
)

// Camera is what the map looks at. Its centre is kept as WGS84; the plane on which
// things are laid out is that of the base source's datum, so that what is drawn over
// the tiles falls where the tiles say it is.
type Camera struct {
	Centre geo.Point
	Zoom   float64 // 256*2^Zoom dp round the world
	Size   fyne.Size
	Datum  geo.Datum
}

// Scale is dp per unit of the plane.
func (c *Camera) Scale() float64 { return 256 * math.Exp2(c.Zoom) }

// Plane puts a WGS84 position on the plane of the tiles.
func (c *Camera) Plane(p geo.Point) geo.World { return geo.Project(geo.Convert(p, geo.WGS84, c.Datum)) }

// Ground is the inverse of Plane.
func (c *Camera) Ground(w geo.World) geo.Point {
	return geo.Convert(geo.Unproject(w), c.Datum, geo.WGS84)
}

// Origin is the plane's place at the view's top left corner.
func (c *Camera) Origin() geo.World {
	w, k := c.Plane(c.Centre), c.Scale()
	return geo.World{X: w.X - float64(c.Size.Width)/2/k, Y: w.Y - float64(c.Size.Height)/2/k}
}

// ToScreen is where a WGS84 position is in the view, in dp.
func (c *Camera) ToScreen(p geo.Point) fyne.Position {
	w, o, k := c.Plane(p), c.Origin(), c.Scale()
	return fyne.NewPos(float32((w.X-o.X)*k), float32((w.Y-o.Y)*k))
}

// ToGround is the WGS84 position under a place of the view.
func (c *Camera) ToGround(p fyne.Position) geo.Point {
	o, k := c.Origin(), c.Scale()
	return c.Ground(geo.World{X: o.X + float64(p.X)/k, Y: o.Y + float64(p.Y)/k})
}

// Pan moves the picture by dp.
func (c *Camera) Pan(dx, dy float32) {
	w, k := c.Plane(c.Centre), c.Scale()
	w.X, w.Y = w.X-float64(dx)/k, math.Max(0, math.Min(1, w.Y-float64(dy)/k))
	c.Centre = c.Ground(w)
}

// ZoomAt changes the zoom and keeps what is under at where it is.
func (c *Camera) ZoomAt(at fyne.Position, zoom, lo, hi float64) {
	zoom = math.Max(lo, math.Min(hi, zoom))
	o, k := c.Origin(), c.Scale()
	fx, fy := o.X+float64(at.X)/k, o.Y+float64(at.Y)/k
	c.Zoom = zoom
	k = c.Scale()
	c.Centre = c.Ground(geo.World{
		X: fx + (float64(c.Size.Width)/2-float64(at.X))/k,
		Y: fy + (float64(c.Size.Height)/2-float64(at.Y))/k,
	})
}

// Fit shows all points with a margin in dp.
func (c *Camera) Fit(pts []geo.Point, margin float32, maxZoom float64) {
	if len(pts) == 0 {
		return
	}
	lo, hi := geo.World{X: 2, Y: 2}, geo.World{X: -2, Y: -2}
	for _, p := range pts {
		w := c.Plane(p)
		lo.X, lo.Y, hi.X, hi.Y = math.Min(lo.X, w.X), math.Min(lo.Y, w.Y), math.Max(hi.X, w.X), math.Max(hi.Y, w.Y)
	}
	c.Centre = c.Ground(geo.World{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2})
	k := math.Min(float64(c.Size.Width-2*margin)/math.Max(hi.X-lo.X, 1e-12), float64(c.Size.Height-2*margin)/math.Max(hi.Y-lo.Y, 1e-12))
	c.Zoom = math.Min(maxZoom, math.Log2(k/256))
}
