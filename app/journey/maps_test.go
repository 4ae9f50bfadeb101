package journey_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/app/atlas"
	"dianqin/assets/maps"
	"dianqin/chart/tiles"
	"dianqin/data/model/geo"
)

// TestAMapPackComesInPartsIsOpenedAndRenewed: a phone of the demo is offered the pack of
// its station, the line breaks while it comes, the app is closed and opened, the rest
// comes, tiles are drawn; then the office offers version 2, and the phone renews while
// the old one goes on being shown.
func TestAMapPackComesInPartsIsOpenedAndRenewed(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	line := breakPacks(t, "http://"+srv.addr)

	dir := t.TempDir()
	phone := enrol(ctx, t, dir, line.url, srv.codes["inspector"], "inspector")
	if g := firstGround(ctx, t, phone); g.Kind != atlas.Town {
		t.Errorf("before any pack the demo lies on %q", g.Kind)
	}
	must(t, phone.Maps.Look(ctx))
	station := phone.Session.User().Stations[0]
	offered := stationPack(ctx, t, phone, station)
	if offered.Here || offered.Bytes < 10_000 {
		t.Fatalf("offered: %+v", offered)
	}

	line.breakAfter(offered.Bytes / 3)
	phone.Start()
	must(t, phone.Maps.Get(offered.Id))
	cut := untilPack(ctx, t, phone, offered.Id, "the line breaks", func(p atlas.Pack) bool { return p.Why != nil && p.Got > 0 })
	must(t, phone.Close())
	if cut.Got >= offered.Bytes || !cut.Coming {
		t.Errorf("after the break: %+v", cut)
	}

	line.breakAfter(0)
	asked := line.bytes.Load()
	phone, err := openApp(dir)
	must(t, err)
	t.Cleanup(func() { _ = phone.Close() })
	phone.Start() // nobody presses anything: it is still wanted
	untilPack(ctx, t, phone, offered.Id, "the rest comes", func(p atlas.Pack) bool { return p.Here })
	if rest := line.bytes.Load() - asked; rest > offered.Bytes-cut.Got {
		t.Errorf("%d bytes came for the %d that were left", rest, offered.Bytes-cut.Got)
	}
	g := firstGround(ctx, t, phone)
	if g.Kind != atlas.Packs {
		t.Fatalf("it lies on %q", g.Kind)
	}
	drawn(ctx, t, g)

	// The office offers another version: the whole town under the same id.
	file := filepath.Join(t.TempDir(), "town.mbtiles")
	must(t, os.WriteFile(file, maps.Town(), 0o600))
	out, err := exec.CommandContext(ctx, srv.program, "packs", "add", file, "--data", srv.dir, "--id", offered.Id, "--station", station, "--version", "2").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	must(t, phone.Maps.Look(ctx))
	newer := stationPack(ctx, t, phone, station)
	if newer.Newer == nil || newer.Newer.Version != "2" || !newer.Here {
		t.Fatalf("renewal: %+v", newer)
	}
	changed := make(chan struct{}, 10)
	defer phone.Maps.Changed.On(func(struct{}) { changed <- struct{}{} })()
	must(t, phone.Maps.Get(offered.Id))
	for drawn(ctx, t, firstGround(ctx, t, phone)); len(changed) == 0; time.Sleep(time.Millisecond) {
		drawn(ctx, t, firstGround(ctx, t, phone)) // the map never is without a ground
	}
	untilPack(ctx, t, phone, offered.Id, "the new one is here", func(p atlas.Pack) bool { return p.Version == "2" && p.Newer == nil && p.Here })
	drawn(ctx, t, firstGround(ctx, t, phone))
}

// drawn draws the middle of a ground at zoom 15, with its words.
func drawn(ctx context.Context, t *testing.T, g atlas.Ground) {
	t.Helper()
	b := g.Source.Info().Bounds
	w := geo.Project(geo.Point{Lat: (b[0].Lat + b[1].Lat) / 2, Lon: (b[0].Lon + b[1].Lon) / 2})
	id := tiles.ID{Z: 15, X: int(w.X * (1 << 15)), Y: int(w.Y * (1 << 15))}
	img, err := g.Source.Tile(ctx, id, 1)
	if err != nil && !errors.Is(err, tiles.ErrNone) { // it was closed this moment: the next is asked
		t.Fatal(err)
	}
	if img != nil && img.Rect.Dx() != tiles.Size {
		t.Fatalf("a tile of %v", img.Rect)
	}
}

func firstGround(ctx context.Context, t *testing.T, a *app.App) atlas.Ground {
	t.Helper()
	all, err := a.Maps.Grounds(ctx)
	must(t, err)
	if len(all) == 0 {
		t.Fatal("the map lies on nothing")
	}
	return all[0]
}

func stationPack(ctx context.Context, t *testing.T, a *app.App, station string) atlas.Pack {
	t.Helper()
	l, err := a.Maps.List(ctx)
	must(t, err)
	for _, p := range l.Packs {
		if p.StationId == station {
			return p
		}
	}
	t.Fatalf("no pack of %s among %+v", station, l.Packs)
	return atlas.Pack{}
}

func untilPack(ctx context.Context, t *testing.T, a *app.App, id, what string, is func(atlas.Pack) bool) atlas.Pack {
	t.Helper()
	for {
		l, err := a.Maps.List(ctx)
		if ctx.Err() != nil {
			t.Fatalf("%s: %+v", what, l)
		}
		must(t, err)
		for _, p := range l.Packs {
			if p.Id == id && is(p) {
				return p
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// broken is a line on which packs break off.
type broken struct {
	url   string
	after atomic.Int64 // bytes of a pack that come through; 0: all
	bytes atomic.Int64 // of packs that came through
}

func (b *broken) breakAfter(n int64) { b.after.Store(n) }

func breakPacks(t *testing.T, server string) *broken {
	t.Helper()
	to, err := url.Parse(server)
	must(t, err)
	b := &broken{}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ErrorLog = nil
	proxy.ModifyResponse = func(r *http.Response) error {
		if strings.HasPrefix(r.Request.URL.Path, "/v1/packs/") {
			r.Body = &short{ReadCloser: r.Body, b: b, left: b.after.Load()}
		}
		return nil
	}
	s := httptest.NewServer(proxy)
	t.Cleanup(s.Close)
	b.url = s.URL
	return b
}

// short breaks off after some bytes.
type short struct {
	io.ReadCloser
	b    *broken
	left int64 // 0: it does not
}

func (s *short) Read(p []byte) (int, error) {
	if s.left > 0 && int64(len(p)) > s.left {
		p = p[:s.left]
	}
	n, err := s.ReadCloser.Read(p)
	s.b.bytes.Add(int64(n))
	if s.left > 0 {
		if s.left -= int64(n); s.left == 0 {
			return n, fmt.Errorf("the line breaks")
		}
	}
	return n, err
}
