package journey_test

import (
	"io"
	"net"
	"sync"
	"testing"
)

// cutter is a network that can be away, or lose the server's answers.
type cutter struct {
	listener net.Listener
	target   string

	mu      sync.Mutex
	refused bool
	cuts    int // answers still to be lost
	open    map[net.Conn]bool
}

func startCutter(t *testing.T, target string) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{listener: l, target: target, open: map[net.Conn]bool{}}
	go c.serve()
	t.Cleanup(func() { _ = l.Close(); c.dropAll() })
	return c
}

func (c *cutter) url() string { return "http://" + c.listener.Addr().String() }

// refuse takes the network away, or brings it back.
func (c *cutter) refuse(yes bool) {
	c.mu.Lock()
	c.refused = yes
	c.mu.Unlock()
	if yes {
		c.dropAll()
	}
}

// cutAnswers lets the next n requests through and loses their answers.
func (c *cutter) cutAnswers(n int) {
	c.dropAll() // a connection that is kept alive would slip past
	c.mu.Lock()
	c.cuts = n
	c.mu.Unlock()
}

func (c *cutter) dropAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.open {
		_ = conn.Close()
	}
	clear(c.open)
}

func (c *cutter) serve() {
	for {
		conn, err := c.listener.Accept()
		if err != nil {
			return
		}
		go c.carry(conn)
	}
}

func (c *cutter) carry(phone net.Conn) {
	defer phone.Close()
	c.mu.Lock()
	refused := c.refused
	c.mu.Unlock()
	if refused {
		return
	}
	server, err := net.Dial("tcp", c.target)
	if err != nil {
		return
	}
	defer server.Close()
	c.mu.Lock()
	c.open[phone], c.open[server] = true, true
	c.mu.Unlock()
	go func() { _, _ = io.Copy(server, phone) }()
	buf := make([]byte, 32<<10)
	for {
		n, err := server.Read(buf)
		if err != nil || c.cutNow() {
			return
		}
		if _, err := phone.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (c *cutter) cutNow() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cuts == 0 {
		return false
	}
	c.cuts--
	return true
}
