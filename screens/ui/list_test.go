package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestListMakesFewRowsAndOpensTheOnePressed(t *testing.T) {
	themed(t)
	made, opened := 0, -1
	list := NewList(func() int { return 100_000 },
		func() *TaskRow { made++; return NewTaskRow(nil) },
		func(i int, r *TaskRow) {
			r.Set(TaskItem{Order: fmt.Sprint(i), Kind: "封印检查"})
			r.OnTapped = func() { opened = i }
		})
	w := test.NewTempWindow(t, list)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(412, 700))
	list.ScrollTo(50_000)
	list.ScrollToOffset(0)
	if made > 40 {
		t.Errorf("made %d rows", made)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(200, 92+40)) // 84 high, 2 above and below, 4 between
	if opened != 1 {
		t.Errorf("opened %d", opened)
	}
}
