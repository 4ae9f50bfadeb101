package sim

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

func nan() float64 { return math.NaN() }

func TestBox_EachLabelIsReadWhereItIsSaidToBe(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 2, 5, 9} {
		var labels []string
		for range n {
			labels = append(labels, digits(r, 22))
		}
		img, places, err := Box(labels, DefaultLook(uint64(n)))
		if err != nil || len(places) != n {
			t.Fatal(err, places)
		}
		for i, p := range places {
			for _, q := range places[:i] {
				if p.Overlaps(q.Inset(6)) { // rectangles around tilted labels may touch
					t.Errorf("%d labels: %v over %v", n, p, q)
				}
			}
			if got, err := read(img.SubImage(p)); got != labels[i] {
				t.Errorf("%d labels, %d at %v: read %q (%v)", n, i, p, got, err)
			}
		}
	}
}

func TestBox_RefusesNoneAndTooMany(t *testing.T) {
	if _, _, err := Box(nil, Look{}); err == nil {
		t.Error("an empty box was drawn")
	}
	if _, _, err := Box(make([]string, maxLabels+1), Look{}); err == nil {
		t.Error("too many were drawn")
	}
	if _, _, err := Box([]string{"123", ""}, Look{}); err == nil {
		t.Error("an empty label was drawn")
	}
	if _, _, err := Box([]string{"1234567890123456789012"}, Look{Width: 64, Height: 64}); err == nil {
		t.Error("a box too small was drawn")
	}
}

func TestPose_GoesThereAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 200 {
		p := newPose(image.Rect(0, 0, 1280, 720), 45*r.Float64(), r)
		x, y := 600*(2*r.Float64()-1), 300*(2*r.Float64()-1)
		u, v := p.to.at(x, y)
		if gx, gy := p.from.at(u, v); math.Hypot(gx-x, gy-y) > 1e-6 {
			t.Fatalf("%g,%g came back as %g,%g", x, y, gx, gy)
		}
	}
}

func TestPhotograph_TheDarkSideLosesItsShare(t *testing.T) {
	scene := newCanvas(200, 100)
	img, _ := photograph(scene.RGBA, Look{Seed: 3, Shade: 0.4})
	lo, hi := 255.0, 0.0
	for i := 0; i < len(img.Pix); i += 4 {
		share := float64(img.Pix[i]) / float64(plastic().R)
		lo, hi = min(lo, share), max(hi, share)
	}
	if math.Abs(lo-0.6) > 0.02 || math.Abs(hi-1) > 0.02 {
		t.Fatalf("light from %.2f to %.2f", lo, hi)
	}
}

func TestBlur_KeepsTheLight(t *testing.T) {
	c := newCanvas(64, 48)
	c.fill(image.Rect(20, 20, 40, 30), ink())
	for _, sigma := range []float64{0.3, 1, 4} {
		out := blur(c.RGBA, sigma)
		var before, after int
		for i := 0; i < len(out.Pix); i += 4 {
			before, after = before+int(c.Pix[i]), after+int(out.Pix[i])
		}
		if d := float64(after-before) / float64(before); math.Abs(d) > 0.005 {
			t.Errorf("sigma %g changed the light by %.4f", sigma, d)
		}
	}
}

func TestAddNoise_HasTheDeviationThatWasAskedFor(t *testing.T) {
	c := newCanvas(200, 200)
	addNoise(c.RGBA, 10, rand.New(rand.NewPCG(1, 1)))
	sum := 0.0
	for i := 0; i < len(c.Pix); i += 4 {
		d := float64(c.Pix[i]) - float64(plastic().R)
		sum += d * d
	}
	if sd := math.Sqrt(sum / 40000); math.Abs(sd-10) > 0.3 {
		t.Fatalf("%.2f", sd)
	}
}
