package geo

import (
	"fmt"
	"net/url"
	"strings"
)

// Platform is where a link will be opened.
type Platform string

// The platforms that differ in the programs they have.
const (
	Android Platform = "android"
	IOS     Platform = "ios"
	Desktop Platform = "desktop"
)

// Link is a way out into another map program.
type Link struct {
	App string // "amap", "baidu", "tencent", "geo" (whatever the system has), "amap-web"
	URL string
}

// NavigateTo lists links that lead to p (WGS84), best first. Each carries the datum
// that its program expects. Whether a program is installed is for the caller to find
// out by trying; the last link of the list needs none. An invalid p gives no link.
func NavigateTo(p Point, name string, on Platform) []Link {
	if !p.Valid() {
		return nil
	}
	switch on {
	case Android:
		return []Link{amap("androidamap://navi", p, name), baidu(p, name), tencent(p, name), geoURI(p, name), amapWeb(p, name)}
	case IOS:
		return []Link{amap("iosamap://navi", p, name), baidu(p, name), tencent(p, name), amapWeb(p, name)}
	}
	return []Link{geoURI(p, name), amapWeb(p, name)}
}

// amap lets the program shift: dev=1 says that the degrees are WGS84.
func amap(base string, p Point, name string) Link {
	return Link{"amap", fmt.Sprintf("%s?sourceApplication=dianqin&poiname=%s&lat=%.6f&lon=%.6f&dev=1&style=2",
		base, escape(name), p.Lat, p.Lon)}
}

// baidu takes WGS84 as well when told so.
func baidu(p Point, name string) Link {
	dest := "latlng:" + latLon(p) + "|name:" + strings.ReplaceAll(name, "|", " ")
	return Link{"baidu", "baidumap://map/direction?destination=" + escape(dest) + "&coord_type=wgs84&mode=driving&src=dianqin"}
}

func tencent(p Point, name string) Link {
	return Link{"tencent", "qqmap://map/routeplan?type=drive&to=" + escape(name) +
		"&tocoord=" + latLon(Convert(p, WGS84, GCJ02)) + "&referer=dianqin"}
}

// geoURI is RFC 5870 with the q parameter that Android programs read the name from.
func geoURI(p Point, name string) Link {
	return Link{"geo", fmt.Sprintf("geo:%s?q=%s(%s)", latLon(p), latLon(p), escape(name))}
}

func amapWeb(p Point, name string) Link {
	g := Convert(p, WGS84, GCJ02)
	return Link{"amap-web", fmt.Sprintf("https://uri.amap.com/navigation?to=%.6f,%.6f,%s&mode=car&coordinate=gaode&callnative=1",
		g.Lon, g.Lat, escape(strings.ReplaceAll(name, ",", " ")))}
}

func latLon(p Point) string { return fmt.Sprintf("%.6f,%.6f", p.Lat, p.Lon) }

// escape writes a space as %20: programs behind these schemes do not all read "+".
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
