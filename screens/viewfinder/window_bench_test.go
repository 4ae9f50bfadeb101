//go:build linux

package viewfinder

import (
	"image"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"

	"dianqin/app/viewing"
	"dianqin/data/model/seal"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// windowEnv asks for the benchmark in a real window:
// DIANQIN_WINDOW=1 xvfb-run go test -bench Live ./screens/viewfinder
const windowEnv = "DIANQIN_WINDOW"

// TestMain lends Fyne the thread that windows belong to where one is asked for.
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

// BenchmarkLive shows one picture after the other with eight outlines and chips that
// move, at the sizes that a frame of 1280x720 has on the screen, and reports what the
// painting thread computes for each. Making the pictures is measured by viewing.
func BenchmarkLive(b *testing.B) {
	if os.Getenv(windowEnv) == "" {
		b.Skip("needs a window: " + windowEnv)
	}
	for name, z := range map[string]image.Point{"upright-480x480": {X: 480, Y: 480}, "across-640x360": {X: 640, Y: 360}} {
		b.Run(name, func(b *testing.B) { live30(b, z) })
	}
}

func live30(b *testing.B, z image.Point) {
	painted := make(chan struct{}, 1)
	dot := canvas.NewRaster(func(int, int) image.Image { // is asked for its picture when a frame is painted
		select {
		case painted <- struct{}{}:
		default:
		}
		return image.NewAlpha(image.Rect(0, 0, 1, 1))
	})
	dot.SetMinSize(fyne.NewSize(1, 1))
	var frames [3]*image.RGBA
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range frames {
		frames[i] = image.NewRGBA(image.Rectangle{Max: z})
		for k := range frames[i].Pix {
			frames[i].Pix[k] = byte(dice.Uint32()) | byte(255*(k&3/3))
		}
	}
	var w fyne.Window
	var l *live
	fyne.DoAndWait(func() {
		l = newLive(func(seal.Tone) string { return "正确" }, func(float64) {}, func() (float32, float32) { return 58, behind })
		w = fyne.CurrentApp().NewWindow("")
		w.SetContent(container.NewBorder(dot, nil, nil, nil, l))
		w.Resize(fyne.NewSize(412, 412))
		w.Show()
	})
	<-painted
	b.ResetTimer()
	began := computed()
	for i := 0; b.Loop(); i++ {
		f := viewing.Frame{Image: frames[i%3], Marks: eightMarks(i), Free: func() {}}
		fyne.Do(func() {
			l.show(f)
			dot.Refresh()
		})
		<-painted
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
	b.ReportMetric(float64((computed()-began).Microseconds())/1000/float64(b.N), "cpu-ms/frame")
	fyne.DoAndWait(w.Close)
}

// eightMarks are a full box, a hair farther on in every frame.
func eightMarks(i int) (all []viewing.Mark) {
	by := float64(i%40) / 2000
	for k := range 8 {
		x, y := 0.05+0.5*float64(k%2)+by, 0.15+0.2*float64(k/2)
		all = append(all, viewing.Mark{Number: "310100700000001234447" + string(rune('0'+k)), Tone: seal.Right,
			Corners: [4]viewing.Point{{X: x, Y: y}, {X: x + 0.38, Y: y + 0.01}, {X: x + 0.38, Y: y + 0.09}, {X: x, Y: y + 0.08}}})
	}
	return all
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
