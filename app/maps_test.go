package app_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dianqin/app/atlas"
	"dianqin/chart/mbtiles"
	"dianqin/data/wire"
	"dianqin/server/packs"
)

// A round of syncing renews a pack that is here, without anybody on its page.
func TestMaps_ARoundRenewsThePacks(t *testing.T) {
	s := demoServer(t)
	offer := func(version string) wire.Pack {
		t.Helper()
		path := filepath.Join(t.TempDir(), "land.mbtiles")
		meta := map[string]string{"name": "land", "format": "png", "minzoom": "3", "maxzoom": "3", "version": version}
		if err := mbtiles.Write(t.Context(), path, meta, func(yield func(mbtiles.Entry, error) bool) {
			yield(mbtiles.Entry{Z: 3, X: 6, Y: 3, Data: []byte("\x89PNG" + strings.Repeat(version, 1000))}, nil)
		}); err != nil {
			t.Fatal(err)
		}
		p, err := s.Packs().Add(t.Context(), path, packs.Offer{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	offer("1")
	a := enrolled(t, s, "inspector")
	until := func(what string, is func(atlas.Pack) bool) {
		t.Helper()
		for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
			l, err := a.Maps.List(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range l.Packs {
				if p.Id == "land" && is(p) {
					return
				}
			}
			if time.Since(began) > 20*time.Second {
				t.Fatalf("%s: %+v", what, l)
			}
		}
	}
	look := func() {
		t.Helper()
		if err := a.Maps.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	a.Start()
	look()
	if err := a.Maps.Get("land"); err != nil {
		t.Fatal(err)
	}
	until("the first comes", func(p atlas.Pack) bool { return p.Here && !p.Coming })
	offer("2")
	look()
	if err := a.Sync.Now(t.Context()); err != nil {
		t.Fatal(err)
	}
	until("it is renewed", func(p atlas.Pack) bool { return p.Version == "2" && !p.Coming && !p.Renewed.IsZero() })
}
