package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"dianqin/assets/maps"
	"dianqin/chart/mbtiles"
	"dianqin/chart/tiler"
	"dianqin/server/demo"
	"dianqin/server/demo/townmap"
	"dianqin/server/packs"
)

// demoMapsDue is a file that is there from the loading of the demo until its maps are
// offered. Afterwards they are the administrator's: what was removed stays so.
func demoMapsDue(c Config) string { return filepath.Join(c.Data, "demo-maps-due") }

// offerDue offers the maps of the demo where that is still to be done. A demo without
// maps is of use all the same: the next start tries again.
func (s *Server) offerDue(ctx context.Context, c Config, region *demo.Region) error {
	due := demoMapsDue(c)
	if _, err := os.Stat(due); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := s.offerDemo(ctx, region)
	switch {
	case ctx.Err() != nil:
		return err
	case err != nil:
		c.Log.Error("the maps of the demo are not offered; the next start tries again", "err", err)
		return nil
	}
	return os.Remove(due)
}

// offerDemo offers the demo's town as map packs: all of it for everybody, and to each
// station the part where its transformer areas are.
func (s *Server) offerDemo(ctx context.Context, region *demo.Region) error {
	dir, err := os.MkdirTemp("", "dianqin-demo-")
	if err != nil {
		return fmt.Errorf("offer the maps of the demo: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := s.offerTown(ctx, dir, region); err != nil {
		return fmt.Errorf("offer the maps of the demo: %w", err)
	}
	return nil
}

func (s *Server) offerTown(ctx context.Context, dir string, region *demo.Region) error {
	whole := filepath.Join(dir, "town.mbtiles")
	if err := drawTown(ctx, whole, region); err != nil {
		return err
	}
	if _, err := s.packs.Add(ctx, whole, packs.Offer{ID: "demo-town"}); err != nil {
		return err
	}
	town, err := mbtiles.Open(ctx, whole)
	if err != nil {
		return err
	}
	defer town.Close()
	around := region.Around()
	for _, st := range region.Stations {
		part := filepath.Join(dir, st.Code+".mbtiles")
		if err := tiler.Crop(ctx, town, part, around[st.ID], map[string]string{"name": st.Name}); err != nil {
			return err
		}
		if _, err := s.packs.Add(ctx, part, packs.Offer{ID: "demo-" + st.Code, Station: st.ID}); err != nil {
			return err
		}
	}
	return nil
}

// drawTown writes the pack in the assets, which shows the town of every demo of up to
// 115,000 customers, or draws a larger one.
func drawTown(ctx context.Context, path string, region *demo.Region) error {
	w, south, e, n := maps.Bounds()
	b := townmap.Bounds(region.Town)
	same := func(x, y float64) bool { return math.Abs(x-y) < 1e-4 }
	if same(b.Min[0], w) && same(b.Min[1], south) && same(b.Max[0], e) && same(b.Max[1], n) {
		return os.WriteFile(path, maps.Town(), 0o600)
	}
	return townmap.Write(ctx, path, region.Town, region.Stations)
}
