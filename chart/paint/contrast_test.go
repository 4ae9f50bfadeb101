package paint_test

import (
	"image/color"
	"math"
	"testing"

	"dianqin/chart/paint"
)

func TestContrast_IsThatOfTheStandard(t *testing.T) {
	for _, c := range []struct {
		a, b color.Color
		want float64
	}{
		{color.Black, color.White, 21}, {color.White, color.White, 1},
		{color.NRGBA{0x76, 0x76, 0x76, 0xFF}, color.White, 4.54}, {color.White, color.RGBA{0xFF, 0, 0, 0xFF}, 4.00},
	} {
		if got := paint.Contrast(c.a, c.b); math.Abs(got-c.want) > 0.005 {
			t.Errorf("%v on %v: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}
