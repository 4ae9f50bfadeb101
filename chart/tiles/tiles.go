// Package tiles says what a source of map tiles is, and holds the sources: picture
// packs, web services (WMTS or XYZ, through a cache on the disk), and what turns one
// kind into another: layers over each other, degrees into Mercator, other datums into
// WGS84. Vector packs are drawn by package vectile behind the same interface.
//
// It never draws what a map shows over its tiles, never waits for a service longer
// than that service may take, and never puts an address or a key into an error.
package tiles

import (
	"context"
	"image"

	"dianqin/data/model/geo"
)

// Size is the side of a tile in dp.
const Size = 256

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
	Version          string // of a pack
	MinZoom, MaxZoom int
	Datum            geo.Datum    // of its tiles: a WGS84 position is converted before it is laid over them
	Attribution      string       // must be shown with the map
	Approval         string       // 审图号, must be shown where the law asks for it
	ApprovalChecked  string       // the day on which a person looked it up, 2006-01-02
	Bounds           [2]geo.Point // south-west, north-east in WGS84; zero = everywhere
}

// Source gives tiles of 256 dp. Tile may block and is called from many goroutines.
// The picture has 256*scale pixels a side, or what the source has; its origin is 0,0,
// its stride 4*width, and nobody changes it afterwards.
//
// ErrNone says that there is nothing; any other error is an *Error, an
// *mbtiles.Error or the context's. A picture beside an error is a part of the tile:
// show it and ask again later.
type Source interface {
	Info() Info
	Tile(ctx context.Context, id ID, scale float32) (*image.RGBA, error)
}

// Labeller is a source whose words are set by the map rather than baked into tiles.
type Labeller interface {
	// Labels gives the words of a tile that LabelTile named.
	Labels(ctx context.Context, id ID) ([]Label, error)
	// LabelTile is the tile whose words serve id: below the depth of the data several
	// ids share one.
	LabelTile(id ID) ID
}

// Label is one word on the map: at a place, or along a line. Places are on the plane
// of the source's datum.
type Label struct {
	Text string
	Kind string // place (city, suburb), poi (school, hospital, power, ...), park, water, road, number
	Rank int    // lower is set first
	At   geo.World
	Line []geo.World // for roads and rivers
}
