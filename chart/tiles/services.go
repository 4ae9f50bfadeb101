package tiles

import (
	"fmt"
	"time"

	"dianqin/data/model/geo"
)

var tiandituHosts = []string{"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"}

// Tianditu is one layer of 天地图: vec (map), cva (its words), img (pictures from
// above), cia (their words), ter, cta. matrix is "w" (Web Mercator) or "c" (degrees,
// EPSG:4490; wrap it in Degrees). key is the user's own.
func Tianditu(layer, matrix, key string) Service {
	return Service{
		Key: fmt.Sprintf("tianditu-%s_%s", layer, matrix), Hosts: tiandituHosts, UserKey: key, Keep: 30 * 24 * time.Hour,
		URL: fmt.Sprintf("https://{s}.tianditu.gov.cn/%s_%s/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=%s&STYLE=default&TILEMATRIXSET=%s&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}", layer, matrix, layer, matrix),
		// The number is what Tianditu's own page shows; it changes with the edition and
		// belongs in a dated settings row.
		Info: Info{Name: "天地图", MinZoom: 1, MaxZoom: 18, Datum: geo.CGCS2000, Attribution: "© 天地图 国家地理信息公共服务平台", Approval: "GS(2024)0568号"},
	}
}

// OSM is openstreetmap.org, for a few people looking, never for packs.
func OSM() Service {
	return Service{Key: "osm", URL: "https://tile.openstreetmap.org/{z}/{x}/{y}.png", Keep: 7 * 24 * time.Hour,
		Info: Info{Name: "OpenStreetMap", MinZoom: 0, MaxZoom: 19, Attribution: "© OpenStreetMap contributors"}}
}
