//go:build linux

package window

import (
	"image"
	"os"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Main is the TestMain of a package: where a window is asked for it lends Fyne the
// thread that the process begins with, to which windows belong, in the theme.
func Main(m *testing.M, theme fyne.Theme) {
	if !Asked() {
		os.Exit(m.Run())
	}
	a, code := app.NewWithID("cn.dianqin.bench"), 0
	a.Settings().SetTheme(theme)
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			code = m.Run()
			fyne.Do(a.Quit)
		}()
	})
	a.NewWindow("").Show()
	a.Run()
	os.Exit(code)
}

// Dot is a point of the window that is painted with every frame.
type Dot struct {
	raster  *canvas.Raster
	painted chan struct{}
}

// Open shows a window with what content returns, which may be shown in the window it is
// given already, and the dot above it. It belongs to no painting thread, as all here.
func Open(size fyne.Size, content func(fyne.Window) fyne.CanvasObject) (fyne.Window, *Dot) {
	d := &Dot{painted: make(chan struct{}, 1)}
	d.raster = canvas.NewRaster(func(int, int) image.Image { // is asked for its picture when a frame is painted
		select {
		case d.painted <- struct{}{}:
		default:
		}
		return image.NewAlpha(image.Rect(0, 0, 1, 1))
	})
	d.raster.SetMinSize(fyne.NewSize(1, 1))
	var w fyne.Window
	fyne.DoAndWait(func() {
		w = fyne.CurrentApp().NewWindow("")
		w.Resize(size)
		w.SetContent(container.NewBorder(d.raster, nil, nil, nil, content(w)))
		w.Show()
	})
	<-d.painted
	return w, d
}

// Frame does something on the painting thread and waits until the frame that shows it
// is painted.
func (d *Dot) Frame(do func()) {
	fyne.Do(func() {
		do()
		d.raster.Refresh()
	})
	<-d.painted
}

// Computed is the time that the painting thread has computed.
func Computed() (took time.Duration) {
	const thread = 1 // RUSAGE_THREAD
	fyne.DoAndWait(func() {
		var u syscall.Rusage
		if syscall.Getrusage(thread, &u) == nil {
			took = time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	})
	return took
}

// Report adds frames a second and what the painting thread computed for each since
// began, a Computed.
func Report(b *testing.B, began time.Duration) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
	b.ReportMetric(float64((Computed()-began).Microseconds())/1000/float64(b.N), "cpu-ms/frame")
}
