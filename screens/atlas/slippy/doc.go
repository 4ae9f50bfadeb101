// Package slippy is the map as a widget: over any source of tiles, with words,
// clusters, stops, a line and one's own position painted over it. It knows no word of
// the trade, opens no file and asks no network itself; it tells what was pressed and
// where the view is, and decides nothing.
//
// Tiles are image objects that are moved; all that lies over them is one picture that
// is painted beside the screen and brought to it by at most one call at a time:
//
//	fingers, wheel, keys ─> Camera ─> tileLayer (moves images) ─────────> screen
//	                          └─────> painter (goroutine) ─> inbox ─> Do ─┘
//	                          └─────> loader (goroutines) ─> inbox ─> Do ─┘
package slippy
