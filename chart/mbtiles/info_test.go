package mbtiles

import (
	"database/sql"
	"maps"
	"path/filepath"
	"testing"

	"dianqin/data/model/geo"
)

func with(more map[string]string) map[string]string {
	m := maps.Clone(plain)
	maps.Copy(m, more)
	return m
}

func TestInfo_IsWhatTheRowsSay(t *testing.T) {
	got := opened(t, written(t, map[string]string{
		"name": "锦绣", "format": "JPEG", "version": "3", "attribution": "© 自绘", "approval": "GS(2026)1号",
		"approval_checked": "2026-11-20", "datum": "gcj02", "minzoom": "10", "maxzoom": "14", "bounds": " 121.5,31.1, 121.7,31.3",
	}, Entry{Z: 10, Data: png})).Info()
	want := Info{
		Name: "锦绣", Format: JPEG, Version: "3", Attribution: "© 自绘", Approval: "GS(2026)1号", ApprovalChecked: "2026-11-20",
		Datum: geo.GCJ02, MinZoom: 10, MaxZoom: 14, Bounds: [2]geo.Point{{Lat: 31.1, Lon: 121.5}, {Lat: 31.3, Lon: 121.7}},
	}
	if got != want {
		t.Fatalf("%+v", got)
	}
}

func TestInfo_WhatIsMissingIsFoundInTheTiles(t *testing.T) {
	for name, meta := range map[string]map[string]string{
		"nothing said":      {},
		"zooms of nonsense": {"format": "a picture", "minzoom": "x", "maxzoom": "99"},
		"zooms turned":      {"minzoom": "6", "maxzoom": "5"},
	} {
		i := opened(t, written(t, meta, Entry{Z: 5, Data: pbf}, Entry{Z: 7, Data: pbf})).Info()
		if i.MinZoom != 5 || i.MaxZoom != 7 || i.Format != PBF || !i.Vector() || i.Datum != geo.WGS84 {
			t.Errorf("%s: %+v", name, i)
		}
	}
	if _, err := Open(t.Context(), written(t, nil)); code(err) != Broken {
		t.Errorf("no tile at all: %v", err)
	}
	if _, err := Open(t.Context(), written(t, nil, Entry{Z: 1, Data: []byte("hello")})); code(err) != Foreign {
		t.Errorf("tiles that are none: %v", err)
	}
}

func TestOpen_ADatumThatNobodyKnowsIsRefused(t *testing.T) {
	_, err := Open(t.Context(), written(t, with(map[string]string{"datum": "Beijing 1954"}), Entry{Z: 1, Data: png}))
	if code(err) != Datum {
		t.Fatal(err)
	}
}

func TestParseDatum(t *testing.T) {
	for s, want := range map[string]geo.Datum{
		"": geo.WGS84, "WGS84": geo.WGS84, "wgs 84": geo.WGS84, "CGCS2000": geo.WGS84, "EPSG:4490": geo.WGS84,
		"GCJ-02": geo.GCJ02, "gcj02": geo.GCJ02, geo.GCJ02.String(): geo.GCJ02, geo.BD09.String(): geo.BD09, " bd-09 ": geo.BD09,
	} {
		if got, ok := ParseDatum(s); !ok || got != want {
			t.Errorf("%q: %v %v", s, got, ok)
		}
	}
	if _, ok := ParseDatum("EPSG:2437"); ok {
		t.Error("a plane of metres was taken for degrees")
	}
}

func TestBounds_NonsenseIsAsGoodAsNothing(t *testing.T) {
	for _, s := range []string{"", "1,2,3", "a,b,c,d", "NaN,NaN,NaN,NaN", "121,31,122,191", "122,31,121,32", "121,31,121,31", "1,2,3,4,5"} {
		if b := bounds(s); b != ([2]geo.Point{}) {
			t.Errorf("%q: %v", s, b)
		}
	}
	sw, ne := geo.Point{Lat: 31.12345, Lon: 121.5}, geo.Point{Lat: 31.3, Lon: 121.70001}
	if b := bounds(Bounds(sw, ne)); b != [2]geo.Point{sw, ne} {
		t.Errorf("%v", b)
	}
}

// Writers of other houses keep numbers as numbers and leave what they like.
func TestOpen_ReadsWhatOthersWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "theirs.mbtiles")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`CREATE TABLE metadata (name text, value text);
CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);
INSERT INTO metadata VALUES ('name', NULL), (NULL, 'x'), ('minzoom', 0), ('maxzoom', 2), ('json', randomblob(2000000)), ('format', 'image/png');
INSERT INTO tiles VALUES (2, 1, 0, $1), (2, 1, 1, x''), (2, 1, 2, NULL), (2, 1, 3, zeroblob(9000000));`, png)
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	a := opened(t, path)
	if i := a.Info(); i.MaxZoom != 2 || i.Format != PNG {
		t.Fatalf("%+v", i)
	}
	if b, err := a.Tile(t.Context(), 2, 1, 3); err != nil || string(b) != string(png) {
		t.Errorf("%q, %v", b, err)
	}
	for y, want := range []Code{Broken, "", ""} { // too large, NULL, empty: the last two are none
		if _, err := a.Tile(t.Context(), 2, 1, y); code(err) != want || err == nil {
			t.Errorf("row %d: %v", y, err)
		}
	}
	if r, err := a.Check(t.Context()); err != nil || r.Tiles != 4 || r.Bad != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}
