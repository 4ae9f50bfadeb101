package tiler

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

func TestCrop_TakesTheTilesOfThePart(t *testing.T) {
	east, west := orb.Point{124.58, 30.5}, orb.Point{124.42, 30.5}
	whole := open(t, write(t, starting(t, Plan{MinZoom: 12, MaxZoom: 16},
		Feature{Layer: "dot", Geometry: here}, Feature{Layer: "dot", Geometry: east}, Feature{Layer: "dot", Geometry: west})))
	file := filepath.Join(t.TempDir(), "part.mbtiles")
	b := orb.Bound{Min: orb.Point{124.55, 30.4}, Max: orb.Point{124.7, 30.6}}
	if err := Crop(context.Background(), whole, file, b, map[string]string{"name": "east"}); err != nil {
		t.Fatal(err)
	}
	part := open(t, file)
	if i := part.Info(); i.Name != "east" || i.MaxZoom != 16 || i.Bounds[0].Lon != 124.55 || math.Abs(i.Bounds[1].Lon-124.58) > 1e-9 {
		t.Errorf("%+v", i)
	}
	if len(layers(t, part, east, 16)["dot"]) != 1 || layers(t, part, west, 16) != nil {
		t.Error("not the eastern part")
	}
	far := orb.Bound{Min: orb.Point{10, 10}, Max: orb.Point{11, 11}}
	if err := Crop(context.Background(), whole, file+"2", far, nil); !errors.Is(err, ErrPlan) {
		t.Errorf("a part of nothing: %v", err)
	}
}

// The bounds are meant in WGS84 whatever the pack's datum is: some 500 m beside.
func TestCrop_FindsThePlaceInAnotherDatum(t *testing.T) {
	at := geo.Point{Lat: 31.2, Lon: 121.5}
	tile := func(p geo.Point) (x, y int) {
		w := geo.Project(p)
		return int(w.X * (1 << 18)), int(w.Y * (1 << 18))
	}
	x, y := tile(geo.Convert(at, geo.WGS84, geo.GCJ02))
	if wx, wy := tile(at); wx == x && wy == y {
		t.Fatal("the datums do not differ here")
	}
	dir := t.TempDir()
	whole, part := filepath.Join(dir, "whole"), filepath.Join(dir, "part")
	meta := map[string]string{"format": "png", "minzoom": "18", "maxzoom": "18", "datum": "GCJ02"}
	err := mbtiles.Write(t.Context(), whole, meta, func(yield func(mbtiles.Entry, error) bool) {
		for i := range 81 {
			if !yield(mbtiles.Entry{Z: 18, X: x - 4 + i%9, Y: y - 4 + i/9, Data: []byte{0x89, 'P', 'N', 'G', byte(i)}}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	b := orb.Bound{Min: orb.Point{at.Lon - 1e-6, at.Lat - 1e-6}, Max: orb.Point{at.Lon + 1e-6, at.Lat + 1e-6}}
	if err := Crop(t.Context(), open(t, whole), part, b, nil); err != nil {
		t.Fatal(err)
	}
	cut := open(t, part)
	if _, err := cut.Tile(t.Context(), 18, x, y); err != nil {
		t.Error(err)
	}
	if r, err := cut.Check(t.Context()); err != nil || r.Tiles > 4 {
		t.Errorf("%+v, %v", r, err)
	}
}
