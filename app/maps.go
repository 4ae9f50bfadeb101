package app

import (
	"path/filepath"

	"dianqin/app/atlas"
	"dianqin/assets/maps"
	"dianqin/data/model/geo"
)

// maps wires what the map lies on.
func (a *App) maps(o Options) *atlas.Maps {
	west, south, east, north := maps.Bounds()
	return atlas.NewMaps(atlas.MapsOptions{Dir: filepath.Join(o.Dir, "maps"), Store: a.store, Settings: a.Settings, Courier: a.Session.Courier,
		Metered: func() bool { return a.link != nil && a.link.State().Metered },
		Town:    maps.Town(), TownSW: geo.Point{Lat: south, Lon: west}, TownNE: geo.Point{Lat: north, Lon: east}, Now: o.Now, Log: o.Log})
}
