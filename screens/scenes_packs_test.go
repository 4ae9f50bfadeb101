package screens_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/wire"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"
)

// aPack is a pack of a station, or of everybody.
func aPack(id, name, station, version string, bytes int64) wire.Pack {
	sum := sha256.Sum256([]byte(id + version))
	return wire.Pack{Id: id, Name: name, StationId: station, Version: version, Sha256: hex.EncodeToString(sum[:]), Bytes: bytes, Format: wire.Pbf, Datum: wire.WGS84,
		MinZoom: 12, MaxZoom: 17, West: 121.5, South: 31.1, East: 121.7, North: 31.3, Attribution: "© 滨江供电", Approval: "沪S(2026)017号", ApprovalChecked: "2026-02-11"}
}

// offers are what the server of the packs offers.
func offers() []wire.Pack {
	city := aPack("city", "上海市区", "", "2026-02", 12_400_000)
	city.ApprovalChecked = ""
	region := aPack("region", "川沙", "s1", "3", 4_200_000)
	region.Approval = ""
	return []wire.Pack{aPack("pudong", "浦东", "s1", "2", 2_900_000), region, city, aPack("port", "外高桥港区", "s1", "1", 1_800_000)}
}

// packServer offers packs; what is fetched hangs after two thirds.
var packServer = sync.OnceValue(func() string {
	return serve(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/packs" {
			tell(w, http.StatusOK, wire.PackList{Packs: offers()})
			return
		}
		for _, p := range offers() {
			if r.URL.Path != "/v1/packs/"+p.Id {
				continue
			}
			w.Header().Set("Content-Type", "application/vnd.mbtiles")
			w.Header().Set("ETag", strconv.Quote(p.Sha256))
			w.Header().Set("Content-Length", strconv.FormatInt(p.Bytes, 10))
			_, _ = w.Write(make([]byte, p.Bytes*2/3))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			return
		}
		http.NotFound(w, r)
	})
})

// theMaps is a street with one pack that is out of date, one that is spoiled and one of
// which a part came.
func theMaps() stock {
	return stock{name: "maps", server: packServer(), refresh: "r", told: packWords(), rows: func(t testing.TB, files string) []wire.PullRow {
		dir := filepath.Join(filepath.Dir(files), "maps")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		all := offers()
		old := aPack("pudong", "浦东", "s1", "1", 2_700_000)
		gone := aPack("island", "长兴岛", "s1", "5", 900_000)
		text, err := json.Marshal(map[string]any{"here": []wire.Pack{old, all[1], gone}, "offered": all, "spoiled": map[string]string{"region": "pack_cut"},
			"asked_at": uitest.Now().Add(-3 * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		for name, b := range map[string][]byte{"packs.json": text, old.Sha256 + ".mbtiles": nil, gone.Sha256 + ".mbtiles": nil, all[2].Sha256 + ".part": make([]byte, 5_100_000)} {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return append(street(t), row(t, model.KindStation, "s1", model.OrgLane, grid.Station{ID: "s1", Name: "浦东一站", Position: model.Position{Lat: 31.2, Lon: 121.6}}))
	}}
}

// theMapsFar is the same with a server that nobody answers at.
func theMapsFar() stock {
	far := theMaps()
	far.name, far.server = "maps-far", "http://127.0.0.1:9"
	return far
}

// packWords are the names of the packs, and what an address is made of.
func packWords() string {
	said := "{key}长兴岛"
	for _, p := range offers() {
		said += " " + p.Name + p.Approval
	}
	return said
}

// tileHost is a service of tiles: green west of a street, grey east of it.
var tileHost = sync.OnceValue(func() string {
	img := image.NewRGBA(image.Rect(0, 0, 256, 256))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{214, 232, 205, 255}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(96, 0, 128, 256), image.White, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(128, 0, 256, 256), image.NewUniform(color.RGBA{226, 223, 214, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/portal"):
			_, _ = w.Write([]byte("<html>sign in</html>"))
		case r.URL.Query().Get("tk") != "k3y":
			http.Error(w, "no", http.StatusForbidden)
		default:
			_, _ = w.Write(b.Bytes())
		}
	})).URL
})

// openMaps opens the page of maps on the phone.
func openMaps(p *player) { p.Press("phone.me", "settings.title", "packs.title") }

// entered enters a service of tiles and tries it.
func entered(p *player, path, key string) {
	openMaps(p)
	p.Press("packs.other")
	p.Type(p.Say("packs.name"), "单位 GIS")
	p.Type(p.Say("packs.address"), tileHost()+path+"/{z}/{x}/{y}.png?tk={key}")
	p.Type(p.Say("packs.key"), key)
	p.Press("packs.try")
	p.Settle()
}

// running lets packs come while a scene plays, as they do while the app is open.
func running(p *player) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); p.App.Maps.Run(ctx) }()
	p.T.Cleanup(func() { stop(); <-done })
}

// packScenes are the packs of the map, and its services.
func packScenes() []scene {
	return []scene{
		{name: "phone-packs", store: theMaps(), steps: openMaps},
		{name: "phone-packs-unreachable", store: theMapsFar(), steps: openMaps},
		{name: "phone-packs-coming", store: theMaps(), live: true, steps: func(p *player) {
			running(p)
			openMaps(p)
			press(p, "port", "packs.get")
			p.Await(p.Say("packs.coming"))
		}},
		{name: "phone-packs-renewing", store: theMaps(), live: true, steps: func(p *player) {
			running(p)
			openMaps(p)
			p.Await(p.Ctx.T("packs.renewing", map[string]any{"version": "2"}))
		}},
		{name: "phone-packs-removed", store: theMaps(), again: true, steps: func(p *player) { openMaps(p); p.TapIcon(ui.IcTrash) }},
		{name: "phone-packs-tianditu", store: theMaps(), steps: func(p *player) { openMaps(p); p.Press("packs.tianditu") }},
		{name: "phone-packs-service", store: theMaps(), steps: func(p *player) { openMaps(p); p.Press("packs.other") }},
		{name: "phone-packs-tried", store: theMaps(), live: true, steps: func(p *player) { entered(p, "", "k3y") }},
		{name: "phone-packs-refused", store: theMaps(), live: true, steps: func(p *player) { entered(p, "", "wrong") }},
		{name: "desk-packs", store: theMaps(), steps: func(p *player) { p.TapIcon(ui.IcSliders); p.Press("settings.title", "packs.title") }},
		{name: "desk-packs-service", store: theMaps(), steps: func(p *player) {
			p.TapIcon(ui.IcSliders)
			p.Press("settings.title", "packs.title", "packs.other")
		}},
	}
}

// press taps the button of a pack, which says how many bytes it is.
func press(p *player, id, key string) {
	p.T.Helper()
	for _, o := range offers() {
		if o.Id == id {
			p.Tap(p.Ctx.T(key, map[string]any{"bytes": p.Ctx.Words().Bytes(o.Bytes), "version": o.Version}))
		}
	}
}

func TestAPackIsAskedForPausedAndTakenBack(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theMaps()}, looks()[0])
	running(p)
	openMaps(p)
	p.See("浦东", "更新到版本 2", "川沙", "地图包不完整", "重新下载", "长兴岛", "服务器已不再提供", "上海市区", "已暂停", "继续", "外高桥港区", "无人核对")
	press(p, "port", "packs.get")
	p.Await("正在下载")
	p.Tap("暂停")
	p.Await("继续 · 还差")
	list := func() atlas.List {
		l, err := p.App.Maps.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for _, k := range list().Packs {
		if k.Id == "port" && (k.Coming || k.Got == 0) {
			t.Errorf("paused: %+v", k)
		}
	}
	p.TapIcon(ui.IcTrash)
	p.See("已删除", "撤销")
	before := len(list().Packs)
	p.Tap("撤销")
	p.Settle()
	if now := len(list().Packs); now < before {
		t.Errorf("%d packs, before %d", now, before)
	}
	p.Check()
}

func TestAServiceIsTriedBeforeItIsKept(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theMaps()}, looks()[0])
	entered(p, "", "wrong")
	p.See("不认这个密钥")
	p.Type("密钥", "k3y")
	p.Tap("取一块地图测试")
	p.See("取到了", "圆圈应在浦东一站")
	p.Tap("GCJ-02") // it is asked again
	p.See("取到了")
	p.Type("审图号", "GS(2026)1号")
	p.Tap("我已核对审图号")
	p.Tap("保存")
	p.See("已保存", "已启用")
	w := p.App.Settings.Values().Ground.Web
	if w.Name != "单位 GIS" || w.Datum != "GCJ-02" || string(w.Key) != "k3y" || w.Approval != "GS(2026)1号" || w.Checked != uitest.Now().Format(time.DateOnly) {
		t.Errorf("kept %+v", w)
	}
	all, err := p.App.Maps.Grounds(t.Context())
	if err != nil || len(all) == 0 || all[len(all)-1].Kind != atlas.Web {
		t.Errorf("%+v %v", all, err)
	}
	p.Press("packs.other")
	p.Type("审图号", "GS(2027)2号") // another number, which nobody checked
	p.See("我已核对审图号")
	p.Type("地址", "http://nowhere/map.png")
	p.Tap("保存")
	p.See("地址不对")
	p.Type("地址", tileHost()+"/portal/{z}/{x}/{y}.png")
	p.Tap("取一块地图测试")
	p.See("不是地图图片")
	p.Check()
}
