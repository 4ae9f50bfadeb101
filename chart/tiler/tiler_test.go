package tiler

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"pgregory.net/rapid"
)

func TestWrite_EqualFeaturesGiveEqualBytes(t *testing.T) {
	make := func() []byte {
		b, err := os.ReadFile(write(t, starting(t, Plan{MinZoom: 12, MaxZoom: 16},
			Feature{Layer: "road", Geometry: orb.LineString{here, {124.52, 30.51}}, Props: map[string]any{"class": "a", "name": "一", "lanes": 2, "toll": false}},
			Feature{Layer: "area", Geometry: quad(124.5, 30.5, 0.01), Props: map[string]any{"class": "b"}},
			Feature{Layer: "dot", Geometry: here, Props: map[string]any{"name": "二"}},
		)))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := make()
	for range 5 {
		if !bytes.Equal(first, make()) {
			t.Fatal("the second file differs from the first")
		}
	}
}

func TestWrite_APointIsInExactlyOneTileOfAZoom(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := orb.Point{rapid.Float64Range(-179, 179).Draw(r, "lon"), rapid.Float64Range(-80, 80).Draw(r, "lat")}
		made, err := New(Plan{MinZoom: 14, MaxZoom: 14})
		if err != nil {
			r.Fatal(err)
		}
		if err := made.Add(Feature{Layer: "dot", Geometry: p}); err != nil {
			r.Fatal(err)
		}
		empty, err := made.encode(nil)
		if err != nil {
			r.Fatal(err)
		}
		n := 0
		for e, err := range made.tiles {
			if err != nil {
				r.Fatal(err)
			}
			if bytes.Equal(e.Data, empty) {
				continue
			}
			want := maptile.At(p, 14)
			if e.X != int(want.X) || e.Y != int(want.Y) {
				// the nearest grid point may lie over the edge
				f := maptile.Fraction(p, 14)
				if math.Abs(f[0]-math.Round(f[0])) > 1e-3 && math.Abs(f[1]-math.Round(f[1])) > 1e-3 {
					r.Fatalf("%v is in %d/%d", p, e.X, e.Y)
				}
			}
			n++
		}
		if n != 1 {
			r.Fatalf("%d tiles", n)
		}
	})
}

// What is drawn lies where it is: within half a unit at the deepest zoom.
func TestWrite_KeepsPlaces(t *testing.T) {
	a := open(t, write(t, starting(t, Plan{MinZoom: 10, MaxZoom: 17}, Feature{Layer: "dot", Geometry: here})))
	for z := 10; z <= 17; z++ {
		got := layers(t, a, here, z)["dot"]
		if len(got) != 1 {
			t.Fatalf("zoom %d: %v", z, got)
		}
		p := got[0].Geometry.(orb.Point)
		if unit := 360 / math.Exp2(float64(z)) / extent; math.Abs(p[0]-here[0]) > unit || math.Abs(p[1]-here[1]) > unit {
			t.Errorf("zoom %d: %v", z, p)
		}
	}
}

func TestWrite_FollowsTheZoomsOfAFeature(t *testing.T) {
	a := open(t, write(t, starting(t, Plan{MinZoom: 12, MaxZoom: 15},
		Feature{Layer: "dot", Geometry: here, MinZoom: 13, MaxZoom: 14},
		Feature{Layer: "always", Geometry: here})))
	for z, want := range map[int]int{12: 0, 13: 1, 14: 1, 15: 0} {
		if got := len(layers(t, a, here, z)["dot"]); got != want {
			t.Errorf("zoom %d: %d", z, got)
		}
	}
}

func TestWrite_JoinsWhatIsAlikeAndKeepsPointsApart(t *testing.T) {
	name := map[string]any{"name": "x"}
	a := open(t, write(t, starting(t, Plan{MinZoom: 16, MaxZoom: 16},
		Feature{Layer: "house", Geometry: quad(124.5001, 30.5001, 0.0002)},
		Feature{Layer: "house", Geometry: quad(124.5006, 30.5001, 0.0002)},
		Feature{Layer: "house", Geometry: quad(124.5001, 30.5006, 0.0002), Props: name},
		Feature{Layer: "dot", Geometry: orb.Point{124.5002, 30.5002}, Props: name},
		Feature{Layer: "dot", Geometry: orb.Point{124.5003, 30.5003}, Props: name})))
	got := layers(t, a, orb.Point{124.5003, 30.5003}, 16)
	if len(got["house"]) != 2 || len(got["dot"]) != 2 {
		t.Errorf("%d houses and %d dots", len(got["house"]), len(got["dot"]))
	}
	if m, ok := got["house"][0].Geometry.(orb.MultiPolygon); !ok || len(m) != 2 {
		t.Errorf("%v", got["house"][0].Geometry)
	}
}

// A hole stays a hole, in every tile that it reaches into.
func TestWrite_TurnsRingsAsTheSpecificationWants(t *testing.T) {
	hole := quad(124.502, 30.502, 0.002)[0]
	outer := quad(124.5, 30.5, 0.006)[0]
	for _, turn := range []func(orb.Ring){func(orb.Ring) {}, orb.Ring.Reverse} {
		o, h := outer.Clone(), hole.Clone()
		turn(o)
		turn(h)
		a := open(t, write(t, starting(t, Plan{MinZoom: 17, MaxZoom: 17}, Feature{Layer: "area", Geometry: orb.Polygon{o, h}})))
		inHole := orb.Point{124.503, 30.503}
		edge := layers(t, a, orb.Point{124.5021, 30.5021}, 17)["area"]
		if len(edge) != 1 {
			t.Fatalf("%d areas at the edge of the hole", len(edge))
		}
		for _, f := range edge {
			p, ok := f.Geometry.(orb.Polygon)
			// clockwise on the screen, where y goes down, is clockwise in degrees too
			if !ok || len(p) != 2 || p[0].Orientation() != orb.CW || p[1].Orientation() != orb.CCW {
				t.Fatalf("%v", f.Geometry)
			}
		}
		if got := layers(t, a, inHole, 17)["area"]; len(got) == 0 {
			t.Error("the tile of the hole is gone")
		}
	}
}

func TestWrite_LeavesNoGapBetweenTiles(t *testing.T) {
	line := orb.LineString{{124.4, 30.47}, {124.6, 30.53}}
	a := open(t, write(t, starting(t, Plan{MinZoom: 15, MaxZoom: 15}, Feature{Layer: "road", Geometry: line})))
	for k := range 2000 {
		f := float64(k) / 2000
		p := orb.Point{line[0][0] + f*(line[1][0]-line[0][0]), line[0][1] + f*(line[1][1]-line[0][1])}
		got := layers(t, a, p, 15)["road"]
		if len(got) != 1 {
			t.Fatalf("no road at %v", p)
		}
		if b := got[0].Geometry.Bound(); b.Min[0] > p[0]+1e-5 || b.Max[0] < p[0]-1e-5 {
			t.Fatalf("the road does not reach %v: %v", p, b)
		}
	}
}

func TestWrite_FillsItsBoundsAndAround(t *testing.T) {
	b := orb.Bound{Min: orb.Point{124.49, 30.49}, Max: orb.Point{124.51, 30.51}}
	a := open(t, write(t, starting(t, Plan{MinZoom: 16, MaxZoom: 16, Bounds: b, Around: 1}, Feature{Layer: "dot", Geometry: here})))
	side := 360 / math.Exp2(16)
	if layers(t, a, orb.Point{124.509, 30.509}, 16) == nil || layers(t, a, orb.Point{124.49 - side, 30.5}, 16) == nil {
		t.Error("a tile is missing within or around")
	}
	if layers(t, a, orb.Point{124.49 - 2*side, 30.5}, 16) != nil {
		t.Error("a tile too many")
	}
	if got := a.Meta()["bounds"]; got != "124.49000,30.49000,124.51000,30.51000" {
		t.Error(got)
	}
}

func TestAdd_RefusesWhatNoTileHolds(t *testing.T) {
	made := starting(t, Plan{MinZoom: 12, MaxZoom: 14})
	for name, c := range map[string]struct {
		f    Feature
		want error
	}{
		"nothing":     {Feature{Layer: "x"}, ErrGeometry},
		"half a line": {Feature{Layer: "x", Geometry: orb.LineString{here}}, ErrGeometry},
		"no line":     {Feature{Layer: "x", Geometry: orb.MultiLineString{}}, ErrGeometry},
		"a flat ring": {Feature{Layer: "x", Geometry: orb.Polygon{{here, here}}}, ErrGeometry},
		"no ring":     {Feature{Layer: "x", Geometry: orb.Polygon{}}, ErrGeometry},
		"a heap":      {Feature{Layer: "x", Geometry: orb.Collection{here}}, ErrGeometry},
		"nowhere":     {Feature{Layer: "x", Geometry: orb.Point{math.NaN(), 3}}, ErrPlace},
		"metres":      {Feature{Layer: "x", Geometry: orb.Point{3456789, 456123}}, ErrPlace},
		"a list":      {Feature{Layer: "x", Geometry: here, Props: map[string]any{"a": []int{1}}}, ErrProperty},
	} {
		if err := made.Add(c.f); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if made.Len() != 0 {
		t.Error("something was taken all the same")
	}
}

func TestNew_RefusesAPlanThatFillsTheDisk(t *testing.T) {
	world := orb.Bound{Min: orb.Point{-170, -80}, Max: orb.Point{170, 80}}
	for _, p := range []Plan{{MinZoom: 5, MaxZoom: 4}, {MinZoom: -1}, {MaxZoom: 21}, {MaxZoom: 15, Bounds: world}, {Around: -1}} {
		if _, err := New(p); !errors.Is(err, ErrPlan) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	made := starting(t, Plan{MinZoom: 10, MaxZoom: 17}, Feature{Layer: "dot", Geometry: world.Min}, Feature{Layer: "dot", Geometry: world.Max})
	if err := made.Write(context.Background(), filepath.Join(t.TempDir(), "x"), nil); !errors.Is(err, ErrPlan) {
		t.Errorf("a world of houses: %v", err)
	}
}

func TestWrite_NothingIsNoPack(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	if err := starting(t, Plan{MaxZoom: 3}).Write(context.Background(), file, nil); !errors.Is(err, ErrPlan) {
		t.Error(err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a file was left")
	}
}

// shore is an area of many points over many tiles.
func shore(points int) orb.Polygon {
	var r orb.Ring
	for i := range points {
		a := 2 * math.Pi * float64(i) / float64(points)
		d := 0.1 + 0.01*math.Sin(40*a) + 0.0002*math.Sin(3000*a)
		r = append(r, orb.Point{124.5 + d*math.Cos(a), 30.5 + d*math.Sin(a)})
	}
	return orb.Polygon{append(r, r[0])}
}

// However a large area is cut, no tile inside it is bare, and none outside is filled.
func TestWrite_FillsALargeAreaTileByTile(t *testing.T) {
	a := open(t, write(t, starting(t, Plan{MinZoom: 14, MaxZoom: 14}, Feature{Layer: "sea", Geometry: shore(5000)})))
	for i := range 40 {
		for j := range 40 {
			p := orb.Point{124.4 + float64(i)*0.005, 30.4 + float64(j)*0.005}
			d := math.Hypot(p[0]-124.5, p[1]-30.5)
			got := len(layers(t, a, p, 14)["sea"])
			// a tile's side is 0.022 degrees
			if d < 0.05 && got != 1 || d > 0.15 && got != 0 {
				t.Errorf("%v, %.3f from the middle: %d", p, d, got)
			}
		}
	}
}

func BenchmarkWrite_ShoreOfHundredThousandPoints(b *testing.B) {
	made := starting(b, Plan{MinZoom: 10, MaxZoom: 16}, Feature{Layer: "sea", Geometry: shore(100_000)})
	file := filepath.Join(b.TempDir(), "pack.mbtiles")
	for b.Loop() {
		if err := made.Write(context.Background(), file, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite_TenThousandHouses(b *testing.B) {
	made := starting(b, Plan{MinZoom: 14, MaxZoom: 17})
	for i := range 10_000 {
		lon, lat := 124.5+float64(i%100)*0.0004, 30.5+float64(i/100)*0.0004
		if err := made.Add(Feature{Layer: "house", Geometry: quad(lon, lat, 0.0002), MinZoom: 15}); err != nil {
			b.Fatal(err)
		}
	}
	file := filepath.Join(b.TempDir(), "pack.mbtiles")
	for b.Loop() {
		if err := made.Write(context.Background(), file, nil); err != nil {
			b.Fatal(err)
		}
	}
}
