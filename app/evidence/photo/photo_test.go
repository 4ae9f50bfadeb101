package photo

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"runtime"
	"testing"

	"golang.org/x/image/draw"
	"pgregory.net/rapid"

	"dianqin/data/model"
)

// scene is a picture of w x h that has something of every kind: flats, edges, noise.
func scene(w, h int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			v := 60 + 120*x/w
			if (x/97+y/61)%2 == 0 {
				v += int(r.Uint32() % 24)
			}
			m.Y[y*m.YStride+x] = byte(v)
		}
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = byte(110+i%31), byte(140+i%17)
	}
	return m
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLook_TellsWhatCanBeRead(t *testing.T) {
	jpg := encoded(t, scene(64, 48))
	var p bytes.Buffer
	if err := png.Encode(&p, image.NewNRGBA(image.Rect(0, 0, 8, 6))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		kind string
		code string
	}{
		"JPEG":     {jpg, "jpeg", ""},
		"PNG":      {p.Bytes(), "png", ""},
		"Empty":    {nil, "", "file.empty"},
		"Text":     {[]byte("not a picture at all"), "", "picture.unreadable"},
		"HeadOnly": {jpg[:30], "", "picture.unreadable"},
		"PDF":      {[]byte("%PDF-1.7\n"), "", "picture.unreadable"},
	} {
		i, err := Look(c.raw)
		if code := codeOf(err); i.Kind != c.kind || code != c.code {
			t.Errorf("%s is %q, %v", name, i.Kind, err)
		}
	}
}

func codeOf(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestLoad_ABrokenPictureIsUnreadable(t *testing.T) {
	raw := encoded(t, scene(200, 150))
	i, err := Look(raw)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(raw[:len(raw)/2], i, MaxSide); codeOf(err) != "picture.unreadable" {
		t.Error(err)
	}
}

// TestFits_BoundsWhatIsTakenIntoMemory: a small file may claim a huge picture.
func TestFits_BoundsWhatIsTakenIntoMemory(t *testing.T) {
	for _, c := range []struct {
		i  Info
		ok bool
	}{
		{Info{Kind: "jpeg", Width: 8000, Height: 6000}, true},
		{Info{Kind: "jpeg", Width: 12000, Height: 9000}, false},
		{Info{Kind: "jpeg", Width: 65535, Height: 65535}, false},
		{Info{Kind: "jpeg", Width: 8000, Height: 6000, progressive: true}, false},
		{Info{Kind: "png", Width: 4000, Height: 4000}, true},
		{Info{Kind: "png", Width: 1 << 30, Height: 1 << 30}, false},
	} {
		if bad := c.i.Fits(); (bad == nil) != c.ok {
			t.Errorf("%+v: %v", c.i, bad)
		}
	}
}

// TestUpright_IsWhatTheStandardSays: each orientation puts the same corner to the top
// left: the first row and column of the file lie where EXIF's table says.
func TestUpright_IsWhatTheStandardSays(t *testing.T) {
	// The upright picture has red at the top left and green at the top right.
	want := image.NewRGBA(image.Rect(0, 0, 3, 2))
	want.SetRGBA(0, 0, color.RGBA{255, 0, 0, 255})
	want.SetRGBA(2, 0, color.RGBA{0, 255, 0, 255})
	corners := map[int][2]image.Point{ // where red and green lie in the file
		1: {{0, 0}, {2, 0}}, 2: {{2, 0}, {0, 0}}, 3: {{2, 1}, {0, 1}}, 4: {{0, 1}, {2, 1}},
		5: {{0, 0}, {0, 2}}, 6: {{0, 2}, {0, 0}}, 7: {{1, 2}, {1, 0}}, 8: {{1, 0}, {1, 2}},
	}
	for turn, at := range corners {
		size := image.Rect(0, 0, 3, 2)
		if turn >= 5 {
			size = image.Rect(0, 0, 2, 3)
		}
		in := image.NewRGBA(size)
		in.SetRGBA(at[0].X, at[0].Y, color.RGBA{255, 0, 0, 255})
		in.SetRGBA(at[1].X, at[1].Y, color.RGBA{0, 255, 0, 255})
		if got := upright(in, turn); !bytes.Equal(got.Pix, want.Pix) || got.Rect != want.Rect {
			t.Errorf("orientation %d: %v", turn, got.Pix)
		}
	}
}

func TestShrink_KeepsTheProportionsAndTheGrey(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, h := rapid.IntRange(1, 300).Draw(r, "w"), rapid.IntRange(1, 300).Draw(r, "h")
		most := rapid.IntRange(1, 120).Draw(r, "most")
		m := image.NewYCbCr(image.Rect(0, 0, w, h), rapid.SampledFrom([]image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio444}).Draw(r, "ratio"))
		for i := range m.Y {
			m.Y[i] = 100
		}
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = 128, 128
		}
		out := shrink(m, most)
		long := max(out.Rect.Dx(), out.Rect.Dy())
		if long > most || long < min(most, max(w, h)) {
			r.Fatalf("%d x %d becomes %v, most %d", w, h, out.Rect, most)
		}
		for i, v := range out.Pix {
			if i%4 == 3 && v != 255 || i%4 < 3 && (v < 98 || v > 102) {
				r.Fatalf("%d x %d to %v: byte %d is %d", w, h, out.Rect, i, v)
			}
		}
	})
}

func TestDraw_StaysInsideAndIsSeenOnBothGrounds(t *testing.T) {
	strokes := []Stroke{
		{Arrow, Red, []Point{{0.1, 0.2}, {0.4, 0.5}}},
		{Circle, Yellow, []Point{{0.5, 0.3}, {0.9, 0.8}}},
		{Line, Yellow, []Point{{0.1, 0.8}, {0.2, 0.7}, {0.3, 0.85}, {0.4, 0.75}}},
		{Line, Red, []Point{{0.05, 0.05}}},
	}
	for name, ground := range map[string]*image.Uniform{"white": image.White, "black": image.Black, "scene": nil} {
		img := image.NewRGBA(image.Rect(0, 0, 800, 600))
		if ground != nil {
			draw.Draw(img, img.Rect, ground, image.Point{}, draw.Src)
		} else {
			draw.Draw(img, img.Rect, scene(800, 600), image.Point{}, draw.Src)
		}
		Draw(img, strokes)
		look(t, "draw-"+name, img)
		for at, ink := range map[image.Point]Ink{{200, 210}: Red, {400, 330}: Yellow, {40, 30}: Red} {
			want, _ := ink.Colours()
			if got := img.RGBAAt(at.X, at.Y); got != want {
				t.Errorf("on %s at %v: %v, want %v", name, at, got, want)
			}
		}
	}
}

// TestDraw_TakesAnyStrokes: what a finger does outside of the picture, and what a
// broken draft holds, paints nothing wrong and ends.
func TestDraw_TakesAnyStrokes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		point := rapid.Custom(func(r *rapid.T) Point {
			return Point{rapid.Float64().Draw(r, "x"), rapid.Float64Range(-3, 3).Draw(r, "y")}
		})
		s := Stroke{Shape: rapid.SampledFrom([]Shape{Arrow, Circle, Line, "", "x"}).Draw(r, "shape"), Points: rapid.SliceOfN(point, 0, 6).Draw(r, "points")}
		img := image.NewRGBA(image.Rect(0, 0, 60, 40))
		Draw(img, []Stroke{s})
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] != 0 {
				r.Fatal("it made what was transparent opaque")
			}
		}
	})
}

// TestCopyOf12Megapixels holds the promise: under 1.5 seconds and 64 MB beside the file.
func TestCopyOf12Megapixels(t *testing.T) {
	raw := encoded(t, scene(4032, 3024))
	l := new(Letters)
	if err := l.read(); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	i, err := Look(raw)
	if err != nil {
		t.Fatal(err)
	}
	i.Turn = 6
	img, err := Load(raw, i, MaxSide)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Strip(img, words()); err != nil {
		t.Fatal(err)
	}
	out, err := Encode(img)
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	all := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%d KB become %d KB of %v, %d MB taken in all", len(raw)>>10, len(out)>>10, img.Rect, all)
	if img.Rect.Dy() != MaxSide || all > 64 {
		t.Errorf("%v, %d MB", img.Rect, all)
	}
}

func BenchmarkCopyOf12Megapixels(b *testing.B) {
	raw := encoded(b, scene(4032, 3024))
	l := new(Letters)
	b.ReportAllocs()
	for b.Loop() {
		i, err := Look(raw)
		if err != nil {
			b.Fatal(err)
		}
		img, err := Load(raw, i, MaxSide)
		if err == nil {
			err = l.Strip(img, words())
		}
		if err == nil {
			_, err = Encode(img)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
