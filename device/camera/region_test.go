package camera

import (
	"image"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestUpright_OfEveryWayToHoldAPhone(t *testing.T) {
	for _, c := range []struct {
		sensor, display int
		front           bool
		want            int
	}{
		{90, 0, false, 90}, {90, 90, false, 0}, {90, 180, false, 270}, {90, 270, false, 180},
		{270, 0, false, 270}, {0, 0, false, 0}, {270, 90, true, 0}, {270, 0, true, 270},
	} {
		if got := upright(c.sensor, c.display, c.front); got != c.want {
			t.Errorf("sensor %d, display %d, front %v: %d, want %d", c.sensor, c.display, c.front, got, c.want)
		}
	}
}

// A point of the upright picture, turned back and turned upright again, is where it was.
func TestUnturn_IsTheWayBack(t *testing.T) {
	turnOnce := func(u, v float64) (x, y float64) { return 1 - v, u } // clockwise by a quarter
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.Float64Range(0, 1).Draw(t, "x"), rapid.Float64Range(0, 1).Draw(t, "y")
		turn := 90 * rapid.IntRange(0, 3).Draw(t, "quarters")
		u, v := unturn(x, y, turn)
		for range turn / 90 {
			u, v = turnOnce(u, v)
		}
		if math.Abs(u-x)+math.Abs(v-y) > 1e-9 {
			t.Fatalf("%g, %g came back as %g, %g", x, y, u, v)
		}
	})
}

func TestField_IsTheLargestOfItsShapeInTheMiddle(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want image.Rectangle
	}{
		{1280, 720, image.Rect(0, 375, 4000, 2625)}, // 16:9 of a 4:3 sensor loses above and below
		{640, 480, image.Rect(0, 0, 4000, 3000)},
		{720, 720, image.Rect(500, 0, 3500, 3000)},
	} {
		if got := field(image.Rect(0, 0, 4000, 3000), c.w, c.h); got != c.want {
			t.Errorf("%d x %d: %v, want %v", c.w, c.h, got, c.want)
		}
	}
}

func TestCrop_KeepsTheMiddle(t *testing.T) {
	if got := crop(image.Rect(8, 16, 4008, 3016), 4); got != image.Rect(1508, 1141, 2508, 1891) {
		t.Fatal(got)
	}
}

// Whatever is tapped, the region lies within what is shown, is square, and round the
// point where there is room.
func TestSpot_StaysWithinTheField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		view := crop(image.Rect(8, 16, 4008, 3016), rapid.Float64Range(1, 10).Draw(t, "zoom"))
		f := field(view, 1280, 720)
		turn := 90 * rapid.IntRange(0, 3).Draw(t, "quarters")
		x, y := rapid.Float64Range(-1, 2).Draw(t, "x"), rapid.Float64Range(-1, 2).Draw(t, "y")
		s := spot(f, turn, x, y)
		if !s.In(f) || s.Dx() != s.Dy() || s.Empty() {
			t.Fatalf("%v in %v", s, f)
		}
		u, v := unturn(share(x), share(y), turn)
		at := image.Pt(f.Min.X+int(u*float64(f.Dx())), f.Min.Y+int(v*float64(f.Dy())))
		if !at.In(s.Inset(-2)) {
			t.Fatalf("%v is outside %v", at, s)
		}
	})
}

func TestShares_AndZoomsThatAreNoNumbers(t *testing.T) {
	if share(math.NaN()) != 0.5 || share(-1) != 0 || share(math.Inf(1)) != 1 {
		t.Error("share")
	}
	if clampZoom(math.NaN(), 8) != 1 || clampZoom(0, 8) != 1 || clampZoom(99, 8) != 8 || clampZoom(2, 0) != 1 {
		t.Error("zoom")
	}
}
