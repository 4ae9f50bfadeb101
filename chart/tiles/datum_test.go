package tiles

import (
	"context"
	"image"
	"image/color"
	"math"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model/geo"
)

// spot is a source that paints one white pixel where a WGS84 position lies in its datum.
type spot struct {
	at    geo.Point
	datum geo.Datum
}

func (s spot) Info() Info {
	return Info{Name: "spot", Datum: s.datum, MinZoom: 1, MaxZoom: 18, Attribution: "© us"}
}

func (s spot) Tile(_ context.Context, id ID, _ float32) (*image.RGBA, error) {
	m := filled(256, color.RGBA{0, 0, 0, 255})
	w := geo.Project(geo.Convert(s.at, geo.WGS84, s.datum))
	nw, side := id.World()
	x, y := int(math.Floor((w.X-nw.X)/side*256)), int(math.Floor((w.Y-nw.Y)/side*256))
	if x >= 0 && y >= 0 && x < 256 && y < 256 {
		m.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
	}
	return m, nil
}

// centroid is where the light of a picture lies, in pixels; lit is how much there is.
func centroid(m *image.RGBA) (x, y, lit float64) {
	for j := range m.Rect.Dy() {
		for i := range m.Rect.Dx() {
			v := float64(m.RGBAAt(i, j).R)
			x, y, lit = x+v*(float64(i)+0.5), y+v*(float64(j)+0.5), lit+v
		}
	}
	return x / lit, y / lit, lit
}

// A place drawn by a map of any datum lies within two pixels of where WGS84 says it is,
// anywhere in the country and at every zoom that is looked at.
func TestOnWGS84_PutsPlacesWhereTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := geo.Point{Lat: rapid.Float64Range(20, 50).Draw(t, "lat"), Lon: rapid.Float64Range(80, 130).Draw(t, "lon")}
		z := rapid.IntRange(9, 18).Draw(t, "zoom")
		datum := rapid.SampledFrom([]geo.Datum{geo.GCJ02, geo.BD09}).Draw(t, "datum")
		w := geo.Project(at)
		n := math.Exp2(float64(z))
		id := ID{z, int(w.X * n), int(w.Y * n)}
		m, err := OnWGS84(spot{at: at, datum: datum}).Tile(t.Context(), id, 1)
		if err != nil {
			t.Fatal(err)
		}
		wx, wy := (w.X*n-float64(id.X))*256, (w.Y*n-float64(id.Y))*256
		if wx < 3 || wy < 3 || wx > 253 || wy > 253 {
			t.Skip("it may lie on the neighbour")
		}
		x, y, lit := centroid(m)
		if lit == 0 || math.Hypot(x-wx, y-wy) > 2 {
			t.Fatalf("at %.1f, %.1f, should be at %.1f, %.1f (light %g)", x, y, wx, wy, lit)
		}
	})
}

// Without the shift the same place would be hundreds of metres off: the test above can fail.
func TestOnWGS84_IsNeeded(t *testing.T) {
	at := geo.Point{Lat: 31.2, Lon: 121.6}
	d := geo.Distance(at, geo.Convert(at, geo.WGS84, geo.GCJ02))
	if px := d / geo.MetresPerPixel(31.2, 16); px < 100 {
		t.Fatalf("%g pixels", px)
	}
}

func TestOnWGS84_HasNoSeams(t *testing.T) {
	s := OnWGS84(slope{geo.GCJ02})
	w := geo.Project(geo.Point{Lat: 31.2, Lon: 121.6})
	id := ID{14, int(w.X * 16384), int(w.Y * 16384)}
	a, err := s.Tile(t.Context(), id, 1)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Tile(t.Context(), ID{14, id.X + 1, id.Y}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for y := range 256 {
		l, r := int(a.RGBAAt(255, y).R), int(b.RGBAAt(0, y).R)
		if d := (r - l + 256) % 256; d > 2 {
			t.Fatalf("row %d: %d beside %d", y, l, r)
		}
	}
}

// slope is a source whose colour rises by one a pixel eastwards, on and on.
type slope struct{ datum geo.Datum }

func (s slope) Info() Info { return Info{Datum: s.datum} }

func (s slope) Tile(_ context.Context, id ID, _ float32) (*image.RGBA, error) {
	m := image.NewRGBA(image.Rect(0, 0, 256, 256))
	for y := range 256 {
		for x := range 256 {
			m.SetRGBA(x, y, color.RGBA{uint8(x), 0, 0, 255})
		}
	}
	return m, nil
}

func TestOnWGS84_LeavesWGS84Alone(t *testing.T) {
	s := spot{datum: geo.WGS84}
	if OnWGS84(s) != Source(s) {
		t.Fatal("it was wrapped")
	}
	if i := OnWGS84(spot{datum: geo.BD09}).Info(); i.Datum != geo.WGS84 || i.Attribution != "© us" {
		t.Fatalf("%+v", i)
	}
}

// words is a source of one word in its own datum.
type words struct{ spot }

func (w words) LabelTile(id ID) ID { return id }

func (w words) Labels(context.Context, ID) ([]Label, error) {
	p := geo.Project(geo.Convert(w.at, geo.WGS84, w.datum))
	return []Label{{Text: "门", At: p, Line: []geo.World{p}}}, nil
}

func TestOnWGS84_MovesWordsToo(t *testing.T) {
	at := geo.Point{Lat: 31.2, Lon: 121.6}
	l, ok := OnWGS84(words{spot{at: at, datum: geo.GCJ02}}).(Labeller)
	if !ok {
		t.Fatal("the words were lost")
	}
	got, err := l.Labels(t.Context(), l.LabelTile(ID{14, 1, 1}))
	if err != nil || len(got) != 1 {
		t.Fatal(err)
	}
	for _, w := range []geo.World{got[0].At, got[0].Line[0]} {
		if d := geo.Distance(geo.Unproject(w), at); d > 0.01 {
			t.Errorf("%g m off", d)
		}
	}
}

// still is a source whose one picture is there already.
type still struct{ img *image.RGBA }

func (still) Info() Info { return Info{Datum: geo.GCJ02} }

func (s still) Tile(context.Context, ID, float32) (*image.RGBA, error) { return s.img, nil }

func BenchmarkOnWGS84(b *testing.B) {
	s := OnWGS84(still{filled(256, color.RGBA{9, 9, 9, 255})})
	for b.Loop() {
		if _, err := s.Tile(b.Context(), somewhere, 1); err != nil {
			b.Fatal(err)
		}
	}
}
