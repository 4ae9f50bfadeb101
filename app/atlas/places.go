package atlas

import (
	"dianqin/app/act"
	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/route"
)

// Places are the use cases about what lies on the map.
type Places struct {
	// Roads prices the ways of a day; nil: straight lines and a detour. Set it before use.
	Roads route.Router

	// Server gives the way to the server, nil before the device is enrolled.
	Server func() *courier.Client

	store *local.Store
	rec   *act.Recorder
}

// NewPlaces wires the use cases.
func NewPlaces(store *local.Store, rec *act.Recorder) *Places { return &Places{store: store, rec: rec} }

// pointOf is a position as a map takes it.
func pointOf(p model.Position) geo.Point { return geo.Point{Lat: p.Lat, Lon: p.Lon} }
