package label

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"dianqin/assets/fonts"
	"dianqin/assets/maps"
	"dianqin/chart/mbtiles"
	"dianqin/chart/paint"
	"dianqin/chart/tiles"
	"dianqin/chart/vectile"
	"dianqin/data/model/geo"
)

func faces(t testing.TB) Faces {
	t.Helper()
	f, err := paint.NewFace(fonts.Regular(), goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return Faces{Regular: f, Bold: f}
}

// view is 400 x 400 pixels at a zoom; one unit of the plane is k pixels.
const k = 1 << 20

func view(zoom float64) View {
	return View{K: k, W: 400, H: 400, Zoom: zoom, Scale: 1}
}

func at(x, y float64) geo.World { return geo.World{X: x / k, Y: y / k} }

func street(name string, rank int, ps ...geo.World) tiles.Label {
	return tiles.Label{Text: name, Kind: "road", Rank: rank, Line: ps}
}

func place(name, kind string, rank int, x, y float64) tiles.Label {
	return tiles.Label{Text: name, Kind: kind, Rank: rank, At: at(x, y)}
}

// drawn sets words on white.
func drawn(t testing.TB, v View, f Faces, ls []tiles.Label, keep ...Keep) (*image.RGBA, int) {
	t.Helper()
	c := paint.New(v.W, v.H, color.White)
	n := Draw(c, v, f, &vectile.Light, ls, keep)
	return c.Done(), n
}

// inked is the box of what is not as light as the ground and the halos.
func inked(m *image.RGBA) (box image.Rectangle) {
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if m.RGBAAt(x, y).G < 200 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestDraw_WhatMattersMoreIsSetFirst(t *testing.T) {
	f := faces(t)
	ls := []tiles.Label{place("小店", "poi", 9, 205, 205), place("医院", "hospital", 5, 200, 200)}
	if _, n := drawn(t, view(17), f, ls); n != 1 {
		t.Fatalf("%d words on one place", n)
	}
	both, _ := drawn(t, view(17), f, ls)
	alone, _ := drawn(t, view(17), f, ls[1:])
	if !bytes.Equal(both.Pix, alone.Pix) {
		t.Error("the shop stands where the hospital should")
	}
}

func TestDraw_TheOrderInWhichTilesComeDoesNotMatter(t *testing.T) {
	f := faces(t)
	var ls []tiles.Label
	for i := range 40 {
		ls = append(ls, place([]string{"甲", "乙乙", "丙丙丙"}[i%3], "poi", 5+i%4, float64(i*53%400), float64(i*31%400)))
	}
	a, n := drawn(t, view(18), f, ls)
	before := slices.Clone(ls)
	slices.Reverse(ls)
	b, m := drawn(t, view(18), f, ls)
	if n != m || n < 10 || !bytes.Equal(a.Pix, b.Pix) {
		t.Errorf("%d words, then %d", n, m)
	}
	slices.Reverse(ls)
	for i := range ls {
		if ls[i].Text != before[i].Text {
			t.Fatal("the caller's words were put in another order")
		}
	}
}

func TestDraw_LeavesRoomForMarkers(t *testing.T) {
	f := faces(t)
	ls := []tiles.Label{place("学校", "park", 5, 200, 200)}
	if _, n := drawn(t, view(17), f, ls); n != 1 {
		t.Fatal("without a marker it fits")
	}
	if m, n := drawn(t, view(17), f, ls, Keep{At: paint.Pt{X: 190, Y: 200}, R: 12}); n != 0 || !inked(m).Empty() {
		t.Errorf("%d words under a marker", n)
	}
}

func TestDraw_WordsComeWithTheZoom(t *testing.T) {
	f := faces(t)
	line := []geo.World{at(20, 200), at(380, 200)}
	for _, c := range []struct {
		l        tiles.Label
		from, to float64
	}{
		{place("市", "city", 0, 200, 200), 0, 15},
		{place("新区", "suburb", 0, 200, 200), 0, 16},
		{street("大道", 1, line...), 13, 20},
		{street("小巷", 5, line...), 15.5, 20},
		{place("小店", "poi", 9, 200, 200), 17, 20},
		{place("12", "number", 20, 200, 200), 18, 20},
		{tiles.Label{Text: "10kV线", Kind: "wire", Rank: 4, Line: line}, 15, 20},
	} {
		for z := 3.0; z <= 20; z += 0.5 {
			_, n := drawn(t, view(z), f, []tiles.Label{c.l})
			if want := z >= c.from && z <= c.to; want && n == 0 {
				t.Errorf("%s is missing at %g", c.l.Text, z)
			}
			if n > 0 && (z < c.from-1 || z > c.to+1) {
				t.Errorf("%s stands at %g", c.l.Text, z)
			}
		}
	}
}

func TestDraw_ALongNameTakesTwoLines(t *testing.T) {
	f := faces(t)
	m, n := drawn(t, view(18), f, []tiles.Label{place("锦绣花园第二小学分校", "park", 5, 200, 200)})
	if b := inked(m); n != 1 || b.Dy() < 20 || b.Dx() > 90 {
		t.Errorf("%d, %v", n, b)
	}
	if _, n := drawn(t, view(18), f, []tiles.Label{place(string(make([]rune, longest+1)), "park", 5, 200, 200), place("", "park", 5, 200, 200)}); n != 0 {
		t.Error("a word without end was set")
	}
}

func TestStreet_TheNameStaysOnItsStreetWhileTheMapMoves(t *testing.T) {
	f := faces(t)
	ls := []tiles.Label{street("青年北路", 2, at(100, 180), at(300, 230))}
	a, n := drawn(t, view(16), f, ls)
	v := view(16)
	v.OX, v.OY = 17.0/k, -9.0/k // the map is dragged by whole pixels
	b, m := drawn(t, v, f, ls)
	if n != 1 || m != 1 {
		t.Fatalf("%d, then %d", n, m)
	}
	if p, q := inked(a), inked(b); p.Sub(image.Pt(17, -9)) != q {
		t.Errorf("%v, moved %v", p, q)
	}
}

func TestStreet_NamesAreReadFromTheLeftOrFromTheTop(t *testing.T) {
	f := faces(t)
	west, east := at(60, 200), at(340, 210)
	a, _ := drawn(t, view(16), f, []tiles.Label{street("人民路", 2, west, east)})
	b, _ := drawn(t, view(16), f, []tiles.Label{street("人民路", 2, east, west)})
	if p, q := inked(a), inked(b); p.Empty() || math.Abs(float64(p.Min.X-q.Min.X)) > 2 || math.Abs(float64(p.Max.X-q.Max.X)) > 2 {
		t.Errorf("%v and %v", p, q)
	}
	steep, n := drawn(t, view(16), f, []tiles.Label{street("一一一", 2, at(200, 340), at(205, 60))})
	if b := inked(steep); n != 1 || b.Dy() < 25 {
		t.Errorf("one below the other: %v", b)
	}
	// Upright: the level strokes lie level, though the street is steep.
	rows := 0
	for y := range 400 {
		run := 0
		for x := range 400 {
			if steep.RGBAAt(x, y).G < 160 {
				run++
			}
		}
		if run >= 6 {
			rows++
		}
	}
	if rows < 3 {
		t.Errorf("%d level strokes", rows)
	}
}

func TestStreet_NoNameRoundACornerOrWhereItDoesNotFit(t *testing.T) {
	f := faces(t)
	for name, line := range map[string][]geo.World{
		"a corner":    {at(185, 200), at(200, 200), at(200, 185)},
		"too short":   {at(190, 200), at(205, 200)},
		"outside":     {at(900, 900), at(1200, 900)},
		"no length":   {at(200, 200), at(200, 200), at(200, 200)},
		"nowhere":     {{X: math.NaN(), Y: 1}, {X: math.Inf(1), Y: 0}},
		"the horizon": {at(-1e12, 200), at(1e12, 200)},
	} {
		m, n := drawn(t, view(16), f, []tiles.Label{street("人民东路", 2, line...)})
		if name != "the horizon" && (n != 0 || !inked(m).Empty()) {
			t.Errorf("%s: %d", name, n)
		}
	}
}

func TestStreet_OneNameIsNotRepeatedAtOnce(t *testing.T) {
	f := faces(t)
	l := street("人民路", 2, at(20, 200), at(380, 200))
	if _, n := drawn(t, view(16), f, []tiles.Label{l, l, street("人民路", 2, at(20, 230), at(380, 230))}); n != 1 {
		t.Errorf("%d times", n)
	}
}

func TestIcons_EveryKindHasASign(t *testing.T) {
	f := faces(t)
	for kind := range dots {
		m, n := drawn(t, view(18), f, []tiles.Label{place("名", kind, 5, 200, 200)})
		want := iconColor[kind]
		found := false
		for y := 190; y < 210; y++ {
			for x := 190; x < 210; x++ {
				found = found || m.RGBAAt(x, y) == want
			}
		}
		if n != 1 || !found {
			t.Errorf("%s: %d", kind, n)
		}
	}
}

// The words of a phone's view of the demo's town.
func BenchmarkDraw(b *testing.B) {
	path := filepath.Join(b.TempDir(), "town.mbtiles")
	if err := os.WriteFile(path, maps.Town(), 0o600); err != nil {
		b.Fatal(err)
	}
	a, err := mbtiles.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	src, err := vectile.New(a, &vectile.Light)
	if err != nil {
		b.Fatal(err)
	}
	west, south, east, north := maps.Bounds()
	c := geo.Project(geo.Point{Lat: (south + north) / 2, Lon: (west + east) / 2})
	const zoom = 16
	n := math.Exp2(zoom)
	var ls []tiles.Label
	for dy := -2; dy <= 2; dy++ {
		for dx := -1; dx <= 1; dx++ {
			got, err := src.Labels(b.Context(), tiles.ID{Z: zoom, X: int(c.X*n) + dx, Y: int(c.Y*n) + dy})
			if err != nil {
				b.Fatal(err)
			}
			ls = append(ls, got...)
		}
	}
	v := View{OX: c.X - 206/(256*n), OY: c.Y - 446/(256*n), K: 256 * n, W: 412, H: 892, Zoom: zoom, Scale: 1}
	f, set := faces(b), 0
	canvas := paint.New(v.W, v.H, color.White)
	for b.Loop() {
		set = Draw(canvas, v, f, &vectile.Light, ls, nil)
	}
	b.ReportMetric(float64(set), "words")
}
