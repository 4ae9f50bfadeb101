package vectile

import (
	"image/color"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
)

// wired is a tile with one line of a class across its middle.
func wired(t *testing.T, class string) *data {
	t.Helper()
	f := geojson.NewFeature(orb.LineString{{0, 2048}, {4096, 2048}})
	f.Properties["class"], f.Properties["name"] = class, "10kV锦和线"
	b, err := mvt.Marshal(mvt.Layers{
		{Name: "power", Version: 2, Extent: 4096, Features: []*geojson.Feature{f}},
		{Name: "power_name", Version: 2, Extent: 4096, Features: []*geojson.Feature{f}},
	})
	if err != nil {
		t.Fatal(err)
	}
	d, err := decode(b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPower_LinesAreDrawnAndNamedInEveryLook(t *testing.T) {
	for _, p := range []*Palette{&Light, &Dark, &Sunlight} {
		for _, class := range []string{"line", "minor_line", "cable", "service"} {
			d := wired(t, class)
			m := render(d, view{k: 512, zoom: 16, scale: 2, size: 512}, p)
			n := 0
			for x := range 512 {
				if near(m.RGBAAt(x, 256), p.Power) {
					n++
				}
			}
			if whole := class != "cable"; whole && n < 500 || !whole && (n < 200 || n > 400) {
				t.Errorf("%s, %s: %d of 512 pixels", p.Name, class, n)
			}
			if len(d.labels) != 1 || d.labels[0].kind != "wire" || d.labels[0].text != "10kV锦和线" {
				t.Errorf("%s: %+v", class, d.labels)
			}
		}
	}
}

func near(a, b color.RGBA) bool {
	off := func(x, y uint8) bool { return max(x, y)-min(x, y) > 40 }
	return !off(a.R, b.R) && !off(a.G, b.G) && !off(a.B, b.B)
}
