package scan

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// What follows are the plain twins of the kernels that are written for speed.

func plainBlur(src []float32, r int) []float32 {
	out := make([]float32, len(src))
	for i := range src {
		sum := 0.0
		for k := i - r; k <= i+r; k++ {
			sum += float64(src[min(max(k, 0), len(src)-1)])
		}
		out[i] = float32(sum / float64(2*r+1))
	}
	return out
}

func plainTensor(f Frame, left, top, size int) (xx, yy, xy, bend, count int) {
	at := func(x, y int) int { return int(f.Pix[y*f.Stride+x]) }
	for y := top + 1; y < top+size-1; y += 2 + size/8 {
		for x := left + 1; x+1 < left+size; x += 2 {
			gx, gy := at(x+1, y)-at(x-1, y), at(x, y+1)-at(x, y-1)
			b := at(x-1, y) - 2*at(x, y) + at(x+1, y)
			xx, yy, xy, bend, count = xx+gx*gx, yy+gy*gy, xy+gx*gy, bend+b*b, count+1
		}
	}
	return xx, yy, xy, bend, count
}

func plainGrey(f Frame, x, y float64) float64 {
	i, j := int(x), int(y)
	a, b := x-float64(i), y-float64(j)
	at := func(x, y int) float64 { return float64(f.Pix[y*f.Stride+x]) }
	return (at(i, j)*(1-a)+at(i+1, j)*a)*(1-b) + (at(i, j+1)*(1-a)+at(i+1, j+1)*a)*b
}

func TestBoxBlurIsThePlainMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float32Range(0, 255), 1, 60).Draw(t, "profile")
		r := rapid.IntRange(1, 12).Draw(t, "radius")
		got, want := make([]float32, len(p)), plainBlur(p, r)
		boxBlur(got, p, r)
		for i := range p {
			if math.Abs(float64(got[i]-want[i])) > 0.01 {
				t.Fatalf("at %d of %d, radius %d: %v, want %v", i, len(p), r, got[i], want[i])
			}
		}
	})
}

func TestSumTensorIsThePlainSum(t *testing.T) {
	f := noise(3, 64, 48, 2)
	for _, size := range []int{8, 16} {
		for top := 0; top+size <= f.Height; top += size {
			for left := 0; left+size <= f.Width; left += size {
				xx, yy, xy, bend, count := sumTensor(f, left, top, size, 2+size/8, 2)
				a, b, c, d, n := plainTensor(f, left, top, size)
				if int(xx) != a || int(yy) != b || int(xy) != c || int(bend) != d || count != n {
					t.Fatalf("size %d at %d, %d: %d %d %d %d %d, want %d %d %d %d %d", size, left, top, xx, yy, xy, bend, count, a, b, c, d, n)
				}
			}
		}
	}
}

func TestAddSlantedWeighsFourPixelsInsideAndRepeatsTheBorder(t *testing.T) {
	f := noise(7, 80, 60, 1)
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		angle := 2 * math.Pi * r.Float64()
		l := line{x: 5 + 70*r.Float64(), y: 5 + 50*r.Float64(), dx: math.Cos(angle), dy: math.Sin(angle), step: 0.5, n: 90}
		got := make([]float32, l.n)
		l.addSlanted(f, got)
		for i, v := range got {
			p := l.at(float64(i))
			x, y := min(max(p.X, 0), 78.999), min(max(p.Y, 0), 58.999)
			// Fixed point keeps eight bits of the fraction and drifts with the steps.
			if want := plainGrey(f, x, y); math.Abs(float64(v)-want) > 4 {
				t.Fatalf("at %v: %v, want %v", p, v, want)
			}
		}
	}
}

func TestDistance128IsThePlainSumOfSquares(t *testing.T) {
	c := newCode128()
	rapid.Check(t, func(t *rapid.T) {
		var w [6]float32
		for i := range w {
			w[i] = rapid.Float32Range(0, 5).Draw(t, "width")
		}
		of := &c.widths[rapid.IntRange(0, 106).Draw(t, "character")]
		want := 0.0
		for i := range w {
			d := float64(w[i] - of[i])
			want += 0.25 * d * d
			if i > 0 {
				e := d + float64(w[i-1]-of[i-1])
				want += e * e
			}
		}
		if got := distance128(&w, of, 1e9); math.Abs(float64(got)-want) > 1e-3*(1+want) {
			t.Fatalf("%v, want %v", got, want)
		}
		if got := distance128(&w, of, 0.5); want > 0.5 && got < 0.5 {
			t.Fatalf("gave up at %v where %v is far", got, want)
		}
	})
}

func TestUnblurBringsBackWhatABlurMerged(t *testing.T) {
	widths := []float64{40}
	r := rand.New(rand.NewPCG(9, 9))
	for range 41 {
		widths = append(widths, 3*float64(1+r.IntN(3)))
	}
	widths = append(widths, 40)
	p := wave(widths, 60, 200)
	for range 3 {
		p = plainBlur(p, 2)
	}
	if n := len(findEdges(p, 0.3, nil).edge); n == len(widths)-1 {
		t.Fatal("the blur merged nothing: this proves nothing")
	}
	var u unblur
	u.light(p)
	b := findEdges(u.sharpest(2.5), 0.3, nil)
	at := 0.0
	for _, w := range widths[:len(widths)-1] {
		at += w
		near := math.Inf(1)
		for _, e := range b.edge {
			near = min(near, math.Abs(float64(e)-at))
		}
		if near > 1.5 { // half the narrowest bar
			t.Errorf("no edge within %.1f of %v", near, at)
		}
	}
}

func TestHalveRowIsThePlainMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "a")
		a = a[:len(a)/2*2]
		b := rapid.SliceOfN(rapid.Byte(), len(a), len(a)).Draw(t, "b")
		got := make([]byte, len(a)/2)
		halveRow(a, b, got)
		for x := range got {
			if want := (int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1])) / 4; int(got[x]) != want {
				t.Fatalf("pixel %d: %d, want %d", x, got[x], want)
			}
		}
	})
}

func TestNearestTakesThePixelsAndRepeatsTheBorder(t *testing.T) {
	f := noise(9, 80, 60, 1)
	r := rand.New(rand.NewPCG(2, 2))
	for range 300 {
		angle := 2 * math.Pi * r.Float64()
		l := line{x: 90*r.Float64() - 5, y: 70*r.Float64() - 5, dx: math.Cos(angle), dy: math.Sin(angle), step: 1, n: 90}
		for i, got := range l.nearest(f, nil) {
			p := l.at(float64(i))
			x, y := min(max(p.X, 0), 79), min(max(p.Y, 0), 59)
			if math.Abs(math.Mod(x, 1)-0.5) < 0.01 || math.Abs(math.Mod(y, 1)-0.5) < 0.01 {
				continue // between two pixels either is right
			}
			if want := float32(f.Pix[int(y+0.5)*f.Stride+int(x+0.5)]); got != want {
				t.Fatalf("%+v step %d: %v, want %v", l, i, got, want)
			}
		}
	}
}

func TestLoadTurnedShowsEachPlaceThatPointNames(t *testing.T) {
	f := noise(4, 90, 70, 6)
	part := image.Rect(20, 15, 62, 50)
	for _, angle := range []float64{math.Pi / 6, math.Pi / 3} {
		var p plane
		p.loadTurned(f, part, angle)
		for y := range p.h {
			for x := range p.w {
				q := p.point(float64(x), float64(y))
				want := plainGrey(f, min(max(q.X, 0), 88.99), min(max(q.Y, 0), 68.99))
				if got := float64(p.pix[y*p.w+x]); math.Abs(got-want) > 2.5 {
					t.Fatalf("turned by %.2f, %d, %d: %v, want %v", angle, x, y, got, want)
				}
			}
		}
	}
}
