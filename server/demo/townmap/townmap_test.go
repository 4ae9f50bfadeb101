package townmap

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"dianqin/assets/maps"
	"dianqin/chart/mbtiles"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/server/demo"
)

// open opens the pack in the assets, which cmd/pack's test compares with what Write makes.
func open(t *testing.T) *mbtiles.Archive {
	t.Helper()
	file := filepath.Join(t.TempDir(), "town.mbtiles")
	if err := os.WriteFile(file, maps.Town(), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := mbtiles.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func region(t *testing.T, customers int) *demo.Region {
	t.Helper()
	r, err := demo.Generate(demo.Size{Customers: customers, Seed: 1, Now: 1790000000000})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// drawn is a layer of the tile that holds a point, in degrees.
type drawn struct {
	archive *mbtiles.Archive
	known   map[maptile.Tile]mvt.Layers
}

func (d *drawn) at(t *testing.T, p geo.Point, zoom int, layer string) *mvt.Layer {
	t.Helper()
	tile := maptile.At(orb.Point{p.Lon, p.Lat}, maptile.Zoom(zoom))
	layers, ok := d.known[tile]
	if !ok {
		data, err := d.archive.Tile(context.Background(), zoom, int(tile.X), int(tile.Y))
		if err != nil {
			t.Fatalf("tile %v: %v", tile, err)
		}
		zr, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(zr)
		if err != nil {
			t.Fatal(err)
		}
		if layers, err = mvt.Unmarshal(raw); err != nil {
			t.Fatal(err)
		}
		layers.ProjectToWGS84(tile)
		d.known[tile] = layers
	}
	for _, l := range layers {
		if l.Name == layer {
			return l
		}
	}
	return &mvt.Layer{}
}

// away is how many metres p lies outside the nearest house of its tile: 0 within one.
func away(p geo.Point, houses *mvt.Layer) float64 {
	plane, best := geo.NewPlane(p), math.Inf(1)
	for _, f := range houses.Features {
		polygons, ok := f.Geometry.(orb.MultiPolygon)
		if one, single := f.Geometry.(orb.Polygon); single {
			polygons, ok = orb.MultiPolygon{one}, true
		}
		if !ok {
			continue
		}
		for _, polygon := range polygons {
			ring := make(orb.Ring, len(polygon[0]))
			for i, c := range polygon[0] {
				ring[i][0], ring[i][1] = plane.XY(geo.Point{Lat: c[1], Lon: c[0]})
			}
			if planar.RingContains(ring, orb.Point{}) {
				return 0
			}
			best = min(best, planar.DistanceFrom(ring, orb.Point{}))
		}
	}
	return best
}

func point2(p model.Position) geo.Point { return geo.Point{Lat: p.Lat, Lon: p.Lon} }

// Whoever stands before a box of the demo stands before a house of the map.
func TestPack_EveryBoxCustomerAndAreaOfTheDemoIsAtAHouse(t *testing.T) {
	r := region(t, 2000)
	d := drawn{open(t), map[maptile.Tile]mvt.Layers{}}
	n := map[string]int{}
	err := r.Each(func(p fold.Put) error {
		var at model.Position
		switch rec := p.Record.(type) {
		case metering.Box:
			at = rec.Position
		case customer.Customer:
			at = rec.Position
		case grid.Area:
			at = rec.Position
		case grid.Station:
			at = rec.Position
		default:
			return nil
		}
		kind := fmt.Sprintf("%T", p.Record)
		n[kind]++
		if m := away(point2(at), d.at(t, point2(at), MaxZoom, "building")); m > 10 {
			t.Errorf("%s: %.1f m from any house", kind, m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n["customer.Customer"] != 2000 || n["metering.Box"] < 200 || n["grid.Area"] < len(r.Stations) || n["grid.Station"] != len(r.Stations) {
		t.Errorf("looked at %v", n)
	}
}

func TestPack_NamesEveryStationAndItsStreets(t *testing.T) {
	r := region(t, 2000)
	d := drawn{open(t), map[maptile.Tile]mvt.Layers{}}
	for _, s := range r.Stations {
		var names []string
		for _, f := range d.at(t, point2(s.Position), 14, "poi").Features {
			if f.Properties["class"] == "power" {
				names = append(names, f.Properties["name"].(string))
			}
		}
		if !slices.Contains(names, s.Name) {
			t.Errorf("%s is not on the map: %q", s.Name, names)
		}
	}
	seen := map[string]bool{}
	for _, c := range r.Town.Compounds {
		for _, f := range d.at(t, c.Gate, 16, "transportation_name").Features {
			seen[f.Properties["name"].(string)] = true
		}
	}
	for _, c := range r.Town.Compounds {
		if name := r.Town.Streets[c.Street].Name; !seen[name] {
			t.Errorf("%s, which addresses name, is on no map", name)
		}
	}
}

func TestPack_IsWholeAndCoversTheTown(t *testing.T) {
	r := region(t, 2000)
	a := open(t)
	report, err := a.Check(context.Background())
	if err != nil || report.Bad > 0 || len(report.Zooms) != MaxZoom-MinZoom+1 {
		t.Fatalf("%+v, %v", report, err)
	}
	b := a.Info().Bounds
	for i, h := range r.Town.Houses {
		if h.At.Lat < b[0].Lat || h.At.Lat > b[1].Lat || h.At.Lon < b[0].Lon || h.At.Lon > b[1].Lon {
			t.Errorf("house %d is not on the map", i)
		}
	}
	w, s, e, n := maps.Bounds()
	if got := mbtiles.Bounds(geo.Point{Lat: s, Lon: w}, geo.Point{Lat: n, Lon: e}); got != a.Meta()["bounds"] {
		t.Errorf("the assets say %s, the pack %s", got, a.Meta()["bounds"])
	}
}

// Nothing on land is under the sea.
func TestIsland_HoldsEveryHouseOfAnyTown(t *testing.T) {
	for _, customers := range []int{40, 300_000} {
		r := region(t, customers)
		coast := island(r.Town)
		for i, h := range r.Town.Houses {
			for _, corner := range h.Outline {
				if !planar.RingContains(coast, corner) {
					t.Fatalf("%d customers: house %d stands in the sea", customers, i)
				}
			}
		}
	}
}

func TestSplit_LosesNoSegment(t *testing.T) {
	line := orb.LineString{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}}
	for mask := range 16 {
		yes, no := split(line, func(i int) bool { return mask>>i&1 == 1 })
		length := 0.0
		for _, l := range slices.Concat(yes, no) {
			length += planar.Length(l)
		}
		if length != 4 {
			t.Errorf("mask %04b: %v and %v are %v long", mask, yes, no, length)
		}
		for _, l := range yes {
			if i := int(l[0][0]); mask>>i&1 == 0 {
				t.Errorf("mask %04b: %v is in", mask, l)
			}
		}
	}
}
