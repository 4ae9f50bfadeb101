// Package faults is the bad network between phones and a server: a proxy that
// delays, refuses, cuts off and holds connections, as often as it is told, and
// counts what passes. It never looks into what it carries and changes no byte.
package faults

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Proxy carries connections to a target.
type Proxy struct {
	listener net.Listener
	target   string
	plan     Plan
	done     sync.WaitGroup

	up, down          atomic.Int64
	refused, cut, all atomic.Int64
	away              atomic.Bool

	mu   sync.Mutex
	dice *rand.Rand
	open map[net.Conn]bool
}

// Count is what went through and what did not.
type Count struct {
	Up, Down    int64 // bytes
	Connections int64
	Refused     int64 // connections that were turned away
	Cut         int64 // connections that were cut while they carried something
}

// Start listens on a free port of the loopback and carries to the target
// ("host:port"). seed makes the same choices again, as far as the order of the
// connections is the same.
func Start(target string, plan Plan, seed uint64) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the proxy: %w", err)
	}
	p := &Proxy{listener: l, target: target, plan: plan, dice: rand.New(rand.NewPCG(seed, seed)), open: map[net.Conn]bool{}}
	p.done.Go(p.serve)
	return p, nil
}

// URL is where phones reach the server through the proxy.
func (p *Proxy) URL() string { return "http://" + p.listener.Addr().String() }

// Count says what went through so far.
func (p *Proxy) Count() Count {
	return Count{Up: p.up.Load(), Down: p.down.Load(), Connections: p.all.Load(), Refused: p.refused.Load(), Cut: p.cut.Load()}
}

// Away takes the network away, or brings it back.
func (p *Proxy) Away(yes bool) {
	p.away.Store(yes)
	if yes {
		p.drop()
	}
}

// Calm makes the network good from now on.
func (p *Proxy) Calm() {
	p.mu.Lock()
	p.plan = Plan{}
	p.mu.Unlock()
}

// Close ends every connection.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.drop()
	p.done.Wait()
	return err
}

func (p *Proxy) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		_ = c.Close() // it may be closed already
	}
}

func (p *Proxy) serve() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.done.Go(func() { p.carry(c) })
	}
}

// fate is what becomes of one connection.
type fate struct {
	refuse bool
	slow   time.Duration // before each piece
	cutUp  int64         // bytes after which it is cut on the way up; < 0: never
	cutOff int64         // the same on the way down
}

func (p *Proxy) draw() fate {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := fate{cutUp: -1, cutOff: -1}
	f.refuse = p.dice.Float64() < p.plan.Refuse
	if p.dice.Float64() < p.plan.Slow {
		f.slow = time.Duration(p.dice.Int64N(int64(longestWait)))
	}
	if p.dice.Float64() < p.plan.Cut { // somewhere in a request
		f.cutUp = p.dice.Int64N(64 << 10)
	}
	if p.dice.Float64() < p.plan.Lose { // somewhere in an answer, most often before it
		f.cutOff = max(0, p.dice.Int64N(12<<10)-8<<10)
	}
	return f
}

func (p *Proxy) carry(phone net.Conn) {
	defer phone.Close()
	p.all.Add(1)
	f := p.draw()
	if f.refuse || p.away.Load() {
		p.refused.Add(1)
		return
	}
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		p.refused.Add(1)
		return
	}
	defer server.Close()
	p.mu.Lock()
	p.open[phone], p.open[server] = true, true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.open, phone)
		delete(p.open, server)
		p.mu.Unlock()
	}()
	up := make(chan struct{})
	go func() {
		defer close(up)
		p.pump(server, phone, &p.up, f.cutUp, f.slow)
		closeBoth(phone, server)
	}()
	p.pump(phone, server, &p.down, f.cutOff, f.slow)
	closeBoth(phone, server)
	<-up
}

func closeBoth(a, b net.Conn) { _, _ = a.Close(), b.Close() }

// pump carries until one side ends, or the connection is cut after so many bytes.
func (p *Proxy) pump(to io.Writer, from io.Reader, count *atomic.Int64, cutAfter int64, slow time.Duration) {
	buf := make([]byte, 16<<10)
	for sent := int64(0); ; {
		n, err := from.Read(buf)
		if n > 0 {
			time.Sleep(slow)
			cut := cutAfter != -1 && sent+int64(n) > cutAfter
			if cut {
				n = int(min(max(cutAfter-sent, 0), int64(n)))
			}
			w, failed := to.Write(buf[:n])
			sent += int64(w)
			count.Add(int64(w))
			if cut {
				p.cut.Add(1)
				return
			}
			if failed != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
