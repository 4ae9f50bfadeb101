package ui_test

import (
	"fmt"
	"slices"
	"testing"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// letters are rows of three cells: "a0 b0 c0" and so on.
type letters int

func (n letters) Len() int { return int(n) }
func (letters) Cell(row, column int) ui.Cell {
	return ui.Cell{Text: fmt.Sprintf("%c%d", 'a'+column, row)}
}

func kept(s *uitest.Stage, sorted func(int, bool)) *ui.Table {
	t := ui.NewTable([]ui.Column{{Title: "First", Width: 200}, {Title: "Second"}, {Title: "Third", Width: 200}}, letters(3), func(int) {})
	t.OnSort(sorted)
	t.Keep(s.Ctx, "letters")
	s.Show(t)
	return t
}

// lefts are where texts stand.
func lefts(s *uitest.Stage, texts ...string) []float32 {
	var out []float32
	for _, text := range texts {
		out = append(out, fyne.CurrentApp().Driver().AbsolutePositionForObject(s.Find(text)).X)
	}
	return out
}

func drag(s *uitest.Stage, text string, from, by float32) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.Find(text))
	test.Drag(s.Window.Canvas(), at.AddXY(from, 5), by, 0)
	s.Settle()
}

func TestTable_KeepsTheOrderOfItsColumns(t *testing.T) {
	s := uitest.New(t, uitest.Options{Desk: true})
	kept(s, func(int, bool) {})
	if x := lefts(s, "a0", "b0", "c0"); !slices.IsSorted(x) {
		t.Fatalf("columns stand at %v", x)
	}
	drag(s, "Third", 20, -1200)
	check := func() {
		t.Helper()
		if x := lefts(s, "c0", "a0", "b0"); !slices.IsSorted(x) {
			t.Errorf("cells stand at %v", x)
		}
		if x := lefts(s, "Third", "First", "Second"); !slices.IsSorted(x) {
			t.Errorf("titles stand at %v", x)
		}
		s.Check()
	}
	check()
	kept(s, func(int, bool) {})
	check()
}

func TestTable_KeepsTheWidthsOfItsColumns(t *testing.T) {
	s := uitest.New(t, uitest.Options{Desk: true})
	kept(s, func(int, bool) {})
	before := lefts(s, "b0")[0]
	drag(s, "First", 195, 120)
	after := lefts(s, "b0")[0]
	if after < before+110 || after > before+130 {
		t.Errorf("the second column went from %v to %v", before, after)
	}
	kept(s, func(int, bool) {})
	if again := lefts(s, "b0")[0]; again != after {
		t.Errorf("made again it stands at %v, not %v", again, after)
	}
	drag(s, "First", 315, -5000)
	if least := lefts(s, "b0")[0]; least < 48 {
		t.Errorf("a column was made away with: %v", least)
	}
}

func TestTable_KeepsWhatItWasSortedBy(t *testing.T) {
	s := uitest.New(t, uitest.Options{Desk: true})
	var by []string
	sorted := func(column int, down bool) { by = append(by, fmt.Sprint(column, down)) }
	kept(s, sorted)
	s.Tap("Third")
	s.Tap("Third")
	kept(s, sorted)
	if want := []string{"2 false", "2 true", "2 true"}; !slices.Equal(by, want) {
		t.Errorf("sorted %v, want %v", by, want)
	}
}

func TestTable_LetsBeWhatDoesNotFitItsColumns(t *testing.T) {
	s := uitest.New(t, uitest.Options{Desk: true})
	for _, bad := range []string{"{", `{"columns":2,"order":[1,0]}`, `{"columns":3,"order":[0,0,1],"widths":[1],"sort":9}`, `{"columns":3,"order":[2,1,5],"widths":[-4,0,99999],"sort":-7}`} {
		s.Ctx.Memory().Remember("table.letters", bad)
		kept(s, func(int, bool) { t.Errorf("%s sorts", bad) })
		if x := lefts(s, "a0", "b0", "c0"); !slices.IsSorted(x) {
			t.Errorf("%s: columns stand at %v", bad, x)
		}
	}
}
