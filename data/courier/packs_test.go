package courier_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"dianqin/chart/mbtiles"
	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/packs"
	"dianqin/server/snapshot"
)

// offerPack makes a map of about so many bytes and offers it.
func offerPack(t testing.TB, srv *server.Server, id, version string, size int) wire.Pack {
	t.Helper()
	path := filepath.Join(t.TempDir(), id+".mbtiles")
	meta := map[string]string{"name": id, "format": "png", "minzoom": "3", "maxzoom": "3", "version": version}
	no(t, mbtiles.Write(t.Context(), path, meta, func(yield func(mbtiles.Entry, error) bool) {
		yield(mbtiles.Entry{Z: 3, X: 6, Y: 3, Data: []byte("\x89PNG" + strings.Repeat(version, size))}, nil)
	}))
	p, err := srv.Packs().Add(t.Context(), path, packs.Offer{})
	no(t, err)
	return p
}

func refused(t *testing.T, name string, err error, want string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != want {
		t.Errorf("%s: %v, want %s", name, err, want)
	}
}

func TestAPackIsGoneOnWithWhereItWasCut(t *testing.T) {
	srv, codes := startServer(t, small, snapshot.Policy{})
	d := enrolled(t, srv.URL(), codes["inspector"])
	want := offerPack(t, srv, "land", "1", 600_000)
	all, err := d.Packs(t.Context())
	no(t, err)
	if len(all) == 0 || all[len(all)-1] != want && all[0] != want {
		t.Fatalf("offered %+v", all)
	}
	way := startProxy(t, strings.TrimPrefix(srv.URL(), "http://"), 0, 0)
	way.cutAfter(200 << 10)
	part := filepath.Join(t.TempDir(), "part")
	moved, tries, kept := int64(0), 0, int64(0)
	for ; ; tries++ {
		var had, came int64
		err := d.over(way.url()).Pack(t.Context(), want, part, func(h, c int64) { had, came = h, c })
		moved += came
		if had != kept {
			t.Errorf("try %d goes on from %d, want %d", tries, had, kept)
		}
		kept = had + came
		if err == nil {
			break
		}
		refused(t, "a cut line", err, "network.unreachable")
		if tries > 20 {
			t.Fatal("it never comes to an end")
		}
	}
	if info, err := os.Stat(part); err != nil || info.Size() != want.Bytes || moved != want.Bytes || tries < 2 {
		t.Errorf("%v, %d bytes came in %d tries for %d", err, moved, tries+1, want.Bytes)
	}
	again := int64(0) // one that is whole is hashed, not fetched
	no(t, d.Pack(t.Context(), want, part, func(_, c int64) { again = c }))
	if again != 0 {
		t.Errorf("%d bytes came twice", again)
	}
}

func TestAPackThatWasReplacedSinceItWasOfferedIsSaidToBe(t *testing.T) {
	srv, codes := startServer(t, small, snapshot.Policy{})
	d := enrolled(t, srv.URL(), codes["inspector"])
	first := offerPack(t, srv, "land", "1", 300_000)
	way := startProxy(t, strings.TrimPrefix(srv.URL(), "http://"), 0, 0)
	way.cutAfter(100 << 10)
	dir := t.TempDir()
	part := func(p wire.Pack) string { return filepath.Join(dir, p.Sha256) }
	refused(t, "cut", d.over(way.url()).Pack(t.Context(), first, part(first), nil), "network.unreachable")
	second := offerPack(t, srv, "land", "2", 300_000)
	refused(t, "the old one", d.Pack(t.Context(), first, part(first), nil), "pack.changed")
	no(t, d.Pack(t.Context(), second, part(second), nil))
	a, err := mbtiles.Open(t.Context(), part(second))
	no(t, err)
	defer a.Close()
	if a.Info().Version != "2" {
		t.Errorf("%+v", a.Info())
	}
	no(t, srv.Packs().Remove(t.Context(), "land"))
	refused(t, "what is gone", d.Pack(t.Context(), second, filepath.Join(t.TempDir(), "p"), nil), "pack.unknown")
}

func TestAPackThatIsWrongIsRefusedAndTheNextTimeBeginsAnew(t *testing.T) {
	srv, codes := startServer(t, small, snapshot.Policy{})
	d := enrolled(t, srv.URL(), codes["inspector"])
	want := offerPack(t, srv, "land", "1", 100_000)
	whole := filepath.Join(t.TempDir(), "whole")
	no(t, d.Pack(t.Context(), want, whole, nil))
	good, err := os.ReadFile(whole)
	no(t, err)
	flipped := append([]byte(nil), good...)
	flipped[len(flipped)/2] ^= 1
	for name, c := range map[string]struct {
		body []byte
		mime string
		code string
		left int64 // bytes that are kept for the next time
	}{
		"a wrong bit": {flipped, "application/vnd.mbtiles", "pack.bad", 0},
		"half of it":  {good[:len(good)/2], "application/vnd.mbtiles", "network.unreachable", int64(len(good) / 2)},
		"too much":    {append(append([]byte(nil), good...), "more"...), "application/vnd.mbtiles", "pack.bad", 0},
		"a portal":    {[]byte("<html>sign in</html>"), "text/html", "network.not_our_server", 0},
	} {
		var wrong atomic.Bool
		wrong.Store(true)
		at := spoiler(t, srv.URL(), func(w http.ResponseWriter, _ *http.Request) bool {
			if wrong.Load() {
				w.Header().Set("Content-Type", c.mime)
				w.Header().Set("Content-Length", fmt.Sprint(len(c.body)))
				_, _ = w.Write(c.body)
			}
			return wrong.Load()
		})
		part := filepath.Join(t.TempDir(), "part")
		refused(t, name, d.over(at).Pack(t.Context(), want, part, nil), c.code)
		left := int64(0)
		if info, err := os.Stat(part); err == nil {
			left = info.Size()
		}
		if left != c.left {
			t.Errorf("%s: %d bytes are kept, want %d", name, left, c.left)
		}
		wrong.Store(false)
		no(t, d.over(at).Pack(t.Context(), want, part, nil))
	}
}

func TestAPackStopsWhenNobodyWantsItAnyMore(t *testing.T) {
	srv, codes := startServer(t, small, snapshot.Policy{})
	d := enrolled(t, srv.URL(), codes["inspector"])
	want := offerPack(t, srv, "land", "1", 400_000)
	way := startProxy(t, strings.TrimPrefix(srv.URL(), "http://"), 200_000, 0)
	ctx, stop := context.WithCancel(t.Context())
	part := filepath.Join(t.TempDir(), "part")
	err := d.over(way.url()).Pack(ctx, want, part, func(_, came int64) {
		if came > 0 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
	if info, err := os.Stat(part); err != nil || info.Size() == 0 || info.Size() >= want.Bytes {
		t.Errorf("what came is not kept: %v %v", info, err)
	}
	no(t, d.Pack(t.Context(), want, part, nil))
}
