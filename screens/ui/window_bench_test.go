//go:build linux

package ui

import (
	"fmt"
	"image"
	"os"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// windowEnv asks for benchmarks in a real window, which belongs to the thread that
// the process begins with: DIANQIN_WINDOW=1 xvfb-run go test -bench Window ./screens/ui
const windowEnv = "DIANQIN_WINDOW"

// TestMain lends that thread to Fyne where a window is asked for.
func TestMain(m *testing.M) {
	if os.Getenv(windowEnv) == "" {
		os.Exit(m.Run())
	}
	a, code := fyneapp.NewWithID("cn.dianqin.bench"), 0
	a.Settings().SetTheme(NewTheme(Light, 1))
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

// BenchmarkWindowScroll scrolls 100,000 rows by one row a frame and waits until the
// frame is painted: frames a second, and for each the time that the painting thread
// computes. Where OpenGL is software its own threads compute beside it.
func BenchmarkWindowScroll(b *testing.B) {
	if os.Getenv(windowEnv) == "" {
		b.Skip("needs a window: " + windowEnv)
	}
	item := TaskItem{Order: "1", Icon: IcSeal, Kind: "封印检查", Detail: "王建国", Due: "10:00", State: State{Word: "待办", Icon: IcClock, Tone: ToneCalm}}
	var g grid
	for i := range 100_000 {
		g = append(g, []string{fmt.Sprintf("0000 0012 34 %04d", i%10_000), fmt.Sprintf("张江路 %d 弄 5 号", i), "李敏", "10:32"})
	}
	b.Run("tasks", func(b *testing.B) {
		tasks := NewList(func() int { return len(g) }, func() *TaskRow { return NewTaskRow(nil) }, func(i int, r *TaskRow) {
			item.Place = g[i][1]
			r.Set(item)
		})
		scroll(b, fyne.NewSize(412, 892), tasks, tasks.ScrollToOffset, 88)
	})
	b.Run("table", func(b *testing.B) {
		table := NewTable([]Column{{Title: "number", Width: 160, Kind: NumberCell}, {Title: "where"}, {Title: "who", Width: 80}, {Title: "when", Width: 60}}, g, func(int) {})
		scroll(b, fyne.NewSize(1280, 800), table, table.list.ScrollToOffset, 52)
	})
}

func scroll(b *testing.B, size fyne.Size, content fyne.CanvasObject, to func(float32), row float32) {
	painted := make(chan struct{}, 1)
	dot := canvas.NewRaster(func(w, h int) image.Image { // is asked for its picture when a frame is painted
		select {
		case painted <- struct{}{}:
		default:
		}
		return image.NewAlpha(image.Rect(0, 0, 1, 1))
	})
	dot.SetMinSize(fyne.NewSize(1, 1))
	var w fyne.Window
	fyne.DoAndWait(func() {
		w = fyne.CurrentApp().NewWindow("")
		w.SetContent(container.NewBorder(dot, nil, nil, nil, content))
		w.Resize(size)
		w.Show()
	})
	<-painted
	at := float32(0)
	b.ResetTimer()
	began := computed()
	for b.Loop() {
		at += row
		fyne.Do(func() {
			to(at)
			dot.Refresh()
		})
		<-painted
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
	b.ReportMetric(float64((computed()-began).Microseconds())/1000/float64(b.N), "cpu-ms/frame")
	fyne.DoAndWait(w.Close)
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
