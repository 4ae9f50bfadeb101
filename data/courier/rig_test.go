package courier_test

import (
	"context"
	"crypto/ed25519"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/snapshot"
)

// startServer starts a real server with the demo region.
func startServer(t testing.TB, customers int, policy snapshot.Policy) (*server.Server, map[string]server.DemoCode) {
	t.Helper()
	dir := t.TempDir()
	s, err := server.Start(t.Context(), server.Config{Data: dir, Listen: "127.0.0.1:0", Demo: true, DemoSize: customers, Snapshots: policy})
	no(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	codes, err := s.DemoCodes(context.Background(), dir)
	no(t, err)
	byLogin := map[string]server.DemoCode{}
	for _, c := range codes {
		byLogin[c.Login] = c
	}
	return s, byLogin
}

// device is an enrolled device with somebody signed in.
type device struct {
	*courier.Client
	id    string
	user  string
	key   ed25519.PrivateKey
	token string
}

// enrolled enrols a device at url.
func enrolled(t testing.TB, url string, who server.DemoCode) *device {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	no(t, err)
	d := &device{key: key}
	d.Client = courier.New(url, func(context.Context) (string, error) { return d.token, nil })
	a, err := d.Enroll(t.Context(), wire.EnrollRequest{Code: who.Code, DeviceName: "test", PublicKey: key.Public().(ed25519.PublicKey),
		Proof: ed25519.Sign(key, wire.EnrollProof(who.Code))})
	no(t, err)
	d.id, d.user = a.DeviceId, a.UserId
	at := time.Now().UnixMilli()
	s, err := d.SignIn(t.Context(), wire.SignInRequest{DeviceId: d.id, Login: who.Login, Password: who.Password, At: at,
		Proof: ed25519.Sign(key, wire.SessionProof(d.id, who.Login, at))})
	no(t, err)
	d.token = s.AccessToken
	return d
}

// over is the same device by another way.
func (d *device) over(url string) *device {
	out := *d
	out.Client = courier.New(url, func(context.Context) (string, error) { return d.token, nil })
	return &out
}

func openStore(t testing.TB, dir string) *local.Store {
	t.Helper()
	s, err := local.Open(dir, local.Options{})
	no(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func no(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// proxy stands between device and server: it delays, holds to a rate and cuts.
type proxy struct {
	net.Listener
	to    string
	rate  float64       // bytes a second from the server; 0: as they come
	delay time.Duration // one way

	mu  sync.Mutex
	cut int64 // bytes from the server after which a connection breaks; 0: never
}

func startProxy(t testing.TB, to string, rate float64, delay time.Duration) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	no(t, err)
	p := &proxy{Listener: l, to: to, rate: rate, delay: delay}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

func (p *proxy) url() string { return "http://" + p.Addr().String() }

func (p *proxy) cutAfter(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = n
}

func (p *proxy) serve(c net.Conn) {
	defer c.Close()
	time.Sleep(p.delay * 2) // the handshake
	s, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer s.Close()
	p.mu.Lock()
	cut := p.cut
	p.mu.Unlock()
	done := make(chan struct{})
	go func() { p.carry(s, c, 0, 0); close(done) }()
	p.carry(c, s, p.rate, cut)
}

// piece is some bytes on their way.
type piece struct {
	b   []byte
	due time.Time
}

// carry moves bytes with delay and rate; what is on its way is bounded by what a line
// of that rate and delay holds, and a router's queue of 100 ms.
func (p *proxy) carry(to, from net.Conn, rate float64, cut int64) {
	way := make(chan piece, 256)
	go func() {
		defer close(way)
		free := time.Now()
		total := int64(0)
		for {
			b := make([]byte, 16<<10)
			n, err := from.Read(b)
			if n > 0 {
				now := time.Now()
				if free.Before(now) {
					free = now
				}
				if rate > 0 {
					free = free.Add(time.Duration(float64(n) / rate * float64(time.Second)))
				}
				way <- piece{b[:n], free.Add(p.delay)}
				time.Sleep(time.Until(free) - 100*time.Millisecond)
				if total += int64(n); cut > 0 && total > cut {
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	for one := range way {
		time.Sleep(time.Until(one.due))
		if _, err := to.Write(one.b); err != nil {
			break
		}
	}
	for range way { // let the reader go
	}
	if t, ok := to.(*net.TCPConn); ok {
		_ = t.CloseWrite()
	}
	if cut > 0 {
		_ = to.Close()
		_ = from.Close()
	}
}

var _ io.Closer = (*proxy)(nil)
