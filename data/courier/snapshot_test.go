package courier_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/schema"
	"dianqin/data/wire"
	"dianqin/server/snapshot"
)

// everything lists the view, record by record.
func everything(t testing.TB, s *local.Store) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, table := range schema.Tables {
		rows, err := s.ViewRows(t.Context(), table.Kind)
		no(t, err)
		for _, r := range rows {
			out[string(table.Kind)+"/"+r.ID] = string(r.Body)
		}
	}
	return out
}

func same(t *testing.T, name string, got, want map[string]string) {
	t.Helper()
	if maps.Equal(got, want) {
		return
	}
	t.Errorf("%s: %d records, want %d", name, len(got), len(want))
	shown := 0
	for k, v := range want {
		if got[k] != v && shown < 3 {
			t.Errorf("%s: %s\n is %s\nnot %s", name, k, got[k], v)
			shown++
		}
	}
}

// rowsOnly hides that an inbox could take a snapshot.
type rowsOnly struct{ courier.Inbox }

var always = snapshot.Policy{MinRows: 1, Patience: 20 * time.Millisecond}

func TestASnapshotIsTheSameAsAllRowsAndIsGoneOnWith(t *testing.T) {
	srv, codes := startServer(t, small, always)
	for _, login := range []string{"inspector", "desk"} {
		d := enrolled(t, srv.URL(), codes[login])
		rows := openStore(t, t.TempDir())
		_, err := d.Pull(t.Context(), rowsOnly{rows}, nil)
		no(t, err)
		ready := openStore(t, t.TempDir())
		var told []courier.Pulled
		done, err := d.Pull(t.Context(), ready, func(p courier.Pulled) { told = append(told, p) })
		no(t, err)
		want := everything(t, rows)
		same(t, login, everything(t, ready), want)
		if done.Rows > len(want)/10 || len(told) < 2 || done.Of != 0 {
			t.Errorf("%s: %d rows of %d came by pages, told %d times", login, done.Rows, len(want), len(told))
		}
		// Search, and what comes after it.
		var c customer.Customer
		some, err := local.Find[customer.Customer](t.Context(), ready, model.KindCustomer, "1 = 1 ORDER BY number LIMIT 1")
		no(t, err)
		c = some[0]
		for _, text := range []string{c.Name, c.Number, c.Number[len(c.Number)-6:]} {
			hits, err := ready.Search(t.Context(), text, 50)
			no(t, err)
			found := false
			for _, h := range hits {
				found = found || h.ID == c.ID
			}
			if !found {
				t.Errorf("%s: %s does not find %s", login, text, c.Number)
			}
		}
		epoch, cursor, err := ready.Cursor(t.Context())
		no(t, err)
		if h := health(t, srv.URL()); epoch != h || cursor["user:"+d.user] != 0 || len(cursor) < 3 {
			t.Errorf("%s: cursor %q %v", login, epoch, cursor)
		}
		again, err := d.Pull(t.Context(), ready, nil)
		if err != nil || again.Rows != 0 {
			t.Errorf("%s: %d rows twice, %v", login, again.Rows, err)
		}
	}
}

func health(t testing.TB, url string) string {
	t.Helper()
	answer, err := http.Get(url + "/healthz")
	no(t, err)
	defer answer.Body.Close()
	var b [512]byte
	n, _ := answer.Body.Read(b[:])
	_, rest, _ := strings.Cut(string(b[:n]), `"epoch":"`)
	epoch, _, _ := strings.Cut(rest, `"`)
	return epoch
}

func TestASnapshotIsGoneOnWithWhereItWasCutOverRestartsToo(t *testing.T) {
	srv, codes := startServer(t, small, always)
	d := enrolled(t, srv.URL(), codes["desk"])
	way := startProxy(t, strings.TrimPrefix(srv.URL(), "http://"), 0, 0)
	cutOff := d.over(way.url())
	dir := t.TempDir()
	way.cutAfter(60 << 10)
	bytes, tries := int64(0), 0
	for ; ; tries++ {
		if tries > 60 {
			t.Fatal("it never comes to an end")
		}
		s, err := local.Open(dir, local.Options{})
		no(t, err)
		done, err := cutOff.Pull(t.Context(), s, nil)
		bytes += done.Bytes
		_, cursor, _ := s.Cursor(t.Context())
		no(t, s.Close())
		if len(cursor) > 0 {
			break
		}
		var e *model.Error
		if !errors.As(err, &e) || e.Code != "network.unreachable" {
			t.Fatalf("a cut line is %v", err)
		}
	}
	s := openStore(t, dir)
	_, err := d.Pull(t.Context(), s, nil)
	no(t, err)
	rows := openStore(t, t.TempDir())
	_, err = d.Pull(t.Context(), rowsOnly{rows}, nil)
	no(t, err)
	same(t, "after cuts", everything(t, s), everything(t, rows))
	left, _ := filepath.Glob(filepath.Join(dir, "snapshot-*"))
	if tries < 2 || len(left) > 0 {
		t.Errorf("%d tries, left over: %v", tries, left)
	}
	t.Logf("%d tries, %d bytes", tries, bytes)
}

// spoiler passes requests on and lets a test change the bytes of a snapshot or a pack.
func spoiler(t *testing.T, to string, spoil func(w http.ResponseWriter, r *http.Request) bool) string {
	t.Helper()
	target, err := url.Parse(to)
	no(t, err)
	pass := httputil.NewSingleHostReverseProxy(target)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Count(r.URL.Path, "/") < 5 && !strings.HasPrefix(r.URL.Path, "/v1/packs/") || !spoil(w, r) {
			pass.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestASnapshotThatIsWrongIsRefusedAndTheOldBaseStays(t *testing.T) {
	srv, codes := startServer(t, small, always)
	d := enrolled(t, srv.URL(), codes["inspector"])
	answer := func(body []byte) func(w http.ResponseWriter, r *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Content-Type", "application/zstd")
			w.Header().Set("Content-Length", fmt.Sprint(len(body)))
			_, _ = w.Write(body)
			return true
		}
	}
	offer := offered(t, d)
	good := fetched(t, d, offer)
	flipped := append([]byte(nil), good...)
	flipped[len(flipped)/2] ^= 1
	for name, c := range map[string]struct {
		body []byte
		code string
	}{
		"a wrong bit":   {flipped, "snapshot.bad"},
		"half of it":    {good[:len(good)/2], "network.unreachable"},
		"nonsense":      {make([]byte, len(good)), "snapshot.bad"},
		"too much":      {append(append([]byte(nil), good...), "more"...), "snapshot.bad"},
		"nothing of it": {nil, "network.unreachable"},
	} {
		dir := t.TempDir()
		s := openStore(t, dir)
		var wrong atomic.Bool
		wrong.Store(true)
		by := d.over(spoiler(t, srv.URL(), func(w http.ResponseWriter, r *http.Request) bool {
			return wrong.Load() && answer(c.body)(w, r)
		}))
		_, err := by.Pull(t.Context(), s, nil)
		var e *model.Error
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if _, cursor, err := s.Cursor(t.Context()); len(cursor) != 0 || err != nil {
			t.Errorf("%s was taken: %v %v", name, cursor, err)
		}
		wrong.Store(false)
		_, err = by.Pull(t.Context(), s, nil) // the next round mends it
		if err != nil {
			t.Errorf("%s, the next time: %v", name, err)
		}
	}
}

func offered(t testing.TB, d *device) wire.SnapshotOffer {
	t.Helper()
	for {
		o, err := d.SnapshotOffer(t.Context())
		no(t, err)
		if o.State == wire.Ready {
			return o
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func fetched(t testing.TB, d *device, o wire.SnapshotOffer) []byte {
	t.Helper()
	part := filepath.Join(t.TempDir(), "part")
	s := partOnly{path: part, Inbox: openStore(t, t.TempDir())}
	_, err := d.Pull(t.Context(), &s, nil)
	no(t, err)
	return s.kept
}

// partOnly keeps what came down.
type partOnly struct {
	courier.Inbox
	path string
	kept []byte
}

func (p *partOnly) Whole(context.Context) bool { return false }
func (p *partOnly) PartPath(string) string     { return p.path }
func (p *partOnly) Install(_ context.Context, path, _ string) (err error) {
	p.kept, err = os.ReadFile(p.path)
	return err
}
