// Package townmap draws the demo's town as a map pack: the streets, houses and offices
// that the demo's customers, boxes and stations stand at, as vector tiles in the schema
// of OpenMapTiles, so that what draws a real pack draws this one.
//
// The same town gives the same bytes. The package invents nothing (server/demo/town
// does) and offers the pack to nobody (that is the server's part).
package townmap

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"dianqin/chart/tiler"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/server/demo/town"
)

// MinZoom and MaxZoom are what a town's pack holds; deeper pictures are drawn from the
// last.
const MinZoom, MaxZoom = 10, 17

// Version is raised when the same town would be drawn otherwise: whoever holds an older
// one then gets the new.
const Version = "1"

// Bounds is what the pack of a town covers, in degrees.
func Bounds(t *town.Town) orb.Bound { return square(t, t.Half+sea) }

// Write makes the pack of a town with the offices of its stations.
func Write(ctx context.Context, path string, t *town.Town, stations []grid.Station) error {
	made, err := tiler.New(tiler.Plan{MinZoom: MinZoom, MaxZoom: MaxZoom, Bounds: Bounds(t), Around: 2})
	if err != nil {
		return fmt.Errorf("draw the town: %w", err)
	}
	d := drawing{town: t, to: made, island: island(t), river: riverOf(t)}
	for _, draw := range [...]func(){d.compounds, d.ground, d.coast, d.houses, d.streets, d.words} {
		draw()
	}
	d.offices(stations)
	if d.err != nil {
		return fmt.Errorf("draw the town: %w", d.err)
	}
	err = made.Write(ctx, path, map[string]string{
		"name": "示例城区", "version": Version, "attribution": "虚构的示例地图，非真实地理",
		"description": "An invented town. No real place is on it.",
	})
	if err != nil {
		return fmt.Errorf("draw the town: %w", err)
	}
	return nil
}

// drawing adds to a pack until something fails.
type drawing struct {
	town   *town.Town
	to     *tiler.Tiler
	island orb.Ring
	river  orb.Ring
	err    error
}

func (d *drawing) add(layer string, g orb.Geometry, minZoom int, props map[string]any) {
	if d.err == nil {
		d.err = d.to.Add(tiler.Feature{Layer: layer, Geometry: g, Props: props, MinZoom: minZoom})
	}
}

func (d *drawing) offices(stations []grid.Station) {
	for _, s := range stations {
		d.poi(orb.Point{s.Position.Lon, s.Position.Lat}, 13, "power", 1, s.Name)
	}
}

func (d *drawing) poi(at orb.Point, minZoom int, class string, rank int, name string) {
	d.add("poi", at, minZoom, map[string]any{"class": class, "rank": rank, "name": name})
}

func point(p geo.Point) orb.Point { return orb.Point{p.Lon, p.Lat} }
