package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

// folder writes files, a name and its text in turn.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// pack runs the program and gives what it prints.
func pack(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), args, &out, io.Discard)
	return out.String(), err
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func feature(props, geometry string) string {
	return `{"type":"Feature","properties":` + props + `,"geometry":` + geometry + `}`
}

const (
	street = `{"type":"LineString","coordinates":[[121.5,31.2],[121.51,31.2]]}`
	house  = `{"type":"Polygon","coordinates":[[[121.505,31.2005],[121.5053,31.2005],[121.5053,31.2007],[121.505,31.2007],[121.505,31.2005]]]}`
	spot   = `{"type":"Point","coordinates":[121.505,31.2006,4.5]}`
)

// on decodes what a pack shows at a place: "layer class name", or "layer name".
func on(t *testing.T, file string, at orb.Point, z int) map[string][]*geojson.Feature {
	t.Helper()
	a, err := mbtiles.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	tile := maptile.At(at, maptile.Zoom(z))
	data, err := a.Tile(t.Context(), z, int(tile.X), int(tile.Y))
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
	layers, err := mvt.Unmarshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	layers.ProjectToWGS84(tile)
	out := map[string][]*geojson.Feature{}
	for _, l := range layers {
		for _, f := range l.Features {
			key := l.Name
			for _, k := range []string{"class", "name", "housenumber"} {
				if s, ok := f.Properties[k].(string); ok {
					key += " " + s
				}
			}
			out[key] = append(out[key], f)
		}
	}
	return out
}

func TestMake_DrawsAUtilitysOwnData(t *testing.T) {
	dir := folder(t,
		"road.geojson", collection(feature(`{"class":"primary","name":"锦和路"}`, street)),
		"building-east.geojson", "\xef\xbb\xbf"+collection(feature(`{}`, house), feature(`null`, "null")),
		"lines.geojson", feature(`{"线路":"10kV锦和线","电压":"10kV"}`, street)+"\n\x1e"+feature(`{"线路":"110kV东线","电压":110}`, street),
		"list.json", `{"layers":[
			{"file":"lines.geojson","as":"power","kind_by":"电压","kinds":{"10kV":"minor_line","110":"line"},"name":"线路"},
			{"file":"numbers.geojson","as":"number"},
			{"file":"stations.geojson","as":"poi","kind":"power"}]}`,
		"numbers.geojson", collection(feature(`{"number":12}`, spot)),
		"stations.geojson", collection(feature(`{"name":"锦和供电所"}`, house)),
	)
	file := filepath.Join(dir, "own.mbtiles")
	in := func(name string) string { return filepath.Join(dir, name) }
	said, err := pack(t, "make", "-o", file, "-name", "锦和供电所", "-station", "31010", "-version", "2026-11", "-attribution", "示例公司",
		in("road.geojson"), in("building-east.geojson"), in("list.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said, "1 features without a geometry") {
		t.Error(said)
	}
	got := on(t, file, orb.Point{121.5051, 31.2006}, 16)
	for _, want := range []string{"transportation primary", "transportation_name primary 锦和路", "building",
		"power minor_line", "power_name minor_line 10kV锦和线", "power line", "power_name line 110kV东线", "housenumber 12", "poi power 锦和供电所"} {
		if len(got[want]) != 1 {
			t.Errorf("%s: %d", want, len(got[want]))
		}
	}
	if len(on(t, file, orb.Point{121.505, 31.2006}, 11)) != 2 { // a road of the first class and a high line
		t.Errorf("zoom 11: %v", on(t, file, orb.Point{121.505, 31.2006}, 11))
	}
	said, err = pack(t, "check", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"锦和供电所", "2026-11", "示例公司", "WGS84", "10 to 16", "transportation_name building power", "whole:"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}

func TestMake_GivesTheSameBytesAgain(t *testing.T) {
	dir := folder(t, "road.geojson", collection(feature(`{"class":"minor","name":"一路"}`, street)), "building.geojson", collection(feature(`{"name":"楼"}`, house)))
	var before []byte
	for i := range 3 {
		file := filepath.Join(t.TempDir(), "own.mbtiles")
		if _, err := pack(t, "make", "-o", file, filepath.Join(dir, "road.geojson"), filepath.Join(dir, "building.geojson")); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 && !bytes.Equal(b, before) {
			t.Fatal("another file")
		}
		before = b
	}
}

// A place that is given in another datum lies where it is in WGS84: some 500 m away.
func TestMake_ConvertsTheDatum(t *testing.T) {
	true84 := geo.Point{Lat: 31.2006, Lon: 121.505}
	for flag, datum := range map[string]geo.Datum{"gcj02": geo.GCJ02, "BD-09": geo.BD09, "cgcs2000": geo.WGS84} {
		said := geo.Convert(true84, geo.WGS84, datum)
		dir := folder(t, "poi.geojson", collection(feature(`{"name":"x"}`, fmt.Sprintf(`{"type":"Point","coordinates":[%.9f,%.9f]}`, said.Lon, said.Lat))))
		file := filepath.Join(dir, "own.mbtiles")
		if _, err := pack(t, "make", "-o", file, "-datum", flag, filepath.Join(dir, "poi.geojson")); err != nil {
			t.Fatal(err)
		}
		got := on(t, file, orb.Point{true84.Lon, true84.Lat}, 16)["poi other x"]
		if len(got) != 1 {
			t.Fatalf("%s: it is not there", flag)
		}
		p := got[0].Geometry.(orb.Point)
		if m := geo.Distance(true84, geo.Point{Lat: p[1], Lon: p[0]}); m > 0.2 {
			t.Errorf("%s: %.2f m away", flag, m)
		}
	}
}

func TestMake_SaysWhichFeatureOfWhichFileIsBad(t *testing.T) {
	good := feature(`{"name":"x"}`, spot)
	for name, c := range map[string]struct{ file, text, want string }{
		"cut off":        {"poi.geojson", collection(good)[:140], "the file ends in the middle"},
		"metres":         {"poi.geojson", collection(good, feature(`{"name":"y"}`, `{"type":"Point","coordinates":[3456789,456123]}`)), "poi.geojson: feature 2: "},
		"GBK":            {"poi.geojson", collection(good, feature("{\"name\":\"\xbd\xf5\xba\xcd\"}", spot)), "feature 2: its words are not UTF-8"},
		"its own frame":  {"poi.geojson", `{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4547"}},` + collection(good)[1:], "EPSG::4547"},
		"not a line":     {"road.geojson", collection(feature(`{}`, spot)), "road.geojson: feature 1: a Point where lines are wanted"},
		"half a line":    {"road.geojson", collection(feature(`{}`, `{"type":"LineString","coordinates":[[121,31]]}`)), "feature 1: "},
		"nothing":        {"poi.geojson", collection(), "there is no feature in it"},
		"not GeoJSON":    {"poi.geojson", `["a"]`, "it is no GeoJSON"},
		"a word":         {"poi.geojson", `hello`, "poi.geojson: invalid character"},
		"an odd feature": {"poi.geojson", collection(`{"type":"Feature","geometry":{"type":"Circle"},"properties":{}}`), "feature 1: "},
		"unknown row":    {"pole.geojson", collection(good), `"pole" is no row of the table; there are building, green`},
		"bad list":       {"list.json", `{"layers":[{"file":"x","as":"road","kind":"motorvay"}]}`, `"motorvay" is no kind of road`},
		"odd list":       {"list.json", `{"layer":[]}`, "it is no list of layers"},
		"a heap":         {"poi.geojson", collection(feature(`{}`, `{"type":"GeometryCollection","geometries":[]}`)), "feature 1"},
	} {
		dir := folder(t, c.file, c.text)
		file := filepath.Join(dir, "own.mbtiles")
		_, err := pack(t, "make", "-o", file, filepath.Join(dir, c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s: a file was written all the same", name)
		}
	}
}

func TestMake_LeavesBadFeaturesOutWhereItIsAsked(t *testing.T) {
	dir := folder(t, "road.geojson", collection(feature(`{}`, street), feature(`{}`, spot), feature(`{}`, house)))
	said, err := pack(t, "make", "-skip", "-o", filepath.Join(dir, "own.mbtiles"), filepath.Join(dir, "road.geojson"))
	if err != nil || !strings.Contains(said, "2 features were left out") || !strings.Contains(said, "feature 2: a Point") {
		t.Errorf("%q, %v", said, err)
	}
}

func TestMake_RefusesFlagsThatSayNothing(t *testing.T) {
	dir := folder(t, "poi.geojson", collection(feature(`{"name":"x"}`, spot)))
	in, file := filepath.Join(dir, "poi.geojson"), filepath.Join(dir, "x.mbtiles")
	for _, args := range [][]string{
		{"make", in}, {"make", "-o", file}, {"make", "-o", file, "-datum", "beijing54", in}, {"make", "-o", file, "-approval-checked", "2026-01-01", in},
		{"make", "-o", file, "-approval", "GS(2026)1", "-approval-checked", "yesterday", in}, {"make", "-o", file, "-max", "33", in}, {"bake"}, {},
		{"cut", "-bbox", "1,2,3", file, in}, {"cut", "-bbox", "a,2,3,4", file, in}, {"check"}, {"raster", "-o", file, filepath.Join(dir, "none")},
	} {
		if _, err := pack(t, args...); err == nil {
			t.Errorf("%q was done", args)
		}
	}
}

func TestCut_TakesAPartAndCheckSaysWhatIsBroken(t *testing.T) {
	dir := folder(t, "road.geojson", collection(feature(`{"name":"长路"}`, `{"type":"LineString","coordinates":[[121.4,31.2],[121.6,31.2]]}`)))
	whole, part := filepath.Join(dir, "whole.mbtiles"), filepath.Join(dir, "part.mbtiles")
	if _, err := pack(t, "make", "-o", whole, filepath.Join(dir, "road.geojson")); err != nil {
		t.Fatal(err)
	}
	if _, err := pack(t, "cut", "-bbox", "121.5,31.1,121.55,31.3", "-name", "东", whole, part); err != nil {
		t.Fatal(err)
	}
	if got := on(t, part, orb.Point{121.52, 31.2001}, 16); len(got["transportation minor"]) != 1 {
		t.Errorf("%v", got)
	}
	b, err := os.ReadFile(part)
	if err != nil {
		t.Fatal(err)
	}
	for want, text := range map[string][]byte{"pack_cut": b[:len(b)/2], "pack_foreign": []byte(strings.Repeat("PMTiles", 99)), "pack_broken": scratched(b)} {
		bad := filepath.Join(t.TempDir(), "bad.mbtiles")
		if err := os.WriteFile(bad, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := pack(t, "check", bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := pack(t, "check", filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "pack_missing") {
		t.Error(err)
	}
}

// scratched is a pack whose later pages hold nonsense.
func scratched(b []byte) []byte {
	out := bytes.Clone(b)
	for i := 4096; i < len(out); i++ {
		out[i] = byte(i * 7)
	}
	return out
}

func TestRaster_PacksAFolderOfPictures(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"3/6/3.png", "4/13/6.png", "4/13/7.png", "4/13/note.txt"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("\x89PNG\r\n\x1a\n"+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "air.mbtiles")
	if _, err := pack(t, "raster", "-o", file, "-datum", "gcj02", "-attribution", "航拍", dir); err != nil {
		t.Fatal(err)
	}
	a, err := mbtiles.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	i := a.Info()
	if i.Format != mbtiles.PNG || i.Datum != geo.GCJ02 || i.MinZoom != 3 || i.MaxZoom != 4 || math.Abs(i.Bounds[0].Lon-112.5) > 1e-4 {
		t.Errorf("%+v", i)
	}
	if data, err := a.Tile(t.Context(), 4, 13, 6); err != nil || !bytes.HasSuffix(data, []byte("4/13/6.png")) {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := pack(t, "check", file); err != nil {
		t.Error(err)
	}
}
