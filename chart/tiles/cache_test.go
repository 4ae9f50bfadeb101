package tiles

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// shelf is a cache with a clock of its own.
func shelf(t interface {
	Fatal(...any)
	Context() context.Context
}, path string, budget int64) (*Cache, *time.Time) {
	now := time.Date(2026, 3, 18, 9, 0, 0, 0, time.UTC)
	c, err := OpenCache(t.Context(), path, budget, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return c, &now
}

func put(t *testing.T, c *Cache, source string, x, size int) {
	t.Helper()
	if err := c.Put(t.Context(), source, ID{10, x, 0}, Cached{Data: bytes.Repeat([]byte{7}, size), Expires: time.Unix(1e9, 0)}); err != nil {
		t.Fatal(err)
	}
}

func has(t *testing.T, c *Cache, source string, x int) bool {
	t.Helper()
	_, ok, err := c.Get(t.Context(), source, ID{10, x, 0})
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestCache_KeepsWhatItWasGivenOverARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a ?b.db")
	c, _ := shelf(t, path, 1<<20)
	want := Cached{Data: []byte("tile"), ETag: `"x"`, Expires: time.Unix(1_800_000_000, 0)}
	if err := c.Put(t.Context(), "s", somewhere, want); err != nil {
		t.Fatal(err)
	}
	held := c.Held()
	c.Close()
	c, _ = shelf(t, path, 1<<20)
	defer c.Close()
	got, ok, err := c.Get(t.Context(), "s", somewhere)
	if err != nil || !ok || string(got.Data) != "tile" || got.ETag != want.ETag || !got.Expires.Equal(want.Expires) || c.Held() != held {
		t.Fatalf("%+v %v %v, held %d of %d", got, ok, err, c.Held(), held)
	}
	if _, ok, _ := c.Get(t.Context(), "other", somewhere); ok {
		t.Fatal("a tile of another source")
	}
}

func TestCache_TheLeastRecentlyUsedGoFirst(t *testing.T) {
	c, now := shelf(t, filepath.Join(t.TempDir(), "c.db"), 10_000)
	defer c.Close()
	for x := range 9 {
		put(t, c, "s", x, 1000-rowCost)
		*now = now.Add(2 * time.Hour)
	}
	has(t, c, "s", 0) // looked at: the oldest is not the least used any more
	*now = now.Add(2 * time.Hour)
	put(t, c, "s", 9, 1000-rowCost)
	put(t, c, "s", 10, 1000-rowCost) // too much
	for x := range 11 {
		if want := x != 1 && x != 2; has(t, c, "s", x) != want {
			t.Errorf("tile %d kept: %v", x, !want)
		}
	}
	if c.Held() != 9000 {
		t.Errorf("holds %d", c.Held())
	}
}

func TestCache_TrimGivesTheDiskBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	c, _ := shelf(t, path, 4<<20)
	for x := range 60 {
		put(t, c, "s", x, 50_000)
	}
	c.Close()
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	c, _ = shelf(t, path, 500_000) // the person has chosen a smaller one
	if err := c.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c.Held() > 500_000 || c.Held() < 400_000 {
		t.Errorf("holds %d", c.Held())
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(path); err != nil || after.Size() > before.Size()/4 {
		t.Errorf("%d bytes, before %d, %v", after.Size(), before.Size(), err)
	}
}

func TestCache_ForgetsASourceAndLeavesTheOthers(t *testing.T) {
	c, _ := shelf(t, filepath.Join(t.TempDir(), "c.db"), 1<<20)
	defer c.Close()
	put(t, c, "a", 1, 10)
	put(t, c, "b", 1, 10)
	if err := c.Forget(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if has(t, c, "a", 1) || !has(t, c, "b", 1) || c.Held() != 10+rowCost {
		t.Fatalf("holds %d", c.Held())
	}
	if err := c.Clear(t.Context()); err != nil || c.Held() != 0 || has(t, c, "b", 1) {
		t.Fatalf("holds %d, %v", c.Held(), err)
	}
}

func TestOpenCache_ADamagedFileIsMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	for name, text := range map[string]string{
		"foreign": "this is no database, but a text of some length that lies in its place",
		"cut":     "SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20\x00\x00\x00\x09",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, _ := shelf(t, path, 1<<20)
		put(t, c, "s", 1, 10)
		if !has(t, c, "s", 1) {
			t.Errorf("%s: nothing kept", name)
		}
		c.Close()
	}
	if _, err := OpenCache(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder"), 1, time.Now); err == nil {
		t.Error("a cache in a folder that is not there")
	}
}

func TestCache_ServesManyAtOnce(t *testing.T) {
	c, _ := shelf(t, filepath.Join(t.TempDir(), "c.db"), 20_000)
	defer c.Close()
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := range 40 {
				id := ID{10, w*7 + i%9, 0}
				if err := c.Put(t.Context(), "s", id, Cached{Data: make([]byte, 900)}); err != nil {
					t.Error(err)
				}
				if _, _, err := c.Get(t.Context(), "s", id); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// Whatever is put, replaced and dropped: the count is what the file holds, and never
// more than the budget.
func TestCache_NeverHoldsMoreThanItMay(t *testing.T) {
	c, now := shelf(t, filepath.Join(t.TempDir(), "c.db"), 5000)
	defer c.Close()
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			id := ID{10, rapid.IntRange(0, 9).Draw(rt, "x"), 0}
			size := rapid.SampledFrom([]int{0, 1, 500, 2000, 9000}).Draw(rt, "size")
			if err := c.Put(t.Context(), "s", id, Cached{Data: make([]byte, size)}); err != nil {
				rt.Fatal(err)
			}
			*now = now.Add(time.Second)
			var held int64
			if err := c.db.QueryRow(`SELECT coalesce(sum(length(data)), 0) + $1 * count(*) FROM tile`, rowCost).Scan(&held); err != nil {
				rt.Fatal(err)
			}
			if c.Held() != held || held > 5000 {
				rt.Fatalf("counts %d, holds %d", c.Held(), held)
			}
		}
	})
}

func TestCache_GivesUpWithItsContext(t *testing.T) {
	c, _ := shelf(t, filepath.Join(t.TempDir(), "c.db"), 5000)
	defer c.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := c.Get(ctx, "s", somewhere); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
