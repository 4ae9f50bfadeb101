package viewing

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"dianqin/device/camera"
	"dianqin/scan"

	"pgregory.net/rapid"
)

func TestWindow_FillsAPlaceWithAnUprightPictureAndShowsOthersWhole(t *testing.T) {
	for name, c := range map[string]struct {
		w, h, turn int
		aspect     float64
		seen       image.Point
	}{
		"a phone":             {1280, 720, 90, 1, image.Pt(720, 720)},
		"its other side":      {1280, 720, 270, 1, image.Pt(720, 720)},
		"a low place":         {1280, 720, 90, 2, image.Pt(720, 360)},
		"a high place":        {1280, 720, 90, 0.5, image.Pt(640, 1280)},
		"across":              {1280, 720, 0, 1, image.Pt(1280, 720)},
		"upside down":         {1280, 720, 180, 1, image.Pt(1280, 720)},
		"no place known":      {1280, 720, 90, 0, image.Pt(720, 1280)},
		"a turn nobody makes": {1280, 720, 45, 1, image.Pt(1280, 720)},
		"a turn back":         {1280, 720, -90, 1, image.Pt(720, 720)},
	} {
		w := newWindow(camera.Frame{Width: c.w, Height: c.h, Turn: c.turn}, c.aspect)
		if w.seen() != c.seen || !w.crop.In(image.Rectangle{Max: w.size}) {
			t.Errorf("%s: %v seen of %v", name, w.seen(), w.crop)
		}
	}
}

// A place that is read must be where the same pixel is shown.
func TestWindow_PlacesAreWherePixelsAreShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		turn := 90 * rapid.IntRange(0, 3).Draw(t, "turn")
		size := image.Pt(rapid.IntRange(2, 70).Draw(t, "w"), rapid.IntRange(2, 70).Draw(t, "h"))
		f := camera.NewFrame(image.NewGray(image.Rectangle{Max: size}), time.Time{})
		f.Turn = turn
		w := newWindow(f, rapid.SampledFrom([]float64{0, 0.5, 1, 1.7}).Draw(t, "aspect"))
		p := image.Pt(rapid.IntRange(0, w.crop.Dx()-1).Draw(t, "x"), rapid.IntRange(0, w.crop.Dy()-1).Draw(t, "y"))
		f.Pix[(w.crop.Min.Y+p.Y)*f.Stride+w.crop.Min.X+p.X] = 255
		dst := image.NewRGBA(image.Rectangle{Max: w.shown()})
		w.develop(dst, f)
		at := w.place(scan.Point{X: float64(p.X) + 0.5, Y: float64(p.Y) + 0.5})
		z := w.shown()
		x, y := int(at.X*float64(z.X)), int(at.Y*float64(z.Y))
		if dst.RGBAAt(x, y).R != 255 {
			t.Fatalf("%v of %v turned by %d is not at %d, %d", p, w.crop, turn, x, y)
		}
		mid := w.whole(Point{0.5, 0.5})
		if mid != (Point{0.5, 0.5}) {
			t.Fatalf("the middle is %v", mid)
		}
	})
}

func TestWindow_ALinearCodeIsAsHighAsItsLowerSide(t *testing.T) {
	w := newWindow(camera.Frame{Width: 100, Height: 100}, 0)
	askew := [4]scan.Point{{X: 10, Y: 10}, {X: 90, Y: 10}, {X: 90, Y: 60}, {X: 10, Y: 40}}
	if q := w.outline(scan.Symbol{Format: scan.Code128, Corners: askew}); q[2] != (Point{0.9, 0.4}) || q[3] != (Point{0.1, 0.4}) {
		t.Errorf("%v", q)
	}
	if q := w.outline(scan.Symbol{Format: scan.QRCode, Corners: askew}); q[2] != (Point{0.9, 0.6}) {
		t.Errorf("a square code is seen at a slant: %v", q)
	}
}

func noise(m []byte, dice *rand.Rand) {
	for i := range m {
		m[i] = byte(dice.Uint32())
	}
}

func planes(r image.Rectangle, ratio image.YCbCrSubsampleRatio, dice *rand.Rand) *image.YCbCr {
	m := image.NewYCbCr(r, ratio)
	noise(m.Y, dice)
	noise(m.Cb, dice)
	noise(m.Cr, dice)
	return m
}

// The fast ways must paint what the plain one paints, to the bit.
func TestDevelop_IsWhatThePlainWayPaints(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422,
		image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411} {
		for _, r := range []image.Rectangle{image.Rect(0, 0, 97, 61), image.Rect(5, 3, 70, 90), image.Rect(0, 0, 1, 1)} {
			for _, m := range []image.Image{planes(r, ratio, dice), rgba(r, dice), gray(r, dice)} {
				for turn := 0; turn < 360; turn += 90 {
					f := camera.NewFrame(m, time.Time{})
					f.Turn = turn
					w := newWindow(f, 0.9)
					got, want := image.NewRGBA(image.Rectangle{Max: w.shown()}), image.NewRGBA(image.Rectangle{Max: w.shown()})
					w.develop(got, f)
					w.plain(want, f)
					if string(got.Pix) != string(want.Pix) {
						t.Fatalf("%T %v of %v turned by %d differs", m, ratio, r, turn)
					}
				}
			}
		}
	}
}

func rgba(r image.Rectangle, dice *rand.Rand) *image.RGBA {
	m := image.NewRGBA(r)
	noise(m.Pix, dice)
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 255
	}
	return m
}

func gray(r image.Rectangle, dice *rand.Rand) *image.Gray {
	m := image.NewGray(r)
	noise(m.Pix, dice)
	return m
}

// A large frame is shown smaller: the mean of the lights that a pixel stands for, each
// by how much of it, with the colour of the one it has most of.
func TestDevelop_ShrinksALargeFrame(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	for _, c := range []struct {
		size  image.Point
		halfs int
	}{{image.Pt(800, 720), 3}, {image.Pt(719, 721), 3}, {image.Pt(1281, 723), 4}, {image.Pt(1601, 1203), 6}} {
		for _, m := range []image.Image{planes(image.Rectangle{Max: c.size}, image.YCbCrSubsampleRatio420, dice),
			planes(image.Rectangle{Max: c.size}, image.YCbCrSubsampleRatio444, dice), gray(image.Rectangle{Max: c.size}, dice)} {
			for turn := 0; turn < 360; turn += 90 {
				f := camera.NewFrame(m, time.Time{})
				f.Turn = turn
				w := newWindow(f, 0)
				if w.shrink() != c.halfs || w.shown().X*w.shown().Y > most {
					t.Fatalf("%v is shrunk by %d to %v", c.size, w.shrink(), w.shown())
				}
				dst := image.NewRGBA(image.Rectangle{Max: w.shown()})
				w.develop(dst, f)
				z := w.fits(w.crop.Size())
				for range 500 {
					x, y := dice.IntN(z.X), dice.IntN(z.Y)
					got, want := dst.RGBAAt(turned(x, y, z, turn)), shrunk(f, x, y, c.halfs)
					if got != want {
						t.Fatalf("%T of %v at %d, %d turned by %d: %v, want %v", m, c.size, x, y, turn, got, want)
					}
				}
			}
		}
	}
}

// turned is where a pixel of a picture of size z goes.
func turned(x, y int, z image.Point, turn int) (int, int) {
	for ; turn > 0; turn -= 90 {
		x, y, z = z.Y-1-y, x, image.Pt(z.Y, z.X)
	}
	return x, y
}

// shrunk is the pixel at x, y of which each side is halfs half pixels of the frame.
func shrunk(f camera.Frame, x, y, halfs int) color.RGBA {
	sum, best, most := 0, 0, image.Point{}
	for v := y * halfs / 2; 2*v < (y+1)*halfs; v++ {
		for u := x * halfs / 2; 2*u < (x+1)*halfs; u++ {
			part := (min(2*u+2, (x+1)*halfs) - max(2*u, x*halfs)) * (min(2*v+2, (y+1)*halfs) - max(2*v, y*halfs))
			sum += part * int(f.Pix[v*f.Stride+u])
			if part > best {
				best, most = part, image.Pt(u, v)
			}
		}
	}
	lit := byte(sum / (halfs * halfs))
	if m, ok := f.Image.(*image.YCbCr); ok {
		c := m.COffset(most.X, most.Y)
		r, g, b := color.YCbCrToRGB(lit, m.Cb[c], m.Cr[c])
		return color.RGBA{r, g, b, 255}
	}
	return color.RGBA{lit, lit, lit, 255}
}

func TestOverlay_GoesAlongWithTheCamera(t *testing.T) {
	mark := func(n string, x, y float64) Mark {
		m := Mark{Number: n}
		for i := range m.Corners {
			m.Corners[i] = Point{x, y}
		}
		return m
	}
	at := time.Unix(100, 0)
	tick := func(ms int) time.Time { return at.Add(time.Duration(ms) * time.Millisecond) }
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
	var o overlay
	o.put([]Mark{mark("a", 0.1, 0.1), mark("b", 0.5, 0.5)}, at)
	o.put([]Mark{mark("b", 0.6, 0.5)}, tick(100)) // the camera moves, a is not read
	all := o.seen(tick(100))
	if len(all) != 2 || all[0].Number != "a" || !near(all[0].Middle().X, 0.2) || !near(all[1].Middle().X, 0.6) {
		t.Fatalf("after a movement: %+v", all)
	}
	if all = o.seen(tick(200)); !near(all[1].Middle().X, 0.7) {
		t.Errorf("carried on: %+v", all[1])
	}
	if all = o.seen(tick(5000)); len(all) != 0 {
		t.Errorf("marks of long ago: %+v", all)
	}
	o.put([]Mark{mark("b", 0.6, 0.5)}, tick(700))
	if all = o.seen(tick(700)); len(all) != 1 || !near(all[0].Middle().X, 0.6) {
		t.Errorf("a is gone and b stands: %+v", all)
	}
	o.put(nil, tick(800))
	if all = o.seen(tick(800)); len(all) != 1 {
		t.Errorf("one frame that is not read takes the mark away")
	}
}

func BenchmarkDevelop(b *testing.B) {
	for name, turn := range map[string]int{"Across": 0, "Upright": 90} {
		b.Run(name, func(b *testing.B) {
			f := camera.NewFrame(planes(image.Rect(0, 0, 1280, 720), image.YCbCrSubsampleRatio420, rand.New(rand.NewPCG(1, 2))), time.Time{})
			f.Turn = turn
			w := newWindow(f, 1)
			dst := image.NewRGBA(image.Rectangle{Max: w.shown()})
			b.SetBytes(int64(4 * w.shown().X * w.shown().Y))
			for b.Loop() {
				w.develop(dst, f)
			}
		})
	}
}
