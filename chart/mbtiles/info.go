package mbtiles

import (
	"context"
	"database/sql"
	"math"
	"strconv"
	"strings"

	"dianqin/data/model/geo"
)

// maxZoom is as deep as any map goes: a tile of 2 m.
const maxZoom = 24

// The formats of tiles, as the metadata row "format" names them.
const (
	PBF  = "pbf" // Mapbox vector tiles
	PNG  = "png"
	JPEG = "jpg"
	WebP = "webp"
)

// Info is what an archive says about itself, checked.
type Info struct {
	Name             string
	Format           string // PBF, PNG, JPEG or WebP
	Version          string
	Attribution      string       // must be shown with the map
	Approval         string       // 审图号, where the law asks for one
	ApprovalChecked  string       // the day on which a person looked it up, 2006-01-02
	Datum            geo.Datum    // of the tiles; the row "datum", WGS84 where there is none
	MinZoom, MaxZoom int          // that it holds
	Bounds           [2]geo.Point // south-west, north-east; zero = not known
}

// Vector tells vector tiles from pictures.
func (i Info) Vector() bool { return i.Format == PBF }

// ParseDatum reads the name of a datum as people write it ("GCJ-02", "gcj02",
// "CGCS2000", "EPSG:4326"). Nothing at all means WGS84, as MBTiles has it.
func ParseDatum(s string) (geo.Datum, bool) {
	switch strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToUpper(strings.TrimSpace(s))) {
	case "", "WGS84", "CGCS2000", "EPSG:4326", "EPSG:4490", "EPSG:3857":
		return geo.WGS84, true
	case "GCJ02":
		return geo.GCJ02, true
	case "BD09":
		return geo.BD09, true
	}
	return geo.WGS84, false
}

// readMeta reads the metadata rows. A value of more than a megabyte is left out:
// nothing here needs it.
func readMeta(ctx context.Context, db *sql.DB) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT name, value FROM metadata WHERE length(value) < 1000000 LIMIT 1000`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var k, v sql.NullString
		if err := rows.Scan(&k, &v); err != nil {
			return nil, err
		}
		out[k.String] = v.String
	}
	return out, rows.Err()
}

// describe reads the rows and fills what older writers leave out from the tiles.
func describe(ctx context.Context, db *sql.DB, meta map[string]string) (Info, error) {
	i := Info{
		Name: meta["name"], Version: meta["version"], Attribution: meta["attribution"],
		Approval: meta["approval"], ApprovalChecked: meta["approval_checked"],
		Format: format(meta["format"]), Bounds: bounds(meta["bounds"]),
	}
	var ok bool
	if i.Datum, ok = ParseDatum(meta["datum"]); !ok {
		return i, &Error{Code: Datum, doing: "read the datum of a map pack"}
	}
	lo, hi, ok := zooms(meta)
	if !ok {
		var a, b sql.NullInt64
		if err := db.QueryRowContext(ctx, `SELECT min(zoom_level), max(zoom_level) FROM tiles`).Scan(&a, &b); err != nil {
			return i, fault("find the zooms of a map pack", err)
		}
		lo, hi = int(a.Int64), int(b.Int64)
		if !a.Valid || lo < 0 || hi > maxZoom {
			return i, &Error{Code: Broken, doing: "find the zooms of a map pack"}
		}
	}
	i.MinZoom, i.MaxZoom = lo, hi
	if i.Format == "" {
		var b []byte
		if err := db.QueryRowContext(ctx, `SELECT tile_data FROM tiles LIMIT 1`).Scan(&b); err != nil {
			return i, fault("look at a tile of a map pack", err)
		}
		if i.Format = sniff(b); i.Format == "" {
			return i, &Error{Code: Foreign, doing: "look at a tile of a map pack"}
		}
	}
	return i, nil
}

func zooms(meta map[string]string) (lo, hi int, ok bool) {
	lo, err := strconv.Atoi(meta["minzoom"])
	if err != nil {
		return 0, 0, false
	}
	hi, err = strconv.Atoi(meta["maxzoom"])
	return lo, hi, err == nil && lo >= 0 && lo <= hi && hi <= maxZoom
}

func format(s string) string {
	switch s = strings.ToLower(strings.TrimSpace(s)); s {
	case PBF, PNG, JPEG, WebP:
		return s
	case "jpeg", "image/jpeg":
		return JPEG
	case "image/png":
		return PNG
	case "image/webp":
		return WebP
	case "mvt", "application/vnd.mapbox-vector-tile", "application/x-protobuf":
		return PBF
	}
	return ""
}

// sniff tells a tile's format by its first bytes.
func sniff(b []byte) string {
	has := func(at int, s string) bool { return len(b) >= at+len(s) && string(b[at:at+len(s)]) == s }
	switch {
	case has(0, "\x89PNG"):
		return PNG
	case has(0, "\xff\xd8\xff"):
		return JPEG
	case has(0, "RIFF") && has(8, "WEBP"):
		return WebP
	case has(0, "\x1f\x8b"), has(0, "\x1a"): // gzip, or a layer without it
		return PBF
	}
	return ""
}

// bounds reads "west,south,east,north" in degrees; nonsense is as good as nothing.
func bounds(s string) [2]geo.Point {
	var v [4]float64
	parts := strings.Split(s, ",")
	if len(parts) != len(v) {
		return [2]geo.Point{}
	}
	for i, p := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(f) {
			return [2]geo.Point{}
		}
		v[i] = f
	}
	sw, ne := geo.Point{Lat: v[1], Lon: v[0]}, geo.Point{Lat: v[3], Lon: v[2]}
	if !sw.Valid() || !ne.Valid() || sw.Lat >= ne.Lat || sw.Lon >= ne.Lon {
		return [2]geo.Point{}
	}
	return [2]geo.Point{sw, ne}
}
