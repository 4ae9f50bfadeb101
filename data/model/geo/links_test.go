package geo

import (
	"fmt"
	"math"
	"net/url"
	"strings"
	"testing"
)

var here = Point{31.2304, 121.4737}

func find(t *testing.T, links []Link, app string) *url.URL {
	t.Helper()
	for _, l := range links {
		if l.App == app {
			u, err := url.Parse(l.URL)
			if err != nil {
				t.Fatalf("%s: %v", l.URL, err)
			}
			return u
		}
	}
	t.Fatalf("no %s in %v", app, links)
	return nil
}

func TestNavigateTo_SaysTheDatumThatEachProgramExpects(t *testing.T) {
	links := NavigateTo(here, "锦绣花园 3号", Android)
	amap := find(t, links, "amap").Query()
	if amap.Get("dev") != "1" || amap.Get("lat") != "31.230400" || amap.Get("lon") != "121.473700" || amap.Get("poiname") != "锦绣花园 3号" {
		t.Errorf("amap: %v", amap)
	}
	baidu := find(t, links, "baidu").Query()
	if baidu.Get("coord_type") != "wgs84" || baidu.Get("destination") != "latlng:31.230400,121.473700|name:锦绣花园 3号" {
		t.Errorf("baidu: %v", baidu)
	}
	g := Convert(here, WGS84, GCJ02)
	if got, want := find(t, links, "tencent").Query().Get("tocoord"), fmt.Sprintf("%.6f,%.6f", g.Lat, g.Lon); got != want {
		t.Errorf("tencent: %s, want %s", got, want)
	}
	if got, want := find(t, links, "amap-web").Query().Get("to"), fmt.Sprintf("%.6f,%.6f,锦绣花园 3号", g.Lon, g.Lat); got != want {
		t.Errorf("web: %s, want %s", got, want)
	}
}

func TestNavigateTo_GivesEachPlatformWhatItHas(t *testing.T) {
	for platform, want := range map[Platform]string{
		Android: "amap baidu tencent geo amap-web",
		IOS:     "amap baidu tencent amap-web",
		Desktop: "geo amap-web",
		"":      "geo amap-web",
	} {
		var got []string
		for _, l := range NavigateTo(here, "x", platform) {
			got = append(got, l.App)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v", platform, got)
		}
	}
	if u := find(t, NavigateTo(here, "x", IOS), "amap"); u.Scheme != "iosamap" {
		t.Errorf("%v", u)
	}
}

func TestNavigateTo_ANameCannotChangeTheLink(t *testing.T) {
	evil := "a&dev=0|coord_type:bd09,(x)#?+ 路"
	for _, on := range []Platform{Android, IOS, Desktop} {
		for _, l := range NavigateTo(here, evil, on) {
			u, err := url.Parse(l.URL)
			if err != nil || u.Fragment != "" || strings.Contains(l.URL, " ") {
				t.Fatalf("%s: %v", l.URL, err)
			}
			if len(u.Query()["dev"]) > 1 || u.Query().Get("dev") == "0" {
				t.Errorf("%s lets the name speak", l.URL)
			}
		}
	}
}

func TestNavigateTo_NowhereGivesNoLink(t *testing.T) {
	if l := NavigateTo(Point{math.NaN(), 0}, "x", Android); l != nil {
		t.Fatal(l)
	}
}
