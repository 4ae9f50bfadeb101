package mbtiles

import (
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// town is an archive of a few hundred tiles: many pages of every kind.
func town(t testing.TB) []byte {
	var es []Entry
	for x := range 10 {
		for y := range 10 {
			data := append([]byte("\x89PNG\r\n\x1a\n"), strings.Repeat(string(rune('a'+x)), 40*(1+y*x))...)
			es = append(es, Entry{Z: 4, X: x, Y: y, Data: data})
		}
	}
	b, err := os.ReadFile(written(t, plain, es...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func file(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pack")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func foreignSQLite(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE customer (id TEXT)`); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpen_SaysWhatIsWrongWithAFile(t *testing.T) {
	whole := town(t)
	wal := append([]byte{}, whole...)
	copy(wal[18:], "\x02\x02")
	for name, c := range map[string]struct {
		path string
		want Code
	}{
		"not there":         {filepath.Join(t.TempDir(), "none"), Missing},
		"a folder":          {t.TempDir(), Missing},
		"empty":             {file(t, nil), Cut},
		"a page of the web": {file(t, []byte("<html>sign in</html>"+strings.Repeat(" ", 5000))), Foreign},
		"short and foreign": {file(t, []byte("hello")), Foreign},
		"its first bytes":   {file(t, whole[:10]), Cut},
		"its header":        {file(t, whole[:100]), Cut},
		"half of it":        {file(t, whole[:len(whole)/2]), Cut},
		"half in pages":     {file(t, whole[:len(whole)/8192*4096]), Cut},
		"all but a byte":    {file(t, whole[:len(whole)-1]), Cut},
		"another database":  {foreignSQLite(t), Foreign},
	} {
		a, err := Open(t.Context(), c.path)
		if code(err) != c.want || a != nil {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), filepath.Dir(c.path)) {
			t.Errorf("%s: the error tells where files lie: %v", name, err)
		}
	}
	if _, err := Open(t.Context(), file(t, wal)); err != nil {
		t.Errorf("a whole file that was written with a journal beside it: %v", err)
	}
}

// Wherever the line was cut, the rest is not taken for a pack.
func TestOpen_NoCutFileIsTakenForWhole(t *testing.T) {
	whole := town(t)
	for n := 0; n < len(whole); n += 4001 {
		if _, err := Open(t.Context(), file(t, whole[:n])); code(err) != Cut {
			t.Fatalf("cut at %d of %d: %v", n, len(whole), err)
		}
	}
}

func TestCheck_FindsWhatOpenDoesNotMeet(t *testing.T) {
	b := town(t)
	clear(b[len(b)/2 : len(b)/2+8192]) // preallocated, not yet downloaded
	a := opened(t, file(t, b))
	if r, err := a.Check(t.Context()); !errors.Is(err, &Error{Code: Broken}) && r.Bad == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
}

// Bits that fall over give an error, a wrong tile or nothing at all, but the program
// goes on. What comes is one of ours, so that a sentence can be made of it.
func TestArchive_SurvivesBitsThatFallOver(t *testing.T) {
	whole := town(t)
	r := rand.New(rand.NewPCG(7, 7))
	failed := 0
	for range 60 {
		b := append([]byte{}, whole...)
		for range 1 + r.IntN(40) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
		if err := readAll(t, file(t, b)); err != nil {
			failed++
			if code(err) == "" {
				t.Errorf("an error without a code: %v", err)
			}
		}
	}
	if failed == 0 {
		t.Fatal("nothing was ever found: the test does not reach the pages")
	}
}

// readAll does all that a program does with an archive, and gives the first error.
func readAll(t testing.TB, path string) error {
	a, err := Open(t.Context(), path)
	if err != nil {
		return err
	}
	defer a.Close()
	var first error
	for x := range 10 {
		for y := range 10 {
			if _, err := a.Tile(t.Context(), 4, x, y); err != nil && !errors.Is(err, ErrNoTile) && first == nil {
				first = err
			}
		}
	}
	if _, err := a.Check(t.Context()); err != nil && first == nil {
		first = err
	}
	return first
}

func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "small")
	if err := Write(f.Context(), path, plain, seq(Entry{Z: 1, Data: png}, Entry{Z: 1, X: 1, Data: png2})); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:100])
	f.Add([]byte("SQLite format 3\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		if err := readAll(t, file(t, b)); err != nil && code(err) == "" {
			t.Fatalf("an error without a code: %v", err)
		}
	})
}
