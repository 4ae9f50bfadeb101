package tiles

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dianqin/data/model/geo"
)

// Service is a web tile service as data: a row in the settings, no code.
type Service struct {
	Key string // of the cache: "tianditu-vec_w"; another address or datum wants another

	// URL is the address with places for the tile: {z} {x} {y}, {-y} where rows count
	// from the south, {s} one of Hosts, {key} UserKey. The names of WMTS mean the same:
	// {TileMatrix} {TileCol} {TileRow}.
	URL     string
	Hosts   []string
	UserKey string // the user's own; never in the repository, a log or an error
	Referer string

	Degrees  bool // tiles are squares of degrees (EPSG:4490, 4326), not of Mercator
	ZoomPlus int  // added to {z}: -1 for degree pyramids that begin with two tiles

	Info    Info
	Keep    time.Duration // how long a tile is fresh where the service does not say; 0 = 7 days
	Rate    float64       // requests a second; 0 = 8
	Timeout time.Duration // for one request; 0 = 10 s
}

// Check says whether the service can be asked at all: an *Error, BadAddress or KeyMissing.
func (s Service) Check() error {
	low := strings.ToLower(s.URL)
	has := func(names ...string) bool {
		for _, n := range names {
			if strings.Contains(low, n) {
				return true
			}
		}
		return false
	}
	u, err := url.Parse(s.address(ID{Z: 1, X: 1, Y: 1}))
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.User != nil,
		!has("{z}", "{tilematrix}"), !has("{x}", "{tilecol}"), !has("{y}", "{-y}", "{tilerow}"),
		has("{s}") && len(s.Hosts) == 0:
		return &Error{Code: BadAddress}
	case has("{key}") && strings.TrimSpace(s.UserKey) == "":
		return &Error{Code: KeyMissing}
	}
	return nil
}

// address is where a tile is. It holds the key: never log it.
func (s Service) address(id ID) string {
	host := ""
	if n := len(s.Hosts); n > 0 {
		host = s.Hosts[(id.X+id.Y)%n]
	}
	rows := 1 << id.Z
	if s.Degrees {
		rows /= 2
	}
	z, x, y := strconv.Itoa(id.Z+s.ZoomPlus), strconv.Itoa(id.X), strconv.Itoa(id.Y)
	return strings.NewReplacer(
		"{z}", z, "{TileMatrix}", z, "{x}", x, "{TileCol}", x, "{y}", y, "{TileRow}", y,
		"{-y}", strconv.Itoa(rows-1-id.Y), "{s}", host, "{key}", url.QueryEscape(strings.TrimSpace(s.UserKey)),
	).Replace(s.URL)
}

// Open makes a source on the Mercator plane of a service. agent must name the program
// and a contact, as OpenStreetMap's tile policy asks. client lends its transport.
func Open(s Service, c *Cache, client *http.Client, agent string) (Source, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	w := newWeb(s, c, client, agent)
	if s.Degrees {
		return Degrees{w}, nil
	}
	return w, nil
}

// tiandituLayer is one layer of 天地图. matrix is "w" (Mercator) or "c" (degrees of
// CGCS2000).
func tiandituLayer(layer, matrix, key string) Service {
	return Service{
		Key: "tianditu-" + layer + "_" + matrix, UserKey: key, Keep: 30 * 24 * time.Hour, Degrees: matrix == "c",
		Hosts: []string{"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"},
		URL: "https://{s}.tianditu.gov.cn/" + layer + "_" + matrix + "/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0" +
			"&LAYER=" + layer + "&STYLE=default&TILEMATRIXSET=" + matrix + "&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}",
		Info: Info{Name: "天地图", MinZoom: 1, MaxZoom: 18, Datum: geo.CGCS2000, Attribution: "© 天地图 国家地理信息公共服务平台"},
	}
}

// Tianditu gives the layers of 天地图, lowest first, for a Stack: the map and its
// words, or with pictures the land from above and its words. The user's own key is
// asked for. The approval number that must be shown beside it changes with every
// edition: it is a setting that a person has checked, not a constant.
func Tianditu(pictures, degrees bool, key string) []Service {
	matrix := "w"
	if degrees {
		matrix = "c"
	}
	if pictures {
		return []Service{tiandituLayer("img", matrix, key), tiandituLayer("cia", matrix, key)}
	}
	return []Service{tiandituLayer("vec", matrix, key), tiandituLayer("cva", matrix, key)}
}

// OSM is openstreetmap.org, for a few people looking, never for packs.
func OSM() Service {
	return Service{
		Key: "osm", URL: "https://tile.openstreetmap.org/{z}/{x}/{y}.png", Keep: 7 * 24 * time.Hour, Rate: 2,
		Info: Info{Name: "OpenStreetMap", MinZoom: 0, MaxZoom: 19, Attribution: "© OpenStreetMap contributors"},
	}
}
