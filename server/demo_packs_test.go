package server_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/chart/mbtiles"
	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/geo"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/server"
	"dianqin/server/demo"
)

// An inspector of the demo gets the own station's part of the town, and every box of
// the station is on it.
func TestDemo_OffersEachStationTheMapOfItsBoxes(t *testing.T) {
	const size = 600
	now := time.UnixMilli(1790000000000)
	s, err := server.Start(t.Context(), server.Config{Data: t.TempDir(), Listen: "127.0.0.1:0", Demo: true, DemoSize: size, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := s.Packs().All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	region, err := demo.Generate(demo.Size{Customers: size, Seed: 1, Now: model.MillisOf(now)})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1+len(region.Stations) {
		t.Errorf("%d packs for %d stations", len(all), len(region.Stations))
	}
	stands := boxes(t, region)
	for _, p := range all {
		if p.StationId == "" {
			continue
		}
		if p.Bytes > 400_000 {
			t.Errorf("%s: %d bytes are no part", p.Id, p.Bytes)
		}
		f, _, err := s.Packs().Open(t.Context(), people.User{Roles: []people.Role{people.Inspector}, Stations: []string{p.StationId}}, p.Id)
		if err != nil {
			t.Fatal(err)
		}
		a := archive(t, f)
		for _, at := range stands[p.StationId] {
			w := geo.Project(at)
			if _, err := a.Tile(t.Context(), 17, int(w.X*(1<<17)), int(w.Y*(1<<17))); err != nil {
				t.Errorf("%s: no map at a box of the station: %v", p.Id, err)
			}
		}
	}
}

// The folder of packs cannot be made at first: the demo runs without maps, and has them
// after the next start. What was removed afterwards is not offered again.
func TestDemo_OffersItsMapsAtTheNextStartWhereTheFirstCouldNot(t *testing.T) {
	dir := t.TempDir()
	offered := func(do func(*server.Server)) (n int) {
		t.Helper()
		s, err := server.Start(t.Context(), server.Config{Data: dir, Listen: "127.0.0.1:0", Demo: true, DemoSize: 120})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		all, err := s.Packs().All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if do != nil {
			do(s)
		}
		return len(all)
	}
	inTheWay := filepath.Join(dir, "files", "packs")
	if err := os.MkdirAll(filepath.Dir(inTheWay), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if n := offered(nil); n != 0 {
		t.Errorf("%d packs without a folder", n)
	}
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	removed := 0
	if n := offered(func(s *server.Server) {
		all, err := s.Packs().All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all {
			if err := s.Packs().Remove(t.Context(), p.Id); err != nil {
				t.Fatal(err)
			}
			removed++
		}
	}); n < 2 || removed != n {
		t.Errorf("%d packs after another start, %d removed", n, removed)
	}
	if n := offered(nil); n != 0 {
		t.Errorf("%d that were removed are back", n)
	}
}

// boxes is where the boxes of each station stand.
func boxes(t *testing.T, region *demo.Region) map[string][]geo.Point {
	t.Helper()
	out := map[string][]geo.Point{}
	err := region.Each(func(p fold.Put) error {
		if b, ok := p.Record.(metering.Box); ok {
			out[b.StationID] = append(out[b.StationID], geo.Point{Lat: b.Position.Lat, Lon: b.Position.Lon})
		}
		return nil
	})
	if err != nil || len(out) != len(region.Stations) {
		t.Fatal(len(out), err)
	}
	return out
}

func archive(t *testing.T, f io.ReadCloser) *mbtiles.Archive {
	t.Helper()
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "part.mbtiles")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := mbtiles.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}
