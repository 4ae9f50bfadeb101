package evidence

import (
	"image"

	"golang.org/x/image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	zoomStep = 1.6
	mostZoom = 8.0
	mostView = 1400 // pixels along a side that are painted: more than a phone has
)

// zoom is a picture that can be brought nearer and moved: by the wheel, by buttons, by
// a double tap; a finger moves it. Only what is seen is painted, however near it is.
type zoom struct {
	widget.BaseWidget
	src    image.Image
	factor float64 // 1: the whole picture
	x, y   float64 // the middle of what is seen, as shares of the picture
	shown  *canvas.Image
}

var (
	_ fyne.Draggable      = (*zoom)(nil)
	_ fyne.Scrollable     = (*zoom)(nil)
	_ fyne.DoubleTappable = (*zoom)(nil)
)

func newZoom() *zoom {
	z := &zoom{factor: 1, x: 0.5, y: 0.5, shown: canvas.NewImageFromImage(nil)}
	z.shown.ScaleMode = canvas.ImageScaleFastest
	z.ExtendBaseWidget(z)
	return z
}

// set shows a picture whole, unless it is the one that is shown.
func (z *zoom) set(src image.Image) {
	if z.src != src {
		z.src, z.factor, z.x, z.y = src, 1, 0.5, 0.5
		z.Refresh()
	}
}

// by comes nearer by a factor, or goes back.
func (z *zoom) by(factor float64) { z.near(z.factor*factor, z.x, z.y) }

func (z *zoom) near(factor, x, y float64) {
	z.factor, z.x, z.y = max(1, min(mostZoom, factor)), x, y
	z.Refresh()
}

// DoubleTapped implements fyne.DoubleTappable: near to the place, and back.
func (z *zoom) DoubleTapped(e *fyne.PointEvent) {
	if z.factor > 1 || z.src == nil {
		z.near(1, 0.5, 0.5)
		return
	}
	v := z.window()
	z.near(3, (v.x+float64(e.Position.X-v.left)/v.scale)/v.w, (v.y+float64(e.Position.Y-v.top)/v.scale)/v.h)
}

// Scrolled implements fyne.Scrollable.
func (z *zoom) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY > 0:
		z.by(1.2)
	case e.Scrolled.DY < 0:
		z.by(1 / 1.2)
	}
}

// Dragged implements fyne.Draggable.
func (z *zoom) Dragged(e *fyne.DragEvent) {
	if v := z.window(); v.scale > 0 {
		z.x -= float64(e.Dragged.DX) / v.scale / v.w
		z.y -= float64(e.Dragged.DY) / v.scale / v.h
		z.Refresh()
	}
}

// DragEnd implements fyne.Draggable.
func (z *zoom) DragEnd() {}

// window is what is seen: a part of the picture, and where it lies in the widget.
type window struct {
	w, h           float64 // of the picture in its pixels
	x, y, wide, hi float64 // the part that is seen, in the same
	scale          float64 // dp to a pixel
	left, top      float32 // of the part in the widget
}

// window works it out and keeps the middle where there is a picture to be seen.
func (z *zoom) window() window {
	size := z.Size()
	if z.src == nil || size.Width < 1 || size.Height < 1 {
		return window{}
	}
	b := z.src.Bounds()
	v := window{w: float64(b.Dx()), h: float64(b.Dy())}
	v.scale = min(float64(size.Width)/v.w, float64(size.Height)/v.h) * z.factor
	v.wide, v.hi = min(v.w, float64(size.Width)/v.scale), min(v.h, float64(size.Height)/v.scale)
	z.x = max(v.wide/2, min(v.w-v.wide/2, z.x*v.w)) / v.w
	z.y = max(v.hi/2, min(v.h-v.hi/2, z.y*v.h)) / v.h
	v.x, v.y = z.x*v.w-v.wide/2, z.y*v.h-v.hi/2
	v.left, v.top = (size.Width-float32(v.wide*v.scale))/2, (size.Height-float32(v.hi*v.scale))/2
	return v
}

// CreateRenderer implements fyne.Widget.
func (z *zoom) CreateRenderer() fyne.WidgetRenderer { return &zoomRenderer{z} }

type zoomRenderer struct{ z *zoom }

func (r *zoomRenderer) Destroy()                     {}
func (r *zoomRenderer) MinSize() fyne.Size           { return fyne.NewSize(48, 48) }
func (r *zoomRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.z.shown} }
func (r *zoomRenderer) Layout(fyne.Size)             { r.Refresh() }

// Refresh paints what is seen into a picture of its own: the toolkit takes a part of a
// picture for the whole of it.
func (r *zoomRenderer) Refresh() {
	z := r.z
	v := z.window()
	if v.scale == 0 {
		return
	}
	wide, high := v.wide*v.scale, v.hi*v.scale
	dense := 2.0
	if c := fyne.CurrentApp().Driver().CanvasForObject(z); c != nil {
		dense = float64(c.Scale())
	}
	dense = min(dense, mostView/max(wide, high))
	out := image.NewRGBA(image.Rect(0, 0, max(1, int(wide*dense)), max(1, int(high*dense))))
	b := z.src.Bounds()
	from := image.Rect(int(v.x), int(v.y), int(v.x+v.wide+0.5), int(v.y+v.hi+0.5)).Add(b.Min).Intersect(b)
	draw.ApproxBiLinear.Scale(out, out.Rect, z.src, from, draw.Src, nil)
	z.shown.Image = out
	z.shown.Move(fyne.NewPos(v.left, v.top))
	z.shown.Resize(fyne.NewSize(float32(wide), float32(high)))
	z.shown.Refresh()
}
