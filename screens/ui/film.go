package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Film shows pictures that follow each other many times a second, each as large as it
// fits in, on black. What it scales costs no processor time where a graphics card
// paints.
type Film struct {
	widget.BaseWidget
	picture image.Image
	raster  *canvas.Raster
	free    func() // of the picture; may be nil
}

// NewFilm makes a black one.
func NewFilm() *Film {
	f := &Film{}
	f.Blank()
	f.raster = canvas.NewRaster(func(int, int) image.Image { return f.picture })
	// Neither mode scales a raster before the graphics card does. The painter of phones
	// does not know the fastest, and says so in the log with every picture.
	if !fyne.CurrentDevice().IsMobile() {
		f.raster.ScaleMode = canvas.ImageScaleFastest
	}
	f.ExtendBaseWidget(f)
	return f
}

// Play shows a picture until the next; it is not copied. free, which may be nil, runs
// when it is no longer shown.
func (f *Film) Play(m image.Image, free func()) {
	f.picture = m
	f.lay()
	f.raster.Refresh()
	f.give(free)
}

// give gives the picture before back.
func (f *Film) give(next func()) {
	if f.free != nil {
		f.free()
	}
	f.free = next
}

// Blank takes the picture away.
func (f *Film) Blank() {
	f.picture = image.NewGray(image.Rect(0, 0, 1, 1))
	if f.raster != nil {
		f.raster.Refresh()
	}
	f.give(nil)
}

// Seen is where the picture is.
func (f *Film) Seen() (fyne.Position, fyne.Size) {
	z, b := f.Size(), f.picture.Bounds()
	k := min(z.Width/float32(b.Dx()), z.Height/float32(b.Dy()))
	w, h := k*float32(b.Dx()), k*float32(b.Dy())
	return fyne.NewPos((z.Width-w)/2, (z.Height-h)/2), fyne.NewSize(w, h)
}

func (f *Film) lay() {
	at, z := f.Seen()
	f.raster.Move(at)
	f.raster.Resize(z)
}

// CreateRenderer implements fyne.Widget.
func (f *Film) CreateRenderer() fyne.WidgetRenderer {
	return &filmRenderer{f: f, ground: canvas.NewRectangle(color.Black)}
}

type filmRenderer struct {
	f      *Film
	ground *canvas.Rectangle
}

func (r *filmRenderer) Destroy()           {}
func (r *filmRenderer) MinSize() fyne.Size { return fyne.NewSize(64, 64) }
func (r *filmRenderer) Refresh()           { r.f.raster.Refresh() }

func (r *filmRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.f.raster}
}

func (r *filmRenderer) Layout(z fyne.Size) {
	r.ground.Resize(z)
	r.f.lay()
}
