package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

type grid [][]string

func (g grid) Len() int                  { return len(g) }
func (g grid) Cell(row, column int) Cell { return Cell{Text: g[row][column]} }

func (g grid) first(f *Filtered) []string {
	var out []string
	for i := range f.Len() {
		out = append(out, f.Cell(i, 0).Text)
	}
	return out
}

func sealsGrid() grid {
	return grid{{"0012 34 9902", "张江路 88 弄"}, {"0012 34 512", "益江路 12 号"}, {"0012 34 0077", "Zhangjiang Rd"}}
}

func TestFilterNeedsEveryWordInSomeCell(t *testing.T) {
	g := sealsGrid()
	f := NewFiltered(g, 2)
	for search, want := range map[string][]string{
		"":             {"0012 34 9902", "0012 34 512", "0012 34 0077"},
		"zhang":        {"0012 34 0077"},
		"12 益江":        {"0012 34 512"},
		"0012349902":   {"0012 34 9902"},
		"张江 nothing":   nil,
		"  张江路88弄    ": {"0012 34 9902"},
	} {
		f.Filter(search)
		if got := g.first(f); !slices.Equal(got, want) {
			t.Errorf("%q: %v, wants %v", search, got, want)
		}
	}
	f.Filter("zhang")
	if f.Source(0) != 2 {
		t.Errorf("row 0 comes from %d", f.Source(0))
	}
}

func TestSortOrdersNumbersByValue(t *testing.T) {
	g := sealsGrid()
	f := NewFiltered(g, 2)
	f.Sort(0, false)
	if got := g.first(f); !slices.Equal(got, []string{"0012 34 0077", "0012 34 512", "0012 34 9902"}) {
		t.Errorf("up: %v", got)
	}
	f.Sort(0, true)
	if got := g.first(f); got[0] != "0012 34 9902" {
		t.Errorf("down: %v", got)
	}
}

func TestCompareTextsIsAnOrder(t *testing.T) {
	text := rapid.StringMatching(`[a国0-9 ]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := text.Draw(t, "a"), text.Draw(t, "b"), text.Draw(t, "c")
		sign := func(n int) int { return max(-1, min(1, n)) }
		if sign(compareTexts(a, b)) != -sign(compareTexts(b, a)) {
			t.Fatal("not the same both ways")
		}
		if compareTexts(a, b) <= 0 && compareTexts(b, c) <= 0 && compareTexts(a, c) > 0 {
			t.Fatal("goes in a circle")
		}
	})
}

func TestColumnWidthsFillTheRoomAndDropMinorOnesFirst(t *testing.T) {
	cols := []Column{{Width: 130}, {Width: 60, Minor: true}, {}, {Width: 80, Minor: true}}
	if w := columnWidths(cols, 800, 1); w[1] == 0 || w[3] == 0 || w[0]+w[1]+w[2]+w[3]+3*columnGap != 800 {
		t.Errorf("wide: %v", w)
	}
	if w := columnWidths(cols, 340, 1); w[1] == 0 || w[3] != 0 {
		t.Errorf("the last minor column goes first: %v", w)
	}
	rapid.Check(t, func(t *rapid.T) {
		width := float32(rapid.IntRange(60, 1500).Draw(t, "width"))
		total := float32(0)
		for _, w := range columnWidths(cols, width, 1.5) {
			if w < 0 {
				t.Fatalf("a width of %v", w)
			}
			total += w
		}
		if width > 200 && total < 150 {
			t.Fatalf("only %v of %v is made use of", total, width)
		}
		if total > width+0.01 { // rounding
			t.Fatalf("%v of %v", total, width)
		}
	})
}

func TestColumnsOfBadgesAndNumbersShareANarrowTable(t *testing.T) {
	cols := []Column{{Width: 196, Kind: StateCell}, {Width: 216, Kind: NumberCell}, {}, {Width: 104, Minor: true}}
	w := columnWidths(cols, 600, 1.5)
	if w[0] != 196*1.5 || w[1] < 200 || w[2] != 0 || w[0]+w[1]+columnGap > 600.01 {
		t.Errorf("the badge stays, the number gives, the text goes: %v", w)
	}
	if w := columnWidths(cols, 300, 1.5); w[0] < 100 || w[1] < 100 {
		t.Errorf("both give where there is no room: %v", w)
	}
}

// onScreen opens a table of n rows and reports what is opened.
func onScreen(t *testing.T, n int) (fyne.Window, *Table, *[]int) {
	t.Helper()
	themed(t)
	var g grid
	for i := range n {
		g = append(g, []string{fmt.Sprintf("%04d", i), "x"})
	}
	opened := &[]int{}
	table := NewTable([]Column{{Title: "number", Width: 120}, {Title: "where"}}, g, func(i int) { *opened = append(*opened, i) })
	w := test.NewTempWindow(t, table)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 400))
	return w, table, opened
}

func TestTableMovesWithJAndKAndOpensWithEnter(t *testing.T) {
	_, table, opened := onScreen(t, 5)
	for _, r := range "jjjk" {
		if !table.OnRune(r) {
			t.Fatalf("%q is not taken", r)
		}
	}
	if table.Selected() != 1 {
		t.Fatalf("row %d is selected", table.Selected())
	}
	table.OnKey(fyne.KeyReturn)
	for range 20 {
		table.OnKey(fyne.KeyDown)
	}
	if table.Selected() != 4 {
		t.Errorf("went past the end to %d", table.Selected())
	}
	if len(*opened) != 1 || (*opened)[0] != 1 {
		t.Errorf("opened %v", *opened)
	}
	if table.OnRune('x') || table.OnKey(fyne.KeyF1) {
		t.Error("takes keys that are not its own")
	}
}

func TestTableOpensTheRowThatIsPressed(t *testing.T) {
	w, _, opened := onScreen(t, 5)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 49+52+20)) // under the titles, the second row
	if len(*opened) != 1 || (*opened)[0] != 1 {
		t.Errorf("opened %v", *opened)
	}
}

func TestEmptyTableTakesEnterWithoutOpening(t *testing.T) {
	_, table, opened := onScreen(t, 0)
	table.OnKey(fyne.KeyDown)
	table.OnKey(fyne.KeyReturn)
	if len(*opened) != 0 || table.Selected() != -1 {
		t.Errorf("opened %v, selected %d", *opened, table.Selected())
	}
}

func TestTitleSortsAndTurnsRound(t *testing.T) {
	w, table, _ := onScreen(t, 3)
	var got []string
	table.OnSort(func(c int, down bool) { got = append(got, fmt.Sprint(c, down)) })
	for _, x := range []float32{40, 40, 300} {
		test.TapCanvas(w.Canvas(), fyne.NewPos(x, 20))
	}
	if !slices.Equal(got, []string{"0 false", "0 true", "1 false"}) {
		t.Errorf("sorted %v", got)
	}
}

func TestTableOfManyRowsMakesFew(t *testing.T) {
	_, table, _ := onScreen(t, 100_000)
	table.Select(99_999)
	if table.Selected() != 99_999 {
		t.Errorf("selected %d", table.Selected())
	}
}
