package tiles

import (
	"fmt"

	"dianqin/data/model/geo"
)

// PackInfo reads what an MBTiles pack says about itself. A pack made of GCJ-02
// pictures carries datum=GCJ02.
func PackInfo(meta map[string]string, minZoom, maxZoom int) Info {
	i := Info{Name: meta["name"], MinZoom: minZoom, MaxZoom: maxZoom, Attribution: meta["attribution"], Approval: meta["approval"]}
	switch meta["datum"] {
	case "GCJ02", "GCJ-02":
		i.Datum = geo.GCJ02
	case "BD09", "BD-09":
		i.Datum = geo.BD09
	}
	var w, s, e, n float64
	if _, err := fmt.Sscanf(meta["bounds"], "%f,%f,%f,%f", &w, &s, &e, &n); err == nil {
		i.Bounds = [2]geo.Point{{Lat: s, Lon: w}, {Lat: n, Lon: e}}
	}
	return i
}
