package courier

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

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
