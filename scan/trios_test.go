package scan

import (
	"testing"

	"github.com/makiuchi-d/gozxing"
	qrdetector "github.com/makiuchi-d/gozxing/qrcode/detector"
)

func marksAt(module float64, at ...Point) []*qrdetector.FinderPattern {
	var marks []*qrdetector.FinderPattern
	for _, p := range at {
		marks = append(marks, qrdetector.NewFinderPattern1(p.X, p.Y, module))
	}
	return marks
}

func TestTriosWantASquareOfMarksAlike(t *testing.T) {
	good := marksAt(5, Point{0, 0}, Point{100, 0}, Point{0, 100})
	if got := trios(good); len(got) != 1 || got[0].info.GetTopLeft() != good[0] {
		t.Errorf("got %d trios", len(got))
	}
	bad := map[string][]*qrdetector.FinderPattern{
		"in a row":    marksAt(5, Point{0, 0}, Point{100, 0}, Point{200, 0}),
		"too close":   marksAt(5, Point{0, 0}, Point{30, 0}, Point{0, 30}),
		"too far":     marksAt(5, Point{0, 0}, Point{2000, 0}, Point{0, 2000}),
		"one place":   marksAt(5, Point{9, 9}, Point{9, 9}, Point{9, 9}),
		"of no size":  marksAt(0, Point{0, 0}, Point{100, 0}, Point{0, 100}),
		"other sizes": append(marksAt(2, Point{0, 0}, Point{100, 0}), marksAt(6, Point{0, 100})...),
		"only two":    good[:2],
	}
	for name, marks := range bad {
		if got := trios(marks); len(got) > 0 {
			t.Errorf("%s: got %d trios", name, len(got))
		}
	}
}

func TestFindMarksCapsTheirNumber(t *testing.T) {
	m := encode(t, QRCode, "x")
	black, err := gozxing.NewBitMatrix(1000, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for y := range 1000 {
		for x := range 1000 {
			if u, v := x/3%9, y/3%9; u < 7 && v < 7 && m.bits.Get(u, v) {
				black.Set(x, y)
			}
		}
	}
	if got := len(findMarks(black)); got != mostMarks {
		t.Errorf("%d marks, want %d", got, mostMarks)
	}
}
