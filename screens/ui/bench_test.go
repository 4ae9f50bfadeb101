package ui

import (
	"testing"

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
