package atlas_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dianqin/app/atlas"
	"dianqin/app/settings"
	"dianqin/data/model/geo"
)

var pudong = geo.Point{Lat: 31.2, Lon: 121.6}

// tileServer answers tiles as it is told to; its address has the key in it.
func tileServer(t *testing.T, answer http.HandlerFunc) settings.Web {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return settings.Web{Name: "单位 GIS", URL: s.URL + "/{z}/{x}/{y}.png?tk={key}", Key: "s3cr3t", Datum: "WGS84", Attribution: "© us"}
}

func pictures(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(onePicture("7"))
}

func TestMaps_AServiceIsTriedAndItIsSaidWhatIsWrong(t *testing.T) {
	r := newMapRig(t)
	got, err := r.TryWeb(t.Context(), tileServer(t, pictures), pudong)
	if err != nil || got.Picture.Rect.Dx() != 512 || got.Picture.Pix[0] != '7' || got.Mark.X < 120 || got.Mark.X > 390 || got.Mark.Y < 120 || got.Mark.Y > 390 {
		t.Errorf("%v, mark at %v", err, got.Mark)
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", code) }
	}
	gone := tileServer(t, pictures)
	gone.URL = "http://127.0.0.1:9/{z}/{x}/{y}?tk={key}"
	for want, w := range map[string]settings.Web{
		"tiles.offline":     gone,
		"tiles.refused":     tileServer(t, status(http.StatusInternalServerError)),
		"tiles.key_refused": tileServer(t, status(http.StatusForbidden)),
		"tiles.none":        tileServer(t, status(http.StatusNotFound)),
		"tiles.rubbish":     tileServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>sign in</html>")) }),
		"tiles.address":     {URL: "http://localhost/map.png"},
		"tiles.key_missing": {URL: "http://localhost/{z}/{x}/{y}?tk={key}"},
	} {
		_, err := r.TryWeb(t.Context(), w, pudong)
		if codeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
		if err != nil && (strings.Contains(err.Error(), "s3cr3t") || strings.Contains(err.Error(), "127.0.0.1")) {
			t.Errorf("the error holds address or key: %v", err)
		}
	}
}

func TestMaps_ASlowServiceIsGivenUp(t *testing.T) {
	r := newMapRig(t)
	r.shut()
	r.wait = 300 * time.Millisecond
	r.open()
	hang := make(chan struct{})
	w := tileServer(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(hang) })
	began := time.Now()
	if _, err := r.TryWeb(t.Context(), w, pudong); codeOf(err) != "tiles.slow" || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// TestMaps_AWrongDatumIsSeenInTheTrial: the same tiles, declared to be of another datum,
// lie half a kilometre off, which the mark shows.
func TestMaps_AWrongDatumIsSeenInTheTrial(t *testing.T) {
	r := newMapRig(t)
	// A map of GCJ-02 on which everything east of the place is black.
	gcj := geo.Project(geo.Convert(pudong, geo.WGS84, geo.GCJ02))
	w := tileServer(t, halves(gcj.X))
	edge := func(datum string) int {
		w.Datum = datum
		got, err := r.TryWeb(t.Context(), w, pudong)
		if err != nil {
			t.Fatal(err)
		}
		row := got.Picture.Pix[got.Mark.Y*got.Picture.Stride:]
		for x := range 512 {
			if row[4*x] < 128 {
				return x - got.Mark.X
			}
		}
		return 512
	}
	if off := edge("GCJ-02"); off < -3 || off > 3 {
		t.Errorf("with the right datum the edge is %d pixels off", off)
	}
	if off := edge("WGS84"); off > -100 && off < 100 {
		t.Errorf("with a wrong datum the edge is only %d pixels off", off)
	}
}

func TestMaps_ServicesAreGroundsOnceTheyAreEntered(t *testing.T) {
	r := newMapRig(t)
	asked := make(chan string, 100)
	web := tileServer(t, func(w http.ResponseWriter, q *http.Request) {
		asked <- q.URL.RawQuery
		pictures(w, q)
	})
	heard := make(chan struct{}, 10)
	if len(mustGrounds(r)) != 0 {
		t.Error("grounds of nothing")
	}
	defer r.Changed.On(func(struct{}) { heard <- struct{}{} })()
	v := r.set.Values()
	v.Ground.Web = web
	v.Ground.Web.Law = settings.Law{Approval: "GS(2026)9号"}
	v.Ground.Tianditu.Key = "k"
	r.must(r.set.Set(v))
	<-heard
	all := mustGrounds(r)
	if len(all) != 3 || all[0].Kind != atlas.Tianditu || all[1].Kind != atlas.Pictures || all[2].Kind != atlas.Web || all[2].Name != "单位 GIS" {
		t.Fatalf("%+v", all)
	}
	src := all[2].Source
	if i := src.Info(); i.Approval != "" || i.Attribution != "© us" {
		t.Errorf("a number that nobody checked is shown: %+v", i)
	}
	for range 2 { // the second comes from the disk
		if img, err := src.Tile(t.Context(), shanghai, 1); err != nil || img.Pix[0] != '7' {
			t.Fatal(err)
		}
	}
	if n := len(asked); n != 1 || <-asked != "tk=s3cr3t" {
		t.Errorf("asked %d times", n)
	}
	v.Ground.Web.Checked = "2026-05-01"
	r.must(r.set.Set(v))
	<-heard
	if i := mustGrounds(r)[2].Source.Info(); i.Approval != "GS(2026)9号" || i.ApprovalChecked != "2026-05-01" {
		t.Errorf("%+v", i)
	}
	v.Ground.Web.URL = "nonsense"
	r.must(r.set.Set(v))
	<-heard
	if all := mustGrounds(r); len(all) != 2 {
		t.Errorf("an address that cannot be is a ground: %+v", all)
	}
}

func mustGrounds(r *mapRig) []atlas.Ground {
	r.Helper()
	all, err := r.Grounds(r.Context())
	r.must(err)
	return all
}

// TestMaps_AServiceThatFailedIsAskedAgainWhenTheNetworkIsAnother: it leaves off after a
// failure, and begins at once when it is told to.
func TestMaps_AServiceThatFailedIsAskedAgainWhenTheNetworkIsAnother(t *testing.T) {
	r := newMapRig(t)
	down := atomic.Bool{}
	down.Store(true)
	v := r.set.Values()
	v.Ground.Web = tileServer(t, func(w http.ResponseWriter, q *http.Request) {
		if down.Load() {
			http.Error(w, "no", http.StatusInternalServerError)
			return
		}
		pictures(w, q)
	})
	v.Ground.Web.Degrees = false
	r.must(r.set.Set(v))
	src := mustGrounds(r)[0].Source
	for range 5 {
		if _, err := src.Tile(t.Context(), shanghai, 1); err == nil {
			t.Fatal("a tile of a service that is down")
		}
	}
	down.Store(false)
	if _, err := src.Tile(t.Context(), shanghai, 1); err == nil {
		t.Fatal("it does not leave off: there is nothing to wake")
	}
	r.Wake()
	if _, err := src.Tile(t.Context(), shanghai, 1); err != nil {
		t.Error(err)
	}
}
