package mbtiles

import (
	"context"
	"database/sql"
	"errors"
)

// Zoom is what an archive holds at one zoom.
type Zoom struct {
	Zoom    int
	Tiles   int
	Bytes   int64 // of all its tiles; what is stored once counts as often as it is shown
	Largest int   // bytes
	Bad     int   // tiles that are empty, too large, misplaced or not of the format
}

// Report is what reading an archive from end to end found.
type Report struct {
	Zooms []Zoom // by zoom
	Tiles int
	Bad   int
}

// Check reads every page and every tile: it finds damage that Open does not meet. A
// damaged file gives an *Error (Broken) beside what was counted until then; single
// bad tiles are counted only. It takes about a second for 100 MB.
func (a *Archive) Check(ctx context.Context) (Report, error) {
	var r Report
	var said string
	if err := a.db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&said); err != nil {
		return r, fault("check map pack", err)
	}
	if said != "ok" {
		return r, &Error{Code: Broken, doing: "check map pack", err: errors.New(said)}
	}
	rows, err := a.db.QueryContext(ctx, `SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY zoom_level`)
	if err != nil {
		return r, fault("check the tiles of a map pack", err)
	}
	defer rows.Close()
	for rows.Next() {
		var z, x, y int
		var b sql.RawBytes
		if err := rows.Scan(&z, &x, &y, &b); err != nil {
			return r, fault("check the tiles of a map pack", err)
		}
		r.count(z, x, y, b, a.info.Vector())
	}
	if err := rows.Err(); err != nil {
		return r, fault("check the tiles of a map pack", err)
	}
	return r, nil
}

func (r *Report) count(z, x, y int, b []byte, vector bool) {
	if n := len(r.Zooms); n == 0 || r.Zooms[n-1].Zoom != z {
		r.Zooms = append(r.Zooms, Zoom{Zoom: z})
	}
	l := &r.Zooms[len(r.Zooms)-1]
	l.Tiles++
	l.Bytes += int64(len(b))
	l.Largest = max(l.Largest, len(b))
	r.Tiles++
	f := sniff(b)
	if z < 0 || z > maxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z || len(b) > MaxTile || f == "" || (f == PBF) != vector {
		l.Bad++
		r.Bad++
	}
}
