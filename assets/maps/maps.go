// Package maps carries the demo's town as a map pack (MBTiles 1.3, vector tiles), so
// that a first start without a network has a map. It opens nothing: SQLite wants a
// file, which the app makes of these bytes. "make generate" draws it anew; a test of
// cmd/pack compares.
package maps

//go:generate go run dianqin/cmd/pack town town.mbtiles

import _ "embed"

//go:embed town.mbtiles
var town []byte

// Town is the pack. Nobody may write to it.
func Town() []byte { return town }

// Bounds is what the pack covers, in degrees WGS84: open sea, where no real place can
// be mistaken for it.
func Bounds() (west, south, east, north float64) {
	return 124.45825, 30.46403, 124.54175, 30.53597
}
