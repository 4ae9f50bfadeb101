package mbtiles

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Pictures that nobody decodes here: the first bytes are what counts.
var (
	png  = []byte("\x89PNG\r\n\x1a\n a red tile")
	png2 = []byte("\x89PNG\r\n\x1a\n a blue tile")
	pbf  = []byte("\x1a\x03abc")
)

var plain = map[string]string{"name": "Town", "format": "png", "minzoom": "1", "maxzoom": "3"}

func seq(es ...Entry) func(func(Entry, error) bool) {
	return func(yield func(Entry, error) bool) {
		for _, e := range es {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func written(t testing.TB, meta map[string]string, es ...Entry) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "town 1%20#?.mbtiles") // a name that a URL would trip over
	if err := Write(t.Context(), path, meta, seq(es...)); err != nil {
		t.Fatal(err)
	}
	return path
}

func opened(t testing.TB, path string) *Archive {
	t.Helper()
	a, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func code(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestTile_CountsRowsFromTheNorth(t *testing.T) {
	a := opened(t, written(t, plain, Entry{Z: 1, X: 0, Y: 0, Data: png}, Entry{Z: 3, X: 7, Y: 6, Data: png2}))
	for id, want := range map[[3]int][]byte{{1, 0, 0}: png, {3, 7, 6}: png2, {1, 0, 1}: nil, {3, 7, 1}: nil} {
		b, err := a.Tile(t.Context(), id[0], id[1], id[2])
		if !bytes.Equal(b, want) || (want == nil) != errors.Is(err, ErrNoTile) {
			t.Errorf("%v: %q, %v", id, b, err)
		}
	}
}

func TestTile_OutsideTheWorldIsNone(t *testing.T) {
	a := opened(t, written(t, plain, Entry{Z: 1, Data: png}))
	for _, id := range [][3]int{{-1, 0, 0}, {1, -1, 0}, {1, 0, -1}, {1, 2, 0}, {1, 0, 2}, {25, 0, 0}, {64, 0, 0}, {1 << 40, 0, 0}} {
		if _, err := a.Tile(t.Context(), id[0], id[1], id[2]); !errors.Is(err, ErrNoTile) {
			t.Errorf("%v: %v", id, err)
		}
	}
}

func TestTile_GivesUpWithItsContext(t *testing.T) {
	a := opened(t, written(t, plain, Entry{Z: 1, Data: png}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Tile(ctx, 1, 0, 0); !errors.Is(err, context.Canceled) || code(err) != "" {
		t.Fatal(err)
	}
}

func TestArchive_IsReadByManyAtOnce(t *testing.T) {
	a := opened(t, written(t, plain, Entry{Z: 1, Data: png}, Entry{Z: 1, X: 1, Data: png2}))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 50 {
				if b, err := a.Tile(t.Context(), 1, i%2, 0); err != nil || len(b) == 0 {
					t.Errorf("%q, %v", b, err)
				}
			}
		})
	}
	all.Wait()
}

func TestOpen_LeavesNothingBesideTheFile(t *testing.T) {
	path := written(t, plain, Entry{Z: 1, Data: png})
	a := opened(t, path)
	if _, err := a.Tile(t.Context(), 1, 0, 0); err != nil {
		t.Fatal(err)
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
}

func TestMeta_IsACopy(t *testing.T) {
	a := opened(t, written(t, plain, Entry{Z: 1, Data: png}))
	a.Meta()["name"] = "other"
	if a.Meta()["name"] != "Town" {
		t.Fatal("a caller changed the archive")
	}
}
