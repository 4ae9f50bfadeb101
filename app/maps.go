package app

import (
	"path/filepath"
	"sync/atomic"

	"dianqin/app/atlas"
	"dianqin/app/syncing"
	"dianqin/assets/maps"
	"dianqin/data/model/geo"
)

// maps wires what the map lies on.
func (a *App) maps(o Options) *atlas.Maps {
	west, south, east, north := maps.Bounds()
	return atlas.NewMaps(atlas.MapsOptions{Dir: filepath.Join(o.Dir, "maps"), Store: a.store, Settings: a.Settings, Courier: a.Session.Courier,
		Hold:    a.holdFiles,
		Metered: func() bool { return a.link != nil && a.link.State().Metered },
		Town:    maps.Town(), TownSW: geo.Point{Lat: south, Lon: west}, TownNE: geo.Point{Lat: north, Lon: east}, Now: o.Now, Log: o.Log})
}

// renewMaps has the packs renewed after every round that came to a good end.
func (a *App) renewMaps() {
	var last atomic.Int64
	last.Store(a.Sync.State().LastOK.UnixMilli())
	a.Sync.Changed.On(func(s syncing.State) {
		if at := s.LastOK.UnixMilli(); last.Swap(at) != at {
			a.Maps.Synced()
		}
	})
}
