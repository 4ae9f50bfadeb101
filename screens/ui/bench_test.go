package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// BenchmarkTaskListScroll moves a list of 100,000 tasks by one row and lays it
// out, without painting.
func BenchmarkTaskListScroll(b *testing.B) {
	themed(b)
	items := []TaskItem{
		{Order: "1", Icon: IcSeal, Kind: "封印检查", Place: "张江路 88 弄 5 号", Detail: "王建国", Due: "10:00", State: State{Word: "待办", Icon: IcClock, Tone: ToneCalm}},
		{Order: "2", Icon: IcBolt, Kind: "复电", Place: "碧波路 690 号", Detail: "赵敏", Due: "14:10", State: State{Word: "已完成", Icon: IcCheck, Tone: ToneRight}},
	}
	list := widget.NewList(func() int { return 100_000 }, func() fyne.CanvasObject { return NewTaskRow(nil) },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*TaskRow).Set(items[i%2]) })
	w := test.NewTempWindow(b, list)
	w.Resize(fyne.NewSize(412, 892))
	for i := 0; b.Loop(); i++ {
		list.ScrollToOffset(float32(i%90_000) * 88)
	}
}

// BenchmarkTableScroll is the same for the table of the desktop.
func BenchmarkTableScroll(b *testing.B) {
	themed(b)
	var g grid
	for range 100_000 {
		g = append(g, []string{"0000 0012 34 9902", "张江路 88 弄 5 号"})
	}
	table := NewTable([]Column{{Title: "number", Width: 160, Kind: NumberCell}, {Title: "where"}}, g, func(int) {})
	w := test.NewTempWindow(b, table)
	w.Resize(fyne.NewSize(1000, 700))
	for i := 0; b.Loop(); i++ {
		table.list.ScrollToOffset(float32(i%90_000) * 52)
	}
}

// TestAHundredThousandRowsScrollFluently holds the lists to 10 ms a frame, painting
// aside: half of what 55 frames a second leave. The quickest of a few
// runs counts, for other work on the machine is not the list's.
func TestAHundredThousandRowsScrollFluently(t *testing.T) {
	themed(t)
	var g grid
	for i := range 100_000 {
		g = append(g, []string{fmt.Sprintf("0000 0012 34 %04d", i%10_000), fmt.Sprintf("张江路 %d 弄 5 号", i), "李敏", "10:32"})
	}
	table := NewTable([]Column{{Title: "number", Width: 160, Kind: NumberCell}, {Title: "where"}, {Title: "who", Width: 80}, {Title: "when", Width: 60}}, g, func(int) {})
	item := TaskItem{Order: "1", Icon: IcSeal, Kind: "封印检查", Place: "张江路 88 弄 5 号", Detail: "王建国", Due: "10:00", State: State{Word: "待办", Icon: IcClock, Tone: ToneCalm}}
	filled := 0
	tasks := NewList(func() int { return 100_000 }, func() *TaskRow { return NewTaskRow(nil) }, func(i int, r *TaskRow) {
		filled++
		item.Place = fmt.Sprintf("张江路 %d 弄 5 号", i)
		r.Set(item)
	})
	for name, c := range map[string]struct {
		list *widget.List
		all  fyne.CanvasObject
		row  float32
	}{"table": {&table.list.List, table, 52}, "list": {tasks, tasks, 88}} {
		w := test.NewTempWindow(t, c.all)
		w.Resize(fyne.NewSize(1000, 800))
		const frames = 50
		best, at := time.Hour, float32(0)
		for range 6 {
			begun := time.Now()
			for range frames {
				at += c.row // every frame brings a row: 4,000 dp a second
				c.list.ScrollToOffset(at)
			}
			best = min(best, time.Since(begun)/frames)
		}
		if best > 10*time.Millisecond {
			t.Errorf("%s: a frame takes %v", name, best)
		}
		t.Logf("%s: %v a frame", name, best)
	}
	if filled < 200 {
		t.Errorf("only %d rows were filled: the list did not scroll", filled)
	}
}

// BenchmarkColumnOpens builds and lays out a page of thirty wrapped fields.
func BenchmarkColumnOpens(b *testing.B) {
	themed(b)
	w := test.NewTempWindow(b, nil)
	w.Resize(fyne.NewSize(412, 892))
	for b.Loop() {
		var rows []fyne.CanvasObject
		for range 30 {
			rows = append(rows, NewKeyText("应在位置", "张江路 90 弄 3 号"))
		}
		w.SetContent(Screen(NewAppBar("a", "b", nil), nil, Scroll(Inset(12, Edge, 12, Edge, Group(rows...)))))
	}
}
