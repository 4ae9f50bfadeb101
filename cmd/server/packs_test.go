package main

import (
	"bytes"
	"database/sql"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPacks_AreOfferedListedAndRemovedByCommands types what docs/map.md says.
func TestPacks_AreOfferedListedAndRemovedByCommands(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(t.TempDir(), "town.mbtiles")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`CREATE TABLE metadata (name TEXT, value TEXT);
		CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
		INSERT INTO metadata VALUES ('name', 'Town'), ('format', 'png'), ('minzoom', '3'), ('maxzoom', '3'), ('version', '4');
		INSERT INTO tiles VALUES (3, 6, 4, x'89504e470d0a1a0a')`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	typed := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append(args, "--data", dir), &out, io.Discard)
		return out.String(), err
	}
	if out, err := typed("packs", "add", file, "--approval", "GS(2026)1号", "--checked", "2026-03-01"); err != nil || !strings.HasPrefix(out, `offered: town "Town" for everybody, version 4`) {
		t.Fatal(out, err)
	}
	out, err := typed("packs", "list")
	if want := regexp.MustCompile(`^town +Town +everybody +4 +\d+ bytes +zooms 3-3 +WGS84 +GS\(2026\)1号 \(checked 2026-03-01\)`); err != nil || !want.MatchString(out) {
		t.Fatal(out, err)
	}
	for name, args := range map[string][]string{
		"no file":      {"packs", "add"},
		"no map":       {"packs", "add", "packs_test.go"},
		"no station":   {"packs", "add", file, "--station", "s1"},
		"a day":        {"packs", "add", file, "--checked", "1.3."},
		"an unknown":   {"packs", "remove", "city"},
		"no id":        {"packs", "remove"},
		"two of them":  {"packs", "remove", "town", "city"},
		"not a switch": {"packs", "list", "--station", "s1"},
	} {
		if out, err := typed(args...); err == nil {
			t.Errorf("%s: %s", name, out)
		}
	}
	if out, err := typed("packs", "remove", "town"); err != nil || out != "removed: town\n" {
		t.Fatal(out, err)
	}
	if out, err := typed("packs", "list"); err != nil || out != "" {
		t.Fatal(out, err)
	}
}
