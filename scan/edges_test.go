package scan

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// wave draws bars and spaces of the given widths, starting white, as a camera
// would: each step is the mean of what it covers, blurred a little.
func wave(widths []float64, dark, light float32) []float32 {
	total := 0.0
	for _, w := range widths {
		total += w
	}
	p := make([]float32, int(total))
	for i := range p {
		white := 0.0
		at, colour := 0.0, 1.0
		for _, w := range widths {
			white += colour * max(0, min(at+w, float64(i)+0.5)-max(at, float64(i)-0.5))
			at, colour = at+w, 1-colour
		}
		if i == 0 {
			white += 0.5
		}
		p[i] = dark + (light-dark)*float32(white)
	}
	blurred := make([]float32, len(p))
	boxBlur(blurred, p, 1)
	return blurred
}

func TestFindEdgesPlacesThemWithinAFractionOfAPixel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		widths := rapid.SliceOfN(rapid.Float64Range(4, 12), 9, 41).Draw(t, "widths")
		widths[0], widths[len(widths)-1] = 20, 20
		b := findEdges(wave(widths, 40, 200), 0.22, nil)
		if len(b.edge) != len(widths)-1 {
			t.Fatalf("%d edges, want %d", len(b.edge), len(widths)-1)
		}
		if b.black {
			t.Fatal("starts black")
		}
		at := 0.0
		for i, e := range b.edge {
			at += widths[i]
			if math.Abs(float64(e)-at) > 0.35 {
				t.Fatalf("edge %d at %v, want %v", i, e, at)
			}
		}
	})
}

func TestFindEdgesKnowsTheFirstColour(t *testing.T) {
	p := wave([]float64{20, 8, 8, 8, 20}, 30, 220)
	for i := range p {
		p[i] = 255 - p[i]
	}
	if b := findEdges(p, 0.22, nil); !b.black || len(b.edge) != 4 {
		t.Errorf("%+v", b)
	}
}

func TestFindEdgesBearsLightThatFallsOff(t *testing.T) {
	widths := slices.Repeat([]float64{6, 4}, 20)
	p := wave(widths, 40, 200)
	for i := range p {
		p[i] *= 1 - 0.8*float32(i)/float32(len(p))
	}
	if b := findEdges(p, 0.1, nil); len(b.edge) != 39 {
		t.Errorf("%d edges, want 39", len(b.edge))
	}
}

func TestFindEdgesFindsNoneOnPlainPaper(t *testing.T) {
	flat := make([]float32, 200)
	for i := range flat {
		flat[i] = 128 + float32(i%3)
	}
	for _, p := range [][]float32{flat, nil, flat[:1], flat[:2]} {
		if b := findEdges(p, 0.22, nil); len(b.edge) > 0 {
			t.Errorf("%d edges on %d steps", len(b.edge), len(p))
		}
	}
}

func TestSharpenRestoresContrast(t *testing.T) {
	p := wave(slices.Repeat([]float64{3}, 41), 40, 200)
	soft := make([]float32, len(p))
	boxBlur(soft, p, 1)
	sharp := sharpen(soft, 2.5, 2, nil, make([]float32, len(p)))
	mid := len(p) / 2
	depth := func(p []float32) float32 { return slices.Max(p[mid-6:mid+6]) - slices.Min(p[mid-6:mid+6]) }
	if depth(sharp) < 1.5*depth(soft) {
		t.Errorf("contrast %v, was %v", depth(sharp), depth(soft))
	}
}
