package tiler

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"dianqin/chart/mbtiles"
)

// here is a place in open sea.
var here = orb.Point{124.5, 30.5}

func starting(t testing.TB, p Plan, features ...Feature) *Tiler {
	t.Helper()
	made, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if err := made.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	return made
}

func write(t testing.TB, made *Tiler) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pack.mbtiles")
	if err := made.Write(context.Background(), file, map[string]string{"name": "test"}); err != nil {
		t.Fatal(err)
	}
	return file
}

func open(t testing.TB, file string) *mbtiles.Archive {
	t.Helper()
	a, err := mbtiles.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// layers decodes the tile of a point, in degrees; nil where there is none.
func layers(t testing.TB, a *mbtiles.Archive, p orb.Point, z int) map[string][]*geojson.Feature {
	t.Helper()
	tile := maptile.At(p, maptile.Zoom(z))
	data, err := a.Tile(context.Background(), z, int(tile.X), int(tile.Y))
	if errors.Is(err, mbtiles.ErrNoTile) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	zr, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	all, err := mvt.Unmarshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	all.ProjectToWGS84(tile)
	out := map[string][]*geojson.Feature{}
	for _, l := range all {
		out[l.Name] = l.Features
	}
	return out
}

func quad(lon, lat, side float64) orb.Polygon {
	return orb.Polygon{{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}}
}
