//go:build linux

package slippy

import (
	"image"
	"math"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dianqin/chart/vectile"
	"dianqin/screens/ui"
)

// windowEnv asks for benchmarks in a real window, which belongs to the thread that
// the process begins with: DIANQIN_WINDOW=1 xvfb-run go test -bench Window ./screens/atlas/slippy
const windowEnv = "DIANQIN_WINDOW"

// TestMain lends that thread to Fyne where a window is asked for.
func TestMain(m *testing.M) {
	if os.Getenv(windowEnv) == "" {
		os.Exit(m.Run())
	}
	a, code := fyneapp.NewWithID("cn.dianqin.bench"), 0
	a.Settings().SetTheme(ui.NewTheme(ui.Light, 1))
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			code = m.Run()
			fyne.Do(a.Quit)
		}()
	})
	w := a.NewWindow("")
	w.SetContent(widget.NewLabel(""))
	w.Show()
	a.Run()
	os.Exit(code)
}

// BenchmarkWindow moves the map over 100,000 points, a step a frame, and waits until the
// frame is painted: frames a second, what the painting thread computes for each, and
// what the program holds besides. Where OpenGL is software its own threads compute too.
func BenchmarkWindow(b *testing.B) {
	if os.Getenv(windowEnv) == "" {
		b.Skip("needs a window: " + windowEnv)
	}
	src, points := theTown(b), scattered(100_000)
	for _, c := range []struct {
		name string
		size fyne.Size
		step func(m *Map, i int)
	}{
		{"pan_phone", fyne.NewSize(412, 892), pan},
		{"zoom_phone", fyne.NewSize(412, 892), zoom},
		{"pan_desk", fyne.NewSize(1280, 800), pan},
		{"zoom_desk", fyne.NewSize(1280, 800), zoom},
	} {
		b.Run(c.name, func(b *testing.B) { inWindow(b, src, points, c.size, c.step) })
	}
}

func pan(m *Map, i int) {
	s, c := math.Sincos(float64(i) / 50)
	m.PanBy(float32(9*c), float32(9*s)+1)
}

func zoom(m *Map, i int) {
	z := m.Camera().Size
	m.ZoomAt(fyne.NewPos(z.Width/2, z.Height/3), 16+1.4*math.Sin(float64(i)/40))
}

func inWindow(b *testing.B, src *vectile.Source, points Points, size fyne.Size, step func(*Map, int)) {
	painted := make(chan struct{}, 1)
	dot := canvas.NewRaster(func(int, int) image.Image { // is asked for its picture when a frame is painted
		select {
		case painted <- struct{}{}:
		default:
		}
		return image.NewAlpha(image.Rect(0, 0, 1, 1))
	})
	dot.SetMinSize(fyne.NewSize(1, 1))
	look := NewLook(&vectile.Light, faces(b))
	before := held()
	var w fyne.Window
	var m *Map
	fyne.DoAndWait(func() {
		m = New(ui.NewBridge(), src, look)
		w = fyne.CurrentApp().NewWindow("")
		w.SetContent(container.NewBorder(dot, nil, nil, nil, m))
		w.Resize(size)
		w.Show()
		m.LookAt(townMiddle(), 16)
		m.SetPoints(points)
	})
	<-painted
	time.Sleep(time.Second)
	i := 0
	b.ResetTimer()
	began := computed()
	for b.Loop() {
		fyne.Do(func() {
			step(m, i)
			dot.Refresh()
		})
		<-painted
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
	b.ReportMetric(float64((computed()-began).Microseconds())/1000/float64(b.N), "cpu-ms/frame")
	b.ReportMetric(float64(int64(held())-int64(before))/1e6, "MB")
	fyne.DoAndWait(func() { m.Close(); w.Close() })
}

// held is the live heap in bytes.
func held() uint64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// computed is the time that the painting thread has computed.
func computed() (took time.Duration) {
	const thread = 1 // RUSAGE_THREAD
	fyne.DoAndWait(func() {
		var u syscall.Rusage
		if syscall.Getrusage(thread, &u) == nil {
			took = time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	})
	return took
}
