package courier

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/store"
)

// station is a real server with an inspector signed in, behind a line of the
// test's making.
type station struct {
	*server.Server
	dir   string
	token string
}

func openStation(t *testing.T) *station {
	t.Helper()
	s := &station{dir: t.TempDir()}
	s.seed(t)
	var err error
	if s.Server, err = server.Start(t.Context(), s.config()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	secret := "long enough"
	code, err := s.Code(t.Context(), "inspector")
	if err != nil {
		t.Fatal(err)
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := New(s.URL(), nil)
	e, err := c.Enroll(t.Context(), wire.EnrollRequest{Code: code, PublicKey: public, Proof: ed25519.Sign(key, wire.EnrollProof(code)), DeviceName: "test", Password: &secret})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now().UnixMilli()
	in, err := c.SignIn(t.Context(), wire.SignInRequest{DeviceId: e.DeviceId, Login: e.Login, Password: secret, At: at,
		Proof: ed25519.Sign(key, wire.SessionProof(e.DeviceId, e.Login, at))})
	if err != nil {
		t.Fatal(err)
	}
	s.token = in.AccessToken
	return s
}

func (s *station) config() server.Config {
	return server.Config{Data: s.dir, Listen: "127.0.0.1:0"}
}

// seed writes the inspector.
func (s *station) seed(t *testing.T) {
	t.Helper()
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(s.dir, "dianqin.db"))
	if err != nil {
		t.Fatal(err)
	}
	err = st.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Put(fold.Put{Kind: model.KindUser, ID: "u", Lane: model.OrgLane, Record: people.User{ID: "u", Login: "inspector",
			Roles: []people.Role{people.Inspector}, Stations: []string{"a"}}})
		return err
	})
	if err := errors.Join(err, st.Close()); err != nil {
		t.Fatal(err)
	}
}

// client is the phone's, over an address that leads to the station.
func (s *station) client(address string) *Client {
	return New(address, func(context.Context) (string, error) { return s.token, nil })
}

// holds fails unless the station has exactly these bytes.
func (s *station) holds(t *testing.T, f Upload) {
	t.Helper()
	want, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(s.dir, "files", f.SHA256[:2], f.SHA256))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes went up, %d are there: %v", len(want), len(got), err)
	}
}

// through is a line to the station that a handler may spoil.
func (s *station) through(t *testing.T, spoil func(next http.Handler) http.HandlerFunc) *Client {
	t.Helper()
	to, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	c := serveOverPipes(t, spoil(proxy))
	c.token = func(context.Context) (string, error) { return s.token, nil }
	return c
}

func random(t *testing.T, n int) string {
	t.Helper()
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSendFiles_SendsBytesAsTheyAreAndOnce(t *testing.T) {
	s := openStation(t)
	c := s.client(s.URL())
	u := newUploads(t, "a\x00b\xff\xfe\r\n", "\x00", strings.Repeat("\x00x", 1<<20), random(t, 5<<20+7))
	if err := c.SendFiles(t.Context(), u); err != nil || len(u.sent) != 4 {
		t.Fatalf("%v, sent %v", err, u.sent)
	}
	for _, f := range u.waiting {
		s.holds(t, f)
		if err := os.Remove(f.Path); err != nil {
			t.Fatal(err)
		}
	}
	u.sent = nil // not even opened again
	if err := c.SendFiles(t.Context(), u); err != nil || len(u.sent) != 4 {
		t.Errorf("%v, sent %v", err, u.sent)
	}
}

func TestSendFiles_OneBadFileHoldsBackNoOther(t *testing.T) {
	s := openStation(t)
	u := newUploads(t, "changed", "lost", "damage", "good")
	for i, text := range []string{"otherwise", "", "dbmage"} {
		if err := os.WriteFile(u.waiting[i].Path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(u.waiting[1].Path); err != nil {
		t.Fatal(err)
	}
	c := s.client(s.URL())
	if err := c.SendFiles(t.Context(), u); err == nil {
		t.Error("nothing failed")
	}
	if !slices.Equal(u.sent, []string{hashOf([]byte("good"))}) {
		t.Errorf("sent %v", u.sent)
	}
	for i, code := range map[int]string{0: "file.hash_differs", 1: "file.lost", 2: "file.hash_differs"} {
		err := c.SendFiles(t.Context(), &uploads{waiting: u.waiting[i : i+1]})
		want(t, err, code)
		if strings.Contains(err.Error(), string(filepath.Separator)) {
			t.Errorf("a person is shown a path: %v", err)
		}
	}
}

// told is uploads that hears of each file.
type told struct {
	*uploads
	mu  sync.Mutex
	why map[string]error // nil: it ended well
	now map[string]bool
}

func (u *told) Sending(sha256 string, sending bool, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.now[sha256] == sending {
		panic("a file begins or ends twice")
	}
	if u.now[sha256] = sending; !sending {
		u.why[sha256] = err
	}
}

func TestSendFiles_TellsOfEachFileWhyItDidNotGoUp(t *testing.T) {
	s := openStation(t)
	u := &told{uploads: newUploads(t, "lost", "good"), why: map[string]error{}, now: map[string]bool{}}
	if err := os.Remove(u.waiting[0].Path); err != nil {
		t.Fatal(err)
	}
	if err := s.client(s.URL()).SendFiles(t.Context(), u); err == nil {
		t.Error("nothing failed")
	}
	want(t, u.why[u.waiting[0].SHA256], "file.lost")
	if why, ended := u.why[u.waiting[1].SHA256]; !ended || why != nil {
		t.Errorf("the good file: %v, %v", ended, why)
	}
}

// TestSendFiles_GoesOnAfterEveryCut: the line takes 150 to 250 kB and dies, the
// program is started anew in between, and the server too.
func TestSendFiles_GoesOnAfterEveryCut(t *testing.T) {
	s := openStation(t)
	u := newUploads(t, random(t, 3<<20), random(t, 1<<20))
	var carried, open atomic.Int64
	cut := func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPatch && open.Add(1)%7 != 0 { // now and then a piece gets through
				r.Body = io.NopCloser(&cutting{from: r.Body, left: 150_000 + int(open.Load()%3)*50_000, carried: &carried})
			}
			next.ServeHTTP(w, r)
		}
	}
	for try := 0; len(u.sent) < 2 && try < 60; try++ {
		if try == 1 {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			var err error
			if s.Server, err = server.Start(t.Context(), s.config()); err != nil {
				t.Fatal(err)
			}
		}
		left := slices.DeleteFunc(slices.Clone(u.waiting), func(f Upload) bool { return slices.Contains(u.sent, f.SHA256) })
		one := &uploads{waiting: left}
		_ = s.through(t, cut).SendFiles(t.Context(), one)
		u.sent = append(u.sent, one.sent...)
	}
	if len(u.sent) != 2 {
		t.Fatalf("sent %v", u.sent)
	}
	for _, f := range u.waiting {
		s.holds(t, f)
	}
	if n := carried.Load(); n > 6<<20 {
		t.Errorf("%d bytes went over the line for 4 MiB: what came was not kept", n)
	}
}

// cutting breaks off after so many bytes.
type cutting struct {
	from    io.Reader
	left    int
	carried *atomic.Int64
}

func (c *cutting) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.from.Read(p[:min(len(p), c.left)])
	c.left -= n
	c.carried.Add(int64(n))
	return n, err
}

// TestSendFiles_AStuckFileComesLast: something on the way chokes on the oldest.
func TestSendFiles_AStuckFileComesLast(t *testing.T) {
	s := openStation(t)
	u := newUploads(t, "poison", "b", "c", "d", "e")
	poison := u.waiting[0].SHA256
	var order []string
	c := s.through(t, func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, poison) {
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		}
	})
	want(t, c.SendFiles(t.Context(), u), "network.unreachable")
	if len(u.sent) != 4 {
		t.Fatalf("sent %v", u.sent)
	}
	for _, f := range c.laggards.last(append(u.waiting[:1:1], Upload{SHA256: "new"})) {
		order = append(order, f.SHA256)
	}
	if !slices.Equal(order, []string{"new", poison}) {
		t.Errorf("the next time: %v", order)
	}
}

// TestSendFiles_HasPatienceWhileSomethingMoves: the limit is for a line that is
// dead, not for one that is slow.
func TestSendFiles_HasPatienceWhileSomethingMoves(t *testing.T) {
	const size, steps = 1 << 20, 32
	s := openStation(t)
	c := s.through(t, func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPatch {
				r.Body = io.NopCloser(&slow{from: r.Body, every: size / steps, pause: 50 * time.Millisecond})
			}
			next.ServeHTTP(w, r)
		}
	})
	c.patience = 400 * time.Millisecond
	u := newUploads(t, strings.Repeat("x", size))
	began := time.Now()
	if err := c.SendFiles(t.Context(), u); err != nil || len(u.sent) != 1 {
		t.Fatalf("%v after %v", err, time.Since(began))
	}
	if took := time.Since(began); took < 2*c.patience {
		t.Errorf("it took only %v: nothing was shown", took)
	}
}

// TestSendFiles_GivesUpOnADeadLine: each of the first files finds nobody, the rest
// is left for the next round.
func TestSendFiles_GivesUpOnADeadLine(t *testing.T) {
	var tries atomic.Int32
	c := serve(t, func(http.ResponseWriter, *http.Request) {
		tries.Add(1)
		panic(http.ErrAbortHandler)
	})
	u := newUploads(t, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")
	want(t, c.SendFiles(t.Context(), u), "network.unreachable")
	if n := tries.Load(); n > 3*lines {
		t.Errorf("%d tries", n)
	}
}

// pipes are connections that hold nothing: a kernel takes up to tens of megabytes
// before anybody reads them, and a slow line looks quick.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, open := <-p
	if !open {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	p <- there
	return here, nil
}

// serveOverPipes is serve without a kernel between the two.
func serveOverPipes(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	p := make(pipes, lines)
	s := &http.Server{Handler: h}
	go func() { _ = s.Serve(p) }()
	t.Cleanup(func() { _ = s.Close() })
	c := New("http://pipes", func(context.Context) (string, error) { return "token", nil })
	c.http.SetTransport(&http.Transport{DialContext: p.dial})
	return c
}

// slow pauses after each so many bytes.
type slow struct {
	from  io.Reader
	every int
	pause time.Duration
	n     int
}

func (s *slow) Read(p []byte) (int, error) {
	n, err := s.from.Read(p[:min(len(p), s.every)]) // a reader with a large buffer would run past several pauses
	if s.n += n; s.n >= s.every {
		s.n -= s.every
		time.Sleep(s.pause)
	}
	return n, err
}

var _ Uploads = (*uploads)(nil)

func TestLaggards_KeepTheOrderOfTheOthers(t *testing.T) {
	var l laggards
	all := []Upload{{SHA256: "a"}, {SHA256: "b"}, {SHA256: "c"}}
	l.note("a", model.Fail("network.unreachable"))
	l.note("b", model.Fail("network.unreachable"))
	l.note("b", nil)
	got := ""
	for _, f := range l.last(all) {
		got += f.SHA256
	}
	if got != "bca" || all[0].SHA256 != "a" {
		t.Errorf("order %s, the own list begins with %s", got, all[0].SHA256)
	}
}
