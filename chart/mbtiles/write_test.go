package mbtiles

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite_EqualInputGivesEqualBytes(t *testing.T) {
	one, two := town(t), town(t)
	if !bytes.Equal(one, two) {
		t.Fatal("two files differ")
	}
	// What a later SQLite would write differently: its own number, how often it wrote.
	if !bytes.Equal(one[24:28], one[92:96]) || !bytes.Equal(one[96:100], []byte{0, 0x2e, 0x7a, 0x70}) {
		t.Fatalf("% x, % x", one[24:28], one[92:100])
	}
}

func TestWrite_StoresEqualTilesOnce(t *testing.T) {
	water := append([]byte("\x89PNG"), bytes.Repeat([]byte("water"), 20_000)...)
	var sea []Entry
	for x := range 64 {
		sea = append(sea, Entry{Z: 6, X: x, Data: water})
	}
	path := written(t, plain, sea...)
	if st, err := os.Stat(path); err != nil || st.Size() > 3*int64(len(water)) {
		t.Fatalf("%d bytes, %v", st.Size(), err)
	}
	r, err := opened(t, path).Check(t.Context())
	if err != nil || r.Tiles != 64 || r.Bad != 0 || r.Zooms[0].Zoom != 6 || r.Zooms[0].Largest != len(water) {
		t.Fatalf("%+v, %v", r, err)
	}
}

func TestWrite_AFailureLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "town.mbtiles")
	if err := Write(t.Context(), path, plain, seq(Entry{Z: 1, Data: png})); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	broke := errors.New("the drawing failed")
	for name, tiles := range map[string]func(func(Entry, error) bool){
		broke.Error():  func(yield func(Entry, error) bool) { _ = yield(Entry{Z: 1, Data: png2}, nil) && yield(Entry{}, broke) },
		"no such tile": seq(Entry{Z: 1, X: 2, Data: png}),
		"UNIQUE":       seq(Entry{Z: 1, Data: png}, Entry{Z: 1, Data: png2}),
		"0 bytes":      seq(Entry{Z: 1}),
	} {
		err := Write(t.Context(), path, plain, tiles)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		after, _ := os.ReadFile(path)
		names, _ := os.ReadDir(dir)
		if !bytes.Equal(before, after) || len(names) != 1 {
			t.Errorf("%s: the old file is gone, or something was left: %v", name, names)
		}
	}
}

func BenchmarkTile(b *testing.B) {
	path := file(b, town(b))
	a := opened(b, path)
	for b.Loop() {
		if _, err := a.Tile(b.Context(), 4, 7, 7); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	path := file(b, town(b))
	for b.Loop() {
		a, err := Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		a.Close()
	}
}
