package viewfinder

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"
)

func TestSettle_PutsAChipAboveItsCode(t *testing.T) {
	c := settle(rect{0, 0, 400, 400}, []rect{{100, 200, 200, 240}}, []fyne.Size{fyne.NewSize(60, 20)})[0]
	if c != (rect{120, 176, 180, 196}) {
		t.Errorf("%v", c)
	}
}

func TestSettle_StandsOnTheCodeWhereThereIsNoRoomAboveAndBelowWhereThatIsTaken(t *testing.T) {
	code, chip := rect{100, 60, 200, 90}, fyne.NewSize(60, 20)
	c := settle(rect{0, 50, 400, 400}, []rect{code, code}, []fyne.Size{chip, chip})
	if c[0].y0 != 65 || c[1].y0 != 94 {
		t.Errorf("%v", c)
	}
}

// Eight codes in two columns, the first row half behind the bar: one chip a code, each
// at its own, and the camera's movement by a hair moves only what it must.
func TestSettle_AFullBoxHasItsChipsAboveTheCodes(t *testing.T) {
	room, chip := rect{0, 58, 412, 392}, fyne.NewSize(112, 28)
	var about []rect
	var chips []fyne.Size
	for i := range 8 {
		x, y := float32(20+200*(i%2)), float32(62+82*(i/2))
		about, chips = append(about, rect{x, y, x + 170, y + 42}), append(chips, chip)
	}
	for i, c := range settle(room, about, chips) {
		if i >= 2 && c.y1 != about[i].y0-apart {
			t.Errorf("chip %d of %v stands at %v", i, about[i], c)
		}
		if i < 2 && (c.y0 < about[i].y0 || c.y1 > about[i].y1) {
			t.Errorf("chip %d of %v stands at %v", i, about[i], c)
		}
	}
}

// A full box: as many chips as a person may see at once, wherever their codes are,
// lie inside the room and none on another.
func TestSettle_NoChipLiesOnAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		room := rect{0, 58, 412, 392}
		n := rapid.IntRange(0, 8).Draw(t, "codes")
		var about []rect
		var chips []fyne.Size
		for range n {
			x, y := rapid.Float32Range(-50, 450).Draw(t, "x"), rapid.Float32Range(-50, 450).Draw(t, "y")
			about = append(about, rect{x, y, x + rapid.Float32Range(1, 200).Draw(t, "w"), y + rapid.Float32Range(1, 120).Draw(t, "h")})
			chips = append(chips, fyne.NewSize(rapid.Float32Range(40, 130).Draw(t, "chip"), 28))
		}
		placed := settle(room, about, chips)
		for i, a := range placed {
			if a.x0 < room.x0-0.01 || a.y0 < room.y0-0.01 || a.x1 > room.x1+0.01 || a.y1 > room.y1+0.01 {
				t.Fatalf("%v is outside", a)
			}
			if !free(a, placed[:i]) {
				t.Fatalf("%v lies on another of %v", a, placed)
			}
		}
	})
}

// A wide chip in a small room must still be inside, also where nothing is free.
func TestSettle_StaysInsideWhereNothingIsFree(t *testing.T) {
	room := rect{0, 0, 100, 40}
	same := rect{10, 10, 20, 20}
	for _, c := range settle(room, []rect{same, same, same}, []fyne.Size{fyne.NewSize(90, 30), fyne.NewSize(90, 30), fyne.NewSize(90, 30)}) {
		if c.x0 < 0 || c.y0 < 0 || c.x1 > 100 || c.y1 > 40 {
			t.Errorf("%v", c)
		}
	}
}

func TestOutline_StandsRoundTheCodeAndTiltsWithIt(t *testing.T) {
	s := float32(math.Sqrt2) / 2
	q := [4]fyne.Position{{X: 0, Y: 0}, {X: 100 * s, Y: 100 * s}, {X: 60 * s, Y: 140 * s}, {X: -40 * s, Y: 40 * s}} // 100 by 40, turned by 45°
	g := grown(q, 10)
	for i := range q {
		a, b := g[i], g[(i+1)%4]
		want := []float64{120, 60}[i%2]
		if got := math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y)); math.Abs(got-want) > 0.01 {
			t.Errorf("edge %d is %.2f long, want %.0f", i, got, want)
		}
	}
	if around([4]fyne.Position{}) != (rect{}) {
		t.Error("a code without a size has an outline")
	}
}
