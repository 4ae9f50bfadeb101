package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb/geojson"

	"dianqin/chart/tiler"
)

// Whatever a file holds, it is read or refused with its name, never with a panic.
func FuzzReadFeatures(f *testing.F) {
	for _, text := range []string{"", "{", collection(feature(`{"name":"x"}`, spot)), feature(`{}`, street) + "\n" + feature(`{}`, house),
		`{"features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[]]}}]}`, `{"crs":5,"features":[]}`, `{"type":"Feature","geometry":null}`,
		`{"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[]},"properties":{"name":{"a":[1]}}}]}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "poi.geojson")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		to, err := tiler.New(tiler.Plan{MinZoom: 10, MaxZoom: 16})
		if err != nil {
			t.Fatal(err)
		}
		m := making{to: to, max: 16}
		err = readFeatures(path, func(n int, f *geojson.Feature) error {
			if f.Geometry != nil {
				for as := range rows() {
					_ = m.feature(layer{File: path, As: as}, rows()[as], 0, f)
				}
			}
			return nil
		})
		var bad *badFeature
		if err != nil && (!errors.As(err, &bad) || bad.file != path) {
			t.Errorf("%v", err)
		}
	})
}
