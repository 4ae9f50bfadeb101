package courier_test

import (
	"net"
	"sync"
	"testing"
	"time"
)

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
