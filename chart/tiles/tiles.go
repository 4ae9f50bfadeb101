// Package tiles says what a source of map pictures is. The map widget knows only
// this; raster packs, web services and vector packs lie behind it.
package tiles

import (
	"context"
	"errors"
	"image"

	"dianqin/data/model/geo"
)

// ErrNone says that a source has nothing at that place (not an error to show).
var ErrNone = errors.New("tiles: none here")

// ErrOffline says that a tile is not on the device and could not be fetched.
var ErrOffline = errors.New("tiles: offline")

// ID is a tile of the Mercator pyramid, y from the north.
type ID struct{ Z, X, Y int }

// Parent is the tile that covers id one zoom up.
func (id ID) Parent() ID { return ID{id.Z - 1, id.X >> 1, id.Y >> 1} }

// World is the tile's north-west corner and its side on the plane.
func (id ID) World() (geo.World, float64) {
	s := 1 / float64(uint64(1)<<id.Z)
	return geo.World{X: float64(id.X) * s, Y: float64(id.Y) * s}, s
}

// Info is what a source says about itself.
type Info struct {
	Name             string
	MinZoom, MaxZoom int
	Datum            geo.Datum    // of its tiles
	Attribution      string       // must be shown with the map
	Approval         string       // 审图号, must be shown where the law asks for it
	Bounds           [2]geo.Point // south-west, north-east; zero = everywhere
}

// Source gives tiles of 256 dp. Tile may block, is called from many goroutines, and
// returns a picture of 256*scale pixels or smaller that nobody changes afterwards.
type Source interface {
	Info() Info
	Tile(ctx context.Context, id ID, scale float32) (*image.RGBA, error)
}

// Labeller is a source whose words are set by the map rather than baked into tiles.
type Labeller interface {
	Labels(ctx context.Context, id ID) ([]Label, error)
}

// Label is one word on the map: at a place, or along a line.
type Label struct {
	Text string
	Kind string // style class: place, suburb, poi, park, water, road, number
	Rank int    // lower is set first
	At   geo.World
	Line []geo.World // for roads and rivers
}
