package tiles

import (
	"strings"
	"testing"

	"dianqin/data/model/geo"
)

func TestService_FillsItsAddress(t *testing.T) {
	for _, c := range []struct {
		s    Service
		id   ID
		want string
	}{
		{Service{URL: "https://h/{z}/{x}/{y}.png"}, ID{3, 5, 2}, "https://h/3/5/2.png"},
		{Service{URL: "https://h/{z}/{x}/{-y}.png"}, ID{3, 5, 2}, "https://h/3/5/5.png"},
		{Service{URL: "https://{s}.h/{z}/{x}/{y}?k={key}", Hosts: []string{"a", "b"}, UserKey: " k&y/1 \n"}, ID{3, 5, 2}, "https://b.h/3/5/2?k=k%26y%2F1"},
		{Service{URL: "https://h/wmts?TILEMATRIX=EPSG:4490:{TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}", Degrees: true, ZoomPlus: -1}, ID{3, 5, 2},
			"https://h/wmts?TILEMATRIX=EPSG:4490:2&TILEROW=2&TILECOL=5"},
		{Service{URL: "https://h/{z}/{x}/{-y}", Degrees: true}, ID{3, 5, 0}, "https://h/3/5/3"},
	} {
		if got := c.s.address(c.id); got != c.want {
			t.Errorf("%s: %s, want %s", c.s.URL, got, c.want)
		}
	}
}

func TestService_CheckFindsWhatCannotBeAsked(t *testing.T) {
	for address, want := range map[string]Code{
		"https://h/{z}/{x}/{y}": "",
		"http://10.1.2.3:8080/{TileMatrix}/{TileRow}/{TileCol}?tk={key}": "",
		"https://h/{z}/{x}/{-y}":     "",
		"":                           BadAddress,
		"h/{z}/{x}/{y}":              BadAddress,
		"ftp://h/{z}/{x}/{y}":        BadAddress,
		"file:///etc/{z}/{x}/{y}":    BadAddress,
		"https:///{z}/{x}/{y}":       BadAddress,
		"https://u:p@h/{z}/{x}/{y}":  BadAddress,
		"https://h/{z}/{x}":          BadAddress,
		"https://h/{x}/{y}":          BadAddress,
		"https://{s}.h/{z}/{x}/{y}":  BadAddress,
		"https://h:port/{z}/{x}/{y}": BadAddress,
	} {
		err := Service{URL: address, UserKey: "k"}.Check()
		if got := codeOf(err); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
	if got := codeOf(Service{URL: "https://h/{z}/{x}/{y}?{key}", UserKey: " "}.Check()); got != KeyMissing {
		t.Errorf("no key: %q", got)
	}
}

func codeOf(err error) Code {
	if e, ok := err.(*Error); ok {
		return e.Code
	}
	return ""
}

func TestTianditu_IsTheMapBelowItsWords(t *testing.T) {
	for _, c := range []struct {
		pictures, degrees bool
		want              [2]string
	}{{false, false, [2]string{"vec_w", "cva_w"}}, {true, true, [2]string{"img_c", "cia_c"}}} {
		layers := Tianditu(c.pictures, c.degrees, "k")
		for i, l := range layers {
			address := l.address(ID{4, 13, 6})
			for _, part := range []string{".tianditu.gov.cn/" + c.want[i] + "/wmts?", "TILEMATRIX=4&TILEROW=6&TILECOL=13&tk=k", "LAYER=" + c.want[i][:3], "TILEMATRIXSET=" + c.want[i][4:]} {
				if !strings.Contains(address, part) {
					t.Errorf("%s lacks %s", address, part)
				}
			}
			if l.Check() != nil || l.Degrees != c.degrees || l.Info.Datum != geo.WGS84 || l.Info.Approval != "" {
				t.Errorf("%+v", l)
			}
		}
	}
	if codeOf(Tianditu(false, false, "")[0].Check()) != KeyMissing {
		t.Error("without a key")
	}
	if err := OSM().Check(); err != nil {
		t.Error(err)
	}
}
