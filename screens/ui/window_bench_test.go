//go:build linux

package ui

import (
	"fmt"
	"testing"

	"dianqin/screens/ui/uitest/window"

	"fyne.io/fyne/v2"
)

// TestMain lends the first thread to Fyne where a window is asked for.
func TestMain(m *testing.M) { window.Main(m, NewTheme(Light, 1)) }

// BenchmarkWindowScroll scrolls 100,000 rows by one row a frame and waits until the
// frame is painted: frames a second, and for each the time that the painting thread
// computes. Where OpenGL is software its own threads compute beside it.
func BenchmarkWindowScroll(b *testing.B) {
	if !window.Asked() {
		b.Skip("needs a window: " + window.Env)
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
	w, dot := window.Open(size, func(fyne.Window) fyne.CanvasObject { return content })
	at := float32(0)
	b.ResetTimer()
	began := window.Computed()
	for b.Loop() {
		at += row
		dot.Frame(func() { to(at) })
	}
	window.Report(b, began)
	fyne.DoAndWait(w.Close)
}
