package screens_test

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"golang.org/x/image/draw"
)

// "make golden" sets it: the golden pictures are painted anew.
var update = flag.Bool("golden", false, "write the golden pictures instead of comparing with them")

const (
	goldenFolder = "testdata/golden"
	// goldenCommon is how many colours of a golden picture are the commonest ones: a
	// screen has a dozen and the edges of its letters.
	goldenCommon = 12
	// goldenTile is the side of a square that is compared, in pixels, and
	// goldenApart how far it may be from the golden one on average, of 255. Letters
	// that another processor rounds a little differently, and the colours that the
	// palette leaves out, stay below 6; a word that is missing or stands two pixels
	// away is above 15: see the tests.
	goldenTile  = 16
	goldenApart = 10
)

// golden holds a scene in a look against its golden picture. Where it differs, the
// picture, the golden one and the places are left in build/golden.
func golden(t *testing.T, p *player, sc scene, l look) {
	t.Helper()
	if sc.live {
		return
	}
	got, path := p.Picture(), goldenPath(sc, l)
	want, err := readPNG(path)
	switch {
	case *update:
		if err == nil && len(apart(got, want)) == 0 {
			return // as it was: no new bytes to commit
		}
		if err := writePNG(path, small(t, got)); err != nil {
			t.Error(err)
		}
	case err != nil:
		t.Errorf("%v; \"make golden\" paints it", err)
	default:
		if where := apart(got, want); len(where) > 0 {
			t.Errorf("%s: differs from its golden picture around %v: look into build/golden; \"make golden\" takes it as it is", l.name, hull(where))
			showApart(t, strings.TrimSuffix(filepath.Base(path), ".png"), got, want, where)
		}
	}
}

// golden says whether a scene has a golden picture in a look: in the first one, and in
// those that it names.
func (sc scene) golden(l look) bool {
	return l.name == looks()[0].name || slices.ContainsFunc(sc.also, func(a look) bool { return a.name == l.name })
}

// goldenPath is where the picture lies; only those of other looks name theirs.
func goldenPath(sc scene, l look) string {
	name := sc.name
	if l.name != looks()[0].name {
		name += "." + l.name
	}
	return filepath.Join(goldenFolder, name+".png")
}

// TestEveryGoldenPictureBelongsToAScene finds what is left of scenes that are no more.
func TestEveryGoldenPictureBelongsToAScene(t *testing.T) {
	kept := map[string]bool{}
	for _, sc := range scenes() {
		for _, l := range append(looks()[:1], sc.also...) {
			kept[goldenPath(sc, l)] = !sc.live
		}
	}
	files, err := filepath.Glob(filepath.Join(goldenFolder, "*.png"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		switch {
		case kept[f]:
		case *update:
			if err := os.Remove(f); err != nil {
				t.Error(err)
			}
		default:
			t.Errorf("%s belongs to no scene", f)
		}
	}
}

// apart lists the tiles in which two pictures differ. A tile that another place one
// pixel away explains is the same.
func apart(got, want image.Image) []image.Rectangle {
	a, b := pixels(got), pixels(want)
	if a.Rect.Size() != b.Rect.Size() {
		return []image.Rectangle{a.Rect.Union(b.Rect)}
	}
	var out []image.Rectangle
	for y := 0; y < a.Rect.Dy(); y += goldenTile {
		for x := 0; x < a.Rect.Dx(); x += goldenTile {
			tile := image.Rect(x, y, x+goldenTile, y+goldenTile).Intersect(a.Rect)
			if !alike(a, b, tile) {
				out = append(out, tile)
			}
		}
	}
	return out
}

func alike(a, b *image.RGBA, tile image.Rectangle) bool {
	for _, by := range []image.Point{{}, {X: 1}, {X: -1}, {Y: 1}, {Y: -1}, {X: 1, Y: 1}, {X: 1, Y: -1}, {X: -1, Y: 1}, {X: -1, Y: -1}} {
		if distance(a, b, tile, by) <= goldenApart {
			return true
		}
	}
	return false
}

// distance is how far a tile of a is from b beside it, the worst of the three colours.
func distance(a, b *image.RGBA, tile image.Rectangle, by image.Point) float64 {
	var sum [3]int
	n := 0
	for y := tile.Min.Y; y < tile.Max.Y; y++ {
		for x := tile.Min.X; x < tile.Max.X; x++ {
			q := image.Pt(x, y).Add(by)
			if !q.In(b.Rect) {
				continue
			}
			i, k := a.PixOffset(x, y), b.PixOffset(q.X, q.Y)
			for c := range 3 {
				sum[c] += max(int(a.Pix[i+c])-int(b.Pix[k+c]), int(b.Pix[k+c])-int(a.Pix[i+c]))
			}
			n++
		}
	}
	return float64(slices.Max(sum[:])) / float64(max(1, n))
}

func pixels(m image.Image) *image.RGBA {
	if r, ok := m.(*image.RGBA); ok && r.Rect.Min == (image.Point{}) {
		return r
	}
	out := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(out, out.Rect, m, m.Bounds().Min, draw.Src)
	return out
}

// small is a picture with as few colours as look the same.
func small(t *testing.T, m image.Image) image.Image {
	t.Helper()
	for _, colours := range []int{24, 40, 96, 256} {
		if out := reduced(m, colours); len(apart(m, out)) == 0 {
			return out
		}
	}
	return m
}

// reduced has a palette of so many colours: the commonest colours, then those that are farthest from
// all in it, so that neither the ground nor a small badge changes its colour.
func reduced(m image.Image, colours int) *image.Paletted {
	src := pixels(m)
	count := map[color.RGBA]int{}
	for i := 0; i < len(src.Pix); i += 4 {
		count[color.RGBA{src.Pix[i], src.Pix[i+1], src.Pix[i+2], 0xFF}]++
	}
	out := image.NewPaletted(src.Rect, palette(count, colours))
	near := map[color.RGBA]uint8{}
	for i := 0; i < len(src.Pix); i += 4 {
		c := color.RGBA{src.Pix[i], src.Pix[i+1], src.Pix[i+2], 0xFF}
		k, ok := near[c]
		if !ok {
			k = uint8(out.Palette.Index(c))
			near[c] = k
		}
		out.Pix[i/4] = k
	}
	return out
}

func palette(count map[color.RGBA]int, colours int) (out color.Palette) {
	var all []color.RGBA
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.RGBA) int {
		if d := count[b] - count[a]; d != 0 {
			return d
		}
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	gap := make([]int, len(all)) // to the nearest in the palette
	for i := range gap {
		gap[i] = 1 << 30
	}
	for len(out) < min(colours, len(all)) {
		next := len(out)
		if next >= goldenCommon {
			next = slices.Index(gap, slices.Max(gap))
		}
		out = append(out, all[next])
		for i, c := range all {
			gap[i] = min(gap[i], square(c.R, all[next].R)+square(c.G, all[next].G)+square(c.B, all[next].B))
		}
	}
	return out
}

func square(a, b uint8) int { return (int(a) - int(b)) * (int(a) - int(b)) }

// showApart leaves the two pictures and a third with the places marked.
func showApart(t *testing.T, name string, got, want image.Image, where []image.Rectangle) {
	t.Helper()
	diff := image.NewRGBA(got.Bounds())
	draw.Draw(diff, diff.Rect, got, got.Bounds().Min, draw.Src)
	for _, r := range where {
		draw.DrawMask(diff, r, image.NewUniform(color.RGBA{0xFF, 0, 0xC0, 0xFF}), image.Point{}, image.NewUniform(color.Alpha{0x60}), image.Point{}, draw.Over)
	}
	for kind, m := range map[string]image.Image{"got": got, "want": want, "diff": diff} {
		if err := writePNG(filepath.Join("../build/golden", name+"."+kind+".png"), m); err != nil {
			t.Error(err)
		}
	}
}

func hull(all []image.Rectangle) (out image.Rectangle) {
	for _, r := range all {
		out = out.Union(r)
	}
	return out
}

func readPNG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read a golden picture: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	m, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("read golden picture %s: %w", path, err)
	}
	return m, nil
}

func writePNG(path string, m image.Image) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	e := png.Encoder{CompressionLevel: png.BestCompression}
	return e.Encode(f, m)
}

func TestGoldenComparisonFindsWhatChangedAndForgivesRounding(t *testing.T) {
	grey := color.Gray{0x40}
	want := reduced(painted(t, "封印检查", 0, grey), 24)
	for name, c := range map[string]struct {
		got  image.Image
		same bool
	}{
		"the same":            {painted(t, "封印检查", 0, grey), true},
		"a fraction of a dp":  {painted(t, "封印检查", 0.4, grey), true},
		"a pixel":             {painted(t, "封印检查", 1, grey), true},
		"moved":               {painted(t, "封印检查", 3, grey), false},
		"another word":        {painted(t, "封印检测", 0, grey), false},
		"no word":             {painted(t, "", 0, grey), false},
		"another colour":      {painted(t, "封印检查", 0, color.RGBA{0xA8, 0, 0, 0xFF}), false},
		"a hair of a colour":  {painted(t, "封印检查", 0, color.Gray{0x43}), true},
		"another size":        {image.NewRGBA(image.Rect(0, 0, 10, 10)), false},
		"an empty screen":     {image.NewRGBA(want.Rect), false},
		"its own golden copy": {want, true},
	} {
		if where := apart(c.got, want); (len(where) == 0) != c.same {
			t.Errorf("%s: differs in %d tiles", name, len(where))
		}
	}
}

// painted paints a word on a bar.
func painted(t *testing.T, word string, by float32, tone color.Color) image.Image {
	t.Helper()
	s := uitest.New(t, uitest.Options{Scale: 1, Size: fyne.NewSize(200, 120)})
	bar, text := canvas.NewRectangle(tone), canvas.NewText(word, color.White)
	text.TextSize = 16
	bar.Move(fyne.NewPos(20+by, 30))
	bar.Resize(fyne.NewSize(140, 48))
	text.Move(fyne.NewPos(40+by, 40))
	text.Resize(text.MinSize())
	s.Show(container.NewWithoutLayout(bar, text))
	return s.Picture()
}
