package paint

import (
	"image"
	"image/color"
	"math"
	"sync"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"dianqin/assets/fonts"
)

func face(t testing.TB) *Face {
	t.Helper()
	f, err := NewFace(fonts.Regular(), goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// inked is the box of what is darker than half.
func inked(m *image.RGBA) image.Rectangle {
	var box image.Rectangle
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if m.RGBAAt(x, y).R < 128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestNewFace_WantsAFont(t *testing.T) {
	if _, err := NewFace(); err == nil {
		t.Error("no font at all")
	}
	if _, err := NewFace([]byte("no font")); err == nil {
		t.Error("rubbish")
	}
}

func TestFace_TakesEachLetterFromTheFirstFontThatHasIt(t *testing.T) {
	f := face(t)
	if w := f.Advance('电', 20); w != 20 {
		t.Errorf("a Chinese letter is as wide as the line is high: %g", w)
	}
	if w := f.Advance('i', 20); w <= 0 || w > 10 { // the Chinese faces of the app hold no Latin
		t.Errorf("i is %g wide", w)
	}
	if w := f.Width("电i", 20); w != f.Advance('电', 20)+f.Advance('i', 20) {
		t.Errorf("together %g", w)
	}
}

func TestCentre_PutsTheOpticalMiddleWhereItWasAsked(t *testing.T) {
	c := New(80, 80, color.White)
	c.Centre(face(t), "国", Pt{40, 40}, Ink{Size: 40, Color: black})
	b := inked(c.Img)
	if b.Empty() || math.Abs(float64(b.Min.X+b.Max.X)/2-40) > 2 || math.Abs(float64(b.Min.Y+b.Max.Y)/2-40) > 3 {
		t.Fatalf("%v", b)
	}
}

func TestMarks_TurnClockwise(t *testing.T) {
	f := face(t)
	c := New(120, 120, color.White)
	c.Marks(f, []Mark{{R: '一', At: Pt{60, 20}, Turn: 90}}, Ink{Size: 60, Color: black})
	if b := inked(c.Img); b.Dy() < 40 || b.Dx() > 15 || b.Min.Y < 20 {
		t.Fatalf("the level stroke should stand now, downwards from its pen: %v", b)
	}
}

func TestMarks_AHaloSetsWordsOffFromAnyGround(t *testing.T) {
	c := New(80, 80, black)
	c.Centre(face(t), "国", Pt{40, 40}, Ink{Size: 40, Color: black, Halo: 3, Back: color.White})
	light, dark := 0, 0
	for i := 0; i < len(c.Img.Pix); i += 4 {
		if c.Img.Pix[i] > 200 {
			light++
		}
	}
	b := image.Rect(20, 20, 60, 60)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if c.Img.RGBAAt(x, y).R < 50 {
				dark++
			}
		}
	}
	if light < 300 || dark < 300 {
		t.Fatalf("%d light, %d dark", light, dark)
	}
}

func TestFace_SurvivesAnySizeAndLetter(t *testing.T) {
	f := face(t)
	c := New(40, 40, color.White)
	for _, size := range []float32{0, -3, 0.1, 12.34, 1e9, float32(math.NaN()), float32(math.Inf(1))} {
		for _, halo := range []float32{0, -1, 2, 1e9, float32(math.NaN())} {
			for _, p := range []Pt{{20, 20}, {1e9, -1e9}, {float32(math.NaN()), 3}} {
				c.Marks(f, f.Line("电a \x00\U0010FFFF\uFFFD", p, size), Ink{Size: size, Color: black, Halo: halo, Back: color.White})
			}
		}
	}
}

func TestFace_ServesManyAtOnce(t *testing.T) {
	f := face(t)
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			c := New(60, 60, color.White)
			for i := range 20 {
				c.Centre(f, "抄表催费", Pt{30, 30}, Ink{Size: float32(10 + i%3 + w), Color: black, Halo: 1, Back: color.White})
			}
		})
	}
	all.Wait()
}

func BenchmarkMarks(b *testing.B) {
	f := face(b)
	c := New(200, 40, color.White)
	for b.Loop() {
		c.Centre(f, "青年北路二段", Pt{100, 20}, Ink{Size: 12, Color: black, Halo: 1.4, Back: color.White})
	}
}
