package atlas

import (
	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/geo"
)

// Places are the use cases about what lies on the map.
type Places struct {
	store *local.Store
	rec   *act.Recorder
}

// NewPlaces wires the use cases.
func NewPlaces(store *local.Store, rec *act.Recorder) *Places { return &Places{store: store, rec: rec} }

// pointOf is a position as a map takes it.
func pointOf(p model.Position) geo.Point { return geo.Point{Lat: p.Lat, Lon: p.Lon} }
