package atlas_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/app/atlas"
	"dianqin/app/settings"
	"dianqin/assets/maps"
	"dianqin/chart/tiles"
	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model/geo"
)

// BenchmarkGroundsAreOpened is from an app that just started to the first tile of the
// built-in town, whose file is there.
func BenchmarkGroundsAreOpened(b *testing.B) {
	store, err := local.Open(b.TempDir(), local.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	set, err := settings.Open(store)
	if err != nil {
		b.Fatal(err)
	}
	v := set.Values()
	v.Ground.Town = true
	if err := set.Set(v); err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(b.TempDir(), "maps")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.Fatal(err)
	}
	w, s, e, n := maps.Bounds()
	at := geo.Project(geo.Point{Lat: (s + n) / 2, Lon: (w + e) / 2})
	id := tiles.ID{Z: 15, X: int(at.X * (1 << 15)), Y: int(at.Y * (1 << 15))}
	once := func() {
		m := atlas.NewMaps(atlas.MapsOptions{Dir: dir, Store: store, Settings: set, Now: time.Now, Log: slog.Default(),
			Courier: func() *courier.Client { return nil }, Metered: func() bool { return false },
			Town: maps.Town(), TownSW: geo.Point{Lat: s, Lon: w}, TownNE: geo.Point{Lat: n, Lon: e}})
		all, err := m.Grounds(context.Background())
		if err == nil {
			_, err = all[0].Source.Tile(context.Background(), id, 1)
		}
		if err != nil {
			b.Fatal(err)
		}
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
	}
	once() // the first writes the file
	for b.Loop() {
		once()
	}
}
