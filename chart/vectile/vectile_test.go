package vectile

import (
	"bytes"
	"errors"
	"image/color"
	"math"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

// feature is one thing of a layer; props are pairs.
func feature(g orb.Geometry, props ...any) *geojson.Feature {
	f := geojson.NewFeature(g)
	for i := 0; i+1 < len(props); i += 2 {
		f.Properties[props[i].(string)] = props[i+1]
	}
	return f
}

func layer(name string, fs ...*geojson.Feature) *mvt.Layer {
	return &mvt.Layer{Name: name, Version: 2, Extent: 4096, Features: fs}
}

func packed(t testing.TB, ls ...*mvt.Layer) []byte {
	t.Helper()
	b, err := mvt.MarshalGzipped(ls)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func square(x0, y0, x1, y1 float64) orb.Polygon {
	return orb.Polygon{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}
}

// one is a pack with a single tile at 14/100/50.
func one(t testing.TB, data []byte) *Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p.mbtiles")
	meta := map[string]string{"format": "pbf", "minzoom": "14", "maxzoom": "14", "name": "Test"}
	err := mbtiles.Write(t.Context(), path, meta, func(yield func(mbtiles.Entry, error) bool) {
		yield(mbtiles.Entry{Z: 14, X: 100, Y: 50, Data: data}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, path)
}

func opened(t testing.TB, path string) *Source {
	t.Helper()
	a, err := mbtiles.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	s, err := New(a, &Light)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var there = tiles.ID{Z: 14, X: 100, Y: 50}

func TestTile_PaintsAreasAndHoles(t *testing.T) {
	lake := square(1024, 1024, 3072, 3072)
	lake = append(lake, orb.Ring{{1800, 1800}, {1800, 2300}, {2300, 2300}, {2300, 1800}, {1800, 1800}})
	s := one(t, packed(t, layer("water", feature(lake))))
	m, err := s.Tile(t.Context(), there, 1)
	if err != nil || m.Rect.Dx() != 256 {
		t.Fatal(err)
	}
	for p, want := range map[[2]int]color.RGBA{{70, 70}: Light.Water, {128, 128}: Light.Land, {10, 10}: Light.Land, {250, 128}: Light.Land} {
		if got := m.RGBAAt(p[0], p[1]); got != want {
			t.Errorf("%v: %v, want %v", p, got, want)
		}
	}
}

func TestTile_ScaleGivesMorePixels(t *testing.T) {
	s := one(t, packed(t, layer("water", feature(square(0, 0, 2048, 2048)))))
	for _, scale := range []float32{1, 1.5, 2, 3} {
		m, err := s.Tile(t.Context(), there, scale)
		side := int(256*scale + 0.5)
		if err != nil || m.Rect.Dx() != side || m.RGBAAt(side/4, side/4) != Light.Water || m.RGBAAt(side*3/4, side*3/4) != Light.Land {
			t.Errorf("%g: %v", scale, err)
		}
	}
}

func TestTile_BelowTheDataTheAncestorIsDrawnSharp(t *testing.T) {
	// The south-east quarter of the tile is water: of its child, the south-east quarter of it.
	s := one(t, packed(t, layer("water", feature(square(2048, 2048, 4096, 4096)))))
	for id, want := range map[tiles.ID]color.RGBA{
		{Z: 15, X: 200, Y: 100}:   Light.Land,
		{Z: 15, X: 201, Y: 101}:   Light.Water,
		{Z: 17, X: 800, Y: 400}:   Light.Land,
		{Z: 17, X: 807, Y: 407}:   Light.Water,
		{Z: 20, X: 6463, Y: 3263}: Light.Water,
	} {
		m, err := s.Tile(t.Context(), id, 1)
		if err != nil || m.RGBAAt(128, 128) != want {
			t.Errorf("%v: %v", id, err)
		}
		if l := s.LabelTile(id); l != there {
			t.Errorf("%v: words from %v", id, l)
		}
	}
	if i := s.Info(); i.MinZoom != 14 || i.MaxZoom != Deepest {
		t.Errorf("%+v", i)
	}
}

func TestTile_NothingThereIsNone(t *testing.T) {
	s := one(t, packed(t))
	if _, err := s.Tile(t.Context(), tiles.ID{Z: 14, X: 3, Y: 3}, 1); !errors.Is(err, tiles.ErrNone) {
		t.Error(err)
	}
	if _, err := s.Labels(t.Context(), tiles.ID{Z: 14, X: 3, Y: 3}); !errors.Is(err, tiles.ErrNone) {
		t.Error(err)
	}
	if m, err := s.Tile(t.Context(), there, 1); err != nil || m.RGBAAt(9, 9) != Light.Land {
		t.Errorf("a tile without layers is land: %v", err)
	}
}

func TestTile_RubbishIsSaidToBeRubbish(t *testing.T) {
	whole := packed(t, layer("water", feature(square(0, 0, 4096, 4096), "class", "lake")))
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(make([]byte, maxPlain+1))
	z.Close()
	for name, b := range map[string][]byte{"text": []byte("\x1ahello"), "cut": whole[:len(whole)/2], "a bomb": bomb.Bytes(), "gzip of nothing": {0x1f, 0x8b, 8}} {
		s := one(t, b)
		if _, err := s.Tile(t.Context(), there, 1); !errors.Is(err, &tiles.Error{Code: tiles.Rubbish}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNew_TakesVectorsOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.mbtiles")
	err := mbtiles.Write(t.Context(), path, map[string]string{"format": "png", "minzoom": "1", "maxzoom": "1"}, func(yield func(mbtiles.Entry, error) bool) {
		yield(mbtiles.Entry{Z: 1, Data: []byte("\x89PNG")}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := mbtiles.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := New(a, &Light); err == nil {
		t.Fatal("pictures were taken for vectors")
	}
}

func TestLabels_TellWhatStandsWhere(t *testing.T) {
	s := one(t, packed(t,
		layer("place", feature(orb.Point{2048, 1024}, "class", "city", "name", "Qinglin", "name:zh", "青林")),
		layer("poi", feature(orb.Point{0, 0}, "class", "school", "name", " 一小 ", "rank", 2), feature(orb.Point{1, 1}, "class", "office")),
		layer("transportation_name", feature(orb.LineString{{0, 2048}, {4096, 2048}}, "class", "primary", "name", "青年路")),
		layer("housenumber", feature(orb.Point{4096, 4096}, "housenumber", "12号")),
		layer("contours", feature(orb.Point{5, 5}, "name", "of no use")),
	))
	got, err := s.Labels(t.Context(), there)
	if err != nil {
		t.Fatal(err)
	}
	nw, side := there.World()
	want := []tiles.Label{
		{Text: "青林", Kind: "city", Rank: 0, At: geo.World{X: nw.X + side/2, Y: nw.Y + side/4}},
		{Text: "一小", Kind: "school", Rank: 6, At: nw},
		{Text: "青年路", Kind: "road", Rank: 2},
		{Text: "12号", Kind: "number", Rank: 20, At: geo.World{X: nw.X + side, Y: nw.Y + side}},
	}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		g := got[i]
		if g.Text != w.Text || g.Kind != w.Kind || g.Rank != w.Rank || math.Abs(g.At.X-w.At.X)+math.Abs(g.At.Y-w.At.Y) > 1e-12 && len(g.Line) == 0 {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	if l := got[2].Line; len(l) != 2 || math.Abs(l[1].X-l[0].X-side) > 1e-12 {
		t.Errorf("%+v", l)
	}
}

func TestNumber_ReadsWhatWritersWrite(t *testing.T) {
	for _, c := range []struct {
		v    any
		want int
	}{{3.0, 3}, {int64(4), 4}, {uint64(5), 5}, {6, 6}, {"7", 5}, {nil, 5}, {-1, 30}, {math.NaN(), 30}, {uint64(math.MaxUint64), 30}, {math.Inf(1), 30}} {
		if got := number(c.v); got != c.want {
			t.Errorf("%v: %d", c.v, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(packed(f, layer("water", feature(square(0, 0, 4096, 4096), "class", "lake"))))
	plain, err := mvt.Marshal(mvt.Layers{
		layer("transportation", feature(orb.LineString{{0, 0}, {9, 9}, {4096, 1}}, "class", "primary", "brunnel", "bridge")),
		layer("poi", feature(orb.Point{1, 2}, "name", "门", "rank", 3)),
		layer("building", feature(orb.MultiPolygon{square(1, 1, 5, 5), square(7, 7, 9, 9)})),
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain)
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := decode(b)
		if err != nil {
			return
		}
		v := view{k: 64, zoom: 16, scale: 1, size: 64}
		render(d, v, &Light)
	})
}
