package paint

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"golang.org/x/image/vector"
)

var black = color.RGBA{0, 0, 0, 255}

// The fast blend agrees with x/image/vector's own, within one step.
func TestFill_AgreesWithTheLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		col := color.RGBA{uint8(r.IntN(90)), uint8(r.IntN(90)), uint8(r.IntN(90)), uint8(90 + r.IntN(166))}
		c := New(97, 61, color.RGBA{200, 180, 240, 255})
		want := image.NewRGBA(c.Img.Rect)
		copy(want.Pix, c.Img.Pix)
		var tri []Pt
		for range 3 {
			tri = append(tri, Pt{r.Float32()*140 - 20, r.Float32()*100 - 20})
		}
		c.Fill([][]Pt{tri}, col)
		ras := vector.NewRasterizer(97, 61)
		ras.MoveTo(tri[0].X, tri[0].Y)
		ras.LineTo(tri[1].X, tri[1].Y)
		ras.LineTo(tri[2].X, tri[2].Y)
		ras.ClosePath()
		ras.DrawOp = draw.Over
		ras.Draw(want, want.Rect, image.NewUniform(col), image.Point{})
		for i := range want.Pix {
			if d := int(want.Pix[i]) - int(c.Img.Pix[i]); d < -1 || d > 1 {
				t.Fatalf("byte %d: %d want %d", i, c.Img.Pix[i], want.Pix[i])
			}
		}
	}
}

func TestFill_AHoleStaysOpen(t *testing.T) {
	c := New(40, 40, color.White)
	c.Fill([][]Pt{{{5, 5}, {35, 5}, {35, 35}, {5, 35}}, {{15, 15}, {15, 25}, {25, 25}, {25, 15}}}, black)
	if c.Img.RGBAAt(10, 10) != black || c.Img.RGBAAt(20, 20).R != 255 {
		t.Fatal(c.Img.RGBAAt(10, 10), c.Img.RGBAAt(20, 20))
	}
}

func TestStroke_PaintsOverlapsOnce(t *testing.T) {
	c := New(60, 60, color.White)
	c.Stroke([][]Pt{{{10, 30}, {30, 30}, {50, 30}}, {{30, 10}, {30, 50}}}, 10, color.RGBA{0, 0, 0, 128})
	if v := c.Img.RGBAAt(30, 30).R; v < 120 || v > 135 {
		t.Fatalf("crossing %d", v)
	}
}

// The middle of a long line is where it is, however far its ends lie.
func TestStroke_ALineFromFarAwayKeepsItsDirection(t *testing.T) {
	for _, far := range []float32{100, 1e4, 1e6} {
		c := New(101, 101, color.White)
		c.Stroke([][]Pt{{{50 - far, 50 - far/2}, {50 + far, 50 + far/2}}}, 4, black)
		if c.Img.RGBAAt(50, 50) != black || c.Img.RGBAAt(90, 70).R > 60 || c.Img.RGBAAt(10, 30).R > 60 || c.Img.RGBAAt(50, 60).R < 250 {
			t.Errorf("%g: %v %v %v", far, c.Img.RGBAAt(50, 50), c.Img.RGBAAt(90, 70), c.Img.RGBAAt(10, 30))
		}
	}
}

func TestFill_WhatReachesFarBeyondIsCutAtTheRightPlace(t *testing.T) {
	c := New(100, 100, color.White)
	c.Fill([][]Pt{{{50, -1e7}, {1e7, -1e7}, {1e7, 1e7}, {50, 1e7}}}, black)
	if c.Img.RGBAAt(48, 50).R != 255 || c.Img.RGBAAt(52, 50) != black {
		t.Fatal(c.Img.RGBAAt(48, 50), c.Img.RGBAAt(52, 50))
	}
}

// Whatever the coordinates, nothing panics and nothing takes for ever.
func TestCanvas_SurvivesAnyCoordinate(t *testing.T) {
	odd := []float32{0, 0.5, -1, 1, 47.99, 48, 48.001, 64, 65, -1e3, 1e3, -reach, reach, reach + 1, 1e5, 1e6, -1e7, 1e9, -1e9,
		3e18, -3e38, 3e38, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN())}
	r := rand.New(rand.NewPCG(1, 2))
	some := func() float32 { return odd[r.IntN(len(odd))] + r.Float32() }
	for range 500 {
		q := make([]Pt, r.IntN(6))
		for i := range q {
			q[i] = Pt{some(), some()}
		}
		x, y, v, w := some(), some(), some(), some()
		c := New(64, 48, color.White)
		c.Fill([][]Pt{q}, black)
		c.Stroke([][]Pt{q}, w, black)
		c.StrokeButt(Dash([][]Pt{q}, v, w), 3, black)
		c.Stroke1(q, v, black)
		c.Shape(q, black)
		c.Circle(x, y, v, black)
		c.Ring(x, y, v, w, black)
		c.RoundRect(x, y, v, w, some(), black)
		c.Done()
	}
}

func TestRing_IsRound(t *testing.T) {
	c := New(80, 80, color.White)
	c.Ring(40, 40, 30, 4, black)
	for a := range 16 {
		s, k := math.Sincos(float64(a) * math.Pi / 8)
		if v := c.Img.RGBAAt(int(40+30*k), int(40+30*s)).R; v > 100 {
			t.Errorf("open at %d: %d", a, v)
		}
	}
	if c.Img.RGBAAt(40, 40).R != 255 {
		t.Error("filled")
	}
}

func TestRoundRect_HasRoundCorners(t *testing.T) {
	c := New(60, 40, color.White)
	c.RoundRect(10, 10, 40, 20, 8, black)
	if c.Img.RGBAAt(11, 11).R < 200 || c.Img.RGBAAt(30, 11) != black || c.Img.RGBAAt(12, 20) != black {
		t.Fatal(c.Img.RGBAAt(11, 11), c.Img.RGBAAt(30, 11), c.Img.RGBAAt(12, 20))
	}
}

func TestDash_CutsByLength(t *testing.T) {
	got := Dash([][]Pt{{{0, 0}, {10, 0}, {10, 10}}}, 4, 2)
	want := [][]Pt{{{0, 0}, {4, 0}}, {{6, 0}, {10, 0}}, {{10, 2}, {10, 6}}, {{10, 8}, {10, 10}}}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i][0] != want[i][0] || got[i][len(got[i])-1] != want[i][1] {
			t.Errorf("%d: %v, want %v", i, got[i], want[i])
		}
	}
}

// Canvases of many goroutines share rasterisers, one after the other only.
func TestCanvas_ManyAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := range 30 {
				c := New(20+w*10, 30, color.White)
				c.Circle(10, 15, 6, black)
				if c.Done().RGBAAt(10, 15) != black || c.Img.RGBAAt(1, 1).R != 255 {
					t.Errorf("%d/%d", w, i)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkFill(b *testing.B) {
	c := New(256, 256, color.White)
	var rings [][]Pt
	for y := float32(0); y < 256; y += 16 {
		for x := float32(0); x < 256; x += 16 {
			rings = append(rings, []Pt{{x, y}, {x + 10, y}, {x + 10, y + 10}, {x, y + 10}})
		}
	}
	for b.Loop() {
		c.Fill(rings, black)
	}
}

func BenchmarkStroke(b *testing.B) {
	c := New(256, 256, color.White)
	var lines [][]Pt
	for y := float32(3); y < 256; y += 24 {
		lines = append(lines, []Pt{{0, y}, {120, y + 20}, {256, y}})
	}
	for b.Loop() {
		c.Stroke(lines, 5, black)
	}
}
