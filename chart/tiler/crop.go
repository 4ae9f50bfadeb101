package tiler

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"

	"github.com/paulmach/orb"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

// Crop writes the tiles of a pack that touch the bounds (WGS84 degrees, longitude
// first) as a pack of their own. Tiles are taken whole and as they are, pictures and
// vectors alike; meta goes over the pack's own metadata. It fails where the pack holds
// nothing within the bounds.
func Crop(ctx context.Context, from *mbtiles.Archive, path string, bounds orb.Bound, meta map[string]string) error {
	if err := place(bounds.Min, bounds.Max); err != nil {
		return err
	}
	if bounds.Min[0] >= bounds.Max[0] || bounds.Min[1] >= bounds.Max[1] {
		return fmt.Errorf("%w: west of its own west, or south of its own south", ErrPlan)
	}
	info, n := from.Info(), 0
	if own := info.Bounds; own != ([2]geo.Point{}) {
		sw, ne := geo.Convert(own[0], info.Datum, geo.WGS84), geo.Convert(own[1], info.Datum, geo.WGS84)
		if !bounds.Intersects(orb.Bound{Min: orb.Point{sw.Lon, sw.Lat}, Max: orb.Point{ne.Lon, ne.Lat}}) {
			return fmt.Errorf("%w: the pack ends before the bounds begin", ErrPlan)
		}
	}
	all := from.Meta()
	all["bounds"] = cropped(info, bounds)
	delete(all, "center")
	maps.Copy(all, meta)
	err := mbtiles.Write(ctx, path, all, func(yield func(mbtiles.Entry, error) bool) {
		for z := info.MinZoom; z <= info.MaxZoom; z++ {
			if !cropZoom(ctx, from, z, window(info.Datum, bounds, z), &n, yield) {
				return
			}
		}
		if n == 0 {
			yield(mbtiles.Entry{}, fmt.Errorf("%w: the pack holds nothing within the bounds", ErrPlan))
		}
	})
	if err != nil {
		return fmt.Errorf("crop a map pack: %w", err)
	}
	return nil
}

// cropZoom hands over the tiles of one zoom and counts them; false: that is enough.
func cropZoom(ctx context.Context, from *mbtiles.Archive, z int, w [4]int, n *int, yield func(mbtiles.Entry, error) bool) bool {
	for x := w[0]; x <= w[2]; x++ {
		for y := w[1]; y <= w[3]; y++ {
			data, err := from.Tile(ctx, z, x, y)
			if errors.Is(err, mbtiles.ErrNoTile) {
				if ctx.Err() == nil {
					continue
				}
				err = ctx.Err()
			}
			if !yield(mbtiles.Entry{Z: z, X: x, Y: y, Data: data}, err) {
				return false
			}
			*n++
		}
	}
	return true
}

// window is the tiles of a zoom that bounds touch: x0, y0, x1, y1. A pack in another
// datum has its tiles on that datum's plane.
func window(datum geo.Datum, b orb.Bound, z int) [4]int {
	nw := geo.Project(geo.Convert(geo.Point{Lat: b.Max[1], Lon: b.Min[0]}, geo.WGS84, datum))
	se := geo.Project(geo.Convert(geo.Point{Lat: b.Min[1], Lon: b.Max[0]}, geo.WGS84, datum))
	n := math.Exp2(float64(z))
	at := func(v float64) int { return max(0, min(1<<z-1, int(math.Floor(v*n)))) }
	return [4]int{at(nw.X), at(nw.Y), at(se.X), at(se.Y)}
}

// cropped is the metadata row: the bounds, no farther than the pack's own, in its
// datum as the pack's are.
func cropped(i mbtiles.Info, b orb.Bound) string {
	sw := geo.Convert(geo.Point{Lat: b.Min[1], Lon: b.Min[0]}, geo.WGS84, i.Datum)
	ne := geo.Convert(geo.Point{Lat: b.Max[1], Lon: b.Max[0]}, geo.WGS84, i.Datum)
	if i.Bounds != ([2]geo.Point{}) {
		sw.Lat, sw.Lon = max(sw.Lat, i.Bounds[0].Lat), max(sw.Lon, i.Bounds[0].Lon)
		ne.Lat, ne.Lon = min(ne.Lat, i.Bounds[1].Lat), min(ne.Lon, i.Bounds[1].Lon)
	}
	return mbtiles.Bounds(sw, ne)
}
