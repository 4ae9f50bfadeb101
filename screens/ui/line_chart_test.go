package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestLineChart_BreaksWhereAValueIsNotKnownAndMarksWhatIsBeyondTheLimit(t *testing.T) {
	themed(t)
	c := NewLineChart([]Point{{Label: "1", Value: 4, Known: true}, {Label: "2"}, {Label: "3", Value: 5, Known: true}, {Label: "4", Value: 9, Known: true, Word: "9 %"}}, 7)
	w := test.NewTempWindow(t, c)
	w.Resize(fyne.NewSize(300, 160))
	r, ok := test.WidgetRenderer(c).(*lineRenderer)
	if !ok {
		t.Fatal("the renderer is another")
	}
	if !r.lines[0].Hidden || !r.lines[1].Hidden || r.lines[2].Hidden {
		t.Error("the line does not break at the gap alone")
	}
	if !r.dots[1].Hidden || r.dots[3].Size().Width <= r.dots[2].Size().Width {
		t.Error("a point beyond the limit looks as the others do")
	}
	if r.limit.Hidden || r.limit.Position().Y <= r.dots[3].Position().Y {
		t.Error("the limit does not stand below what is beyond it")
	}
	if y := r.lines[2].Position2.Y; y >= r.lines[2].Position1.Y {
		t.Error("a higher value stands lower")
	}
}

func TestLineChart_OfNothingIsNoTrouble(t *testing.T) {
	themed(t)
	w := test.NewTempWindow(t, NewLineChart(nil, 0))
	w.Resize(fyne.NewSize(300, 160))
	w.SetContent(NewLineChart([]Point{{}}, 0))
}
