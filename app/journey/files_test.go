package journey_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"dianqin/app"
	appevidence "dianqin/app/evidence"
	"dianqin/app/seals"
	"dianqin/app/syncing"
	"dianqin/device/feel"
	"dianqin/device/link"
)

// TestFilesHoldBackNoRecord: nothing of a file gets through, and then only over a
// network that is paid for by volume; records go up all the while.
func TestFilesHoldBackNoRecord(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := startServer(ctx, t)
	open := make(chan struct{})
	line := hold(t, "http://"+srv.addr, "/v1/uploads", open)

	dir := t.TempDir()
	must(t, enrol(ctx, t, dir, line, srv.codes["inspector"], "inspector").Close())
	net := link.NewSwitch(link.State{Online: true})
	phone, err := app.Open(app.Options{Dir: dir, Feel: feel.Silent(), Link: net})
	must(t, err)
	t.Cleanup(func() { _ = phone.Close() })
	site, err := firstSealCheck(ctx, phone)
	must(t, err)
	subject := appevidence.Subject{TaskID: site.Task.ID, BoxID: site.Box.ID, Shows: site.Sweep.Lines[0].Seal.Number}
	take := func(seed uint64) {
		t.Helper()
		jpeg, err := picture(seed)
		must(t, err)
		_, err = phone.Evidence.Take(ctx, subject, jpeg)
		must(t, err)
	}
	phone.Start()
	take(1)
	phone.Sync.Wake()
	until(ctx, t, phone, "the picture's record is up", func(s syncing.State) bool { return s.Pending == 0 && s.Files > 0 })
	visit := seals.Visit{TaskID: site.Task.ID, StationID: site.Task.StationID, BoxID: site.Box.ID}
	_, err = phone.Seals.Identify(ctx, visit, site.Sweep.Lines[0].Seal.Number, "CODE_128")
	must(t, err)
	phone.Sync.Wake()
	until(ctx, t, phone, "a fact passes the file that hangs", func(s syncing.State) bool { return s.Pending == 0 && s.HeldSeq == s.MadeSeq })
	if phone.Sync.State().Files == 0 {
		t.Error("the file got through a line that holds it")
	}
	close(open)
	until(ctx, t, phone, "the file is up", func(s syncing.State) bool { return s.Files == 0 })

	chosen := phone.Settings.Values()
	chosen.Unmetered = true
	must(t, phone.Settings.Set(chosen))
	net.Set(link.State{Online: true, Metered: true})
	take(2)
	phone.Sync.Wake()
	until(ctx, t, phone, "a file waits for another network", func(s syncing.State) bool { return s.Held && s.Files > 0 && s.Pending == 0 })
	net.Set(link.State{Online: true})
	until(ctx, t, phone, "the other network is there", func(s syncing.State) bool { return s.Files == 0 && !s.Held })
}

// hold is a line on which a path's requests wait until open is closed.
func hold(t *testing.T, server, path string, open <-chan struct{}) string {
	t.Helper()
	to, err := url.Parse(server)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(to)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, path) {
			select {
			case <-open:
			case <-r.Context().Done():
				return
			}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// until waits until syncing stands as it should.
func until(ctx context.Context, t *testing.T, a *app.App, what string, stands func(syncing.State) bool) {
	t.Helper()
	for ; !stands(a.Sync.State()); time.Sleep(20 * time.Millisecond) {
		if ctx.Err() != nil {
			t.Fatalf("%s: it stands at %+v", what, a.Sync.State())
		}
	}
}
