package scan

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// updateStages draws the pictures of README.md anew:
// go test -run Stages ./scan -stages
var updateStages = flag.Bool("stages", false, "write the pictures of README.md")

const stagesFolder = "stages"

// scene is a frame such as the README explains: a tilted seal in bad light, beside
// a QR code and things that are no code.
func scene(t testing.TB) Frame {
	p := newPicture(640, 360)
	for i := range p.grey {
		if x, y := i%640, i/640; x > 470 && x < 610 && y > 20 && y < 120 || x < 90 && y > 240 {
			p.grey[i] = 120
		}
	}
	p.paint(encode(t, Code128, "4130101234567890123457"), place{260, 170, 1.9, 70, 14})
	p.paint(encode(t, QRCode, "4130101234567890123457"), place{540, 260, 4, 0, -8})
	return p.blurred(1.1).dimmed(5, 3).frame()
}

// drawing is a picture of a stage.
type drawing struct{ *image.RGBA }

func drawFrame(f Frame) drawing {
	d := drawing{image.NewRGBA(image.Rect(0, 0, f.Width, f.Height))}
	for y := range f.Height {
		for x := range f.Width {
			v := f.Pix[y*f.Stride+x]
			d.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	return d
}

func (d drawing) line(a, b Point, c color.RGBA) {
	n := math.Hypot(b.X-a.X, b.Y-a.Y)
	for i := 0.0; i <= n; i += 0.5 {
		x, y := int(a.X+(b.X-a.X)*i/n+0.5), int(a.Y+(b.Y-a.Y)*i/n+0.5)
		d.SetRGBA(x, y, c)
		d.SetRGBA(x, y+1, c)
	}
}

func (d drawing) quad(q [4]Point, c color.RGBA) {
	for i := range q {
		d.line(q[i], q[(i+1)%4], c)
	}
}

// small is the drawing in sixteen colours, as noise makes large files.
func (d drawing) small() image.Image {
	p := color.Palette{
		color.RGBA{210, 40, 40, 255}, color.RGBA{20, 150, 60, 255}, color.RGBA{30, 90, 220, 255},
		color.RGBA{200, 220, 240, 255}, color.RGBA{20, 60, 120, 255},
	}
	for i := range 11 {
		v := uint8(i * 255 / 10)
		p = append(p, color.RGBA{v, v, v, 255})
	}
	out := image.NewPaletted(d.Rect, p)
	for y := range d.Rect.Dy() {
		for x := range d.Rect.Dx() {
			out.Set(x, y, d.At(x, y))
		}
	}
	return out
}

// drawCurve draws a profile or the edges found in it.
func drawCurve(p []float32, edges []float32) drawing {
	const high = 140
	d := drawing{image.NewRGBA(image.Rect(0, 0, len(p), high))}
	for i := range d.Pix {
		d.Pix[i] = 255
	}
	for _, e := range edges {
		d.line(Point{float64(e), 0}, Point{float64(e), high}, color.RGBA{200, 220, 240, 255})
	}
	for i := 1; i < len(p); i++ {
		y := func(v float32) float64 { return high - 4 - float64(v)/2 }
		d.line(Point{float64(i - 1), y(p[i-1])}, Point{float64(i), y(p[i])}, color.RGBA{20, 60, 120, 255})
	}
	return d
}

// drawStages makes every picture of README.md by the code itself.
func drawStages(t testing.TB) map[string]drawing {
	red, green, blue := color.RGBA{210, 40, 40, 255}, color.RGBA{20, 150, 60, 255}, color.RGBA{30, 90, 220, 255}
	f := scene(t)
	out := map[string]drawing{"1-frame": drawFrame(f)}
	s := New(Options{})

	tensor := drawFrame(f)
	s.cells.load(f, false)
	for i, l := range s.cells.label {
		x, y := float64(i%s.cells.w*s.cells.size), float64(i/s.cells.w*s.cells.size)
		half := float64(s.cells.size) / 2
		switch l {
		case barsCell:
			sin, cos := math.Sincos(float64(s.cells.angle[i])/2 + math.Pi/2)
			tensor.line(Point{x + half - cos*half, y + half - sin*half}, Point{x + half + cos*half, y + half + sin*half}, green)
		case busyCell:
			tensor.line(Point{x + 3, y + half}, Point{x + 2*half - 3, y + half}, red)
			tensor.line(Point{x + half, y + 3}, Point{x + half, y + 2*half - 3}, red)
		}
	}
	out["2-cells"] = tensor

	regions := drawFrame(f)
	for _, k := range s.clusters.find(&s.cells) {
		if s.crossed(f, k) {
			b := k.box
			regions.quad([4]Point{{float64(b.Min.X), float64(b.Min.Y)}, {float64(b.Max.X), float64(b.Min.Y)}, {float64(b.Max.X), float64(b.Max.Y)}, {float64(b.Min.X), float64(b.Max.Y)}}, blue)
		}
	}
	all := s.regions.find(&s.cells, 1)
	for i := range all {
		r := &all[i]
		c := red
		if s.gate(f, r) {
			c = green
		}
		at := func(u, v float64) Point { return Point{r.middle.X + u*r.ux - v*r.uy, r.middle.Y + u*r.uy + v*r.ux} }
		regions.quad([4]Point{at(r.u0, r.v0), at(r.u1, r.v0), at(r.u1, r.v1), at(r.u0, r.v1)}, c)
	}
	out["3-regions"] = regions

	p := all[0].line((all[0].v0+all[0].v1)/2, 0.5).profile(f, nil, 2)
	b := findEdges(p, 0.22, nil)
	out["4-profile"] = drawCurve(p, b.edge)
	s.unblur.light(p)
	sharp := s.unblur.sharpest(1.3 / 0.5)
	b = findEdges(sharp, 0.3, nil)
	out["5-unblurred"] = drawCurve(sharp, b.edge)

	read := drawFrame(f)
	for _, sym := range New(Options{}).Scan(f) {
		read.quad(sym.Corners, green)
	}
	out["6-symbols"] = read
	return out
}

func TestStagesOfTheReadmeAreWhatTheCodeDoes(t *testing.T) {
	if got := New(Options{}).Scan(scene(t)); len(got) != 2 {
		t.Errorf("the README's frame reads as %v", got)
	}
	for name, d := range drawStages(t) {
		var data bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&data, d.small()); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(stagesFolder, name+".png")
		if *updateStages {
			if err := os.MkdirAll(stagesFolder, 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		// Arithmetic differs by processor, so the files are not compared bit by bit.
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%v; go test -run Stages ./scan -stages makes it", err)
		}
	}
}
