package settings

import "log/slog"

// Ground is where the ground of the map comes from, beside the packs.
type Ground struct {
	// Unmetered keeps packs until the network is not paid for by volume.
	Unmetered bool `json:"unmetered"`
	// Town shows the demo's town though the region is another and has no pack.
	Town bool `json:"town"`

	Tianditu Tianditu `json:"tianditu"`
	Web      Web      `json:"web"`
}

// Tianditu is 天地图 with the user's own key.
type Tianditu struct {
	Key Secret `json:"key"` // empty: it is not used
	Law
}

// Web is another service of tiles, as a row of settings.
type Web struct {
	Name        string `json:"name"`
	URL         string `json:"url"` // {z} {x} {y}, {-y}, {key}, or WMTS's {TileMatrix} {TileCol} {TileRow}; empty: none
	Key         Secret `json:"key"`
	Datum       string `json:"datum"`   // WGS84, GCJ-02, BD-09
	Degrees     bool   `json:"degrees"` // tiles are squares of degrees (EPSG:4490), not of Mercator
	Attribution string `json:"attribution"`
	Law
}

// Law is what the law asks for beside a map: the number under which it was approved
// (审图号), and the day on which somebody looked it up: editions change it. A number
// that nobody checked is not shown.
type Law struct {
	Approval string `json:"approval"`
	Checked  string `json:"checked"` // 2026-01-31
}

// Secret is a text that never reaches a log or a message: only JSON and a conversion
// give it away.
type Secret string

// String implements fmt.Stringer.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "•••"
}

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return s.String() }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
