package courier

import (
	"context"
	"crypto/tls"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server"
)

func TestPin_OneKeyIsBelievedAndNoOther(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	pin, err := server.TLSInit(server.Config{Data: dir}, []string{"yx.example"})
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := server.TLSInit(server.Config{Data: other}, []string{"yx.example"})
	if err != nil || wrong == pin {
		t.Fatal(wrong, err)
	}
	var ahead atomic.Int64 // of the server's clock: it looks at its files once a second
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	s, err := server.Start(t.Context(), server.Config{Data: dir, Listen: "127.0.0.1:0", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	address, shown := wire.SplitPin(s.URL())
	if shown != pin {
		t.Errorf("the server shows %q, its pin is %q", shown, pin)
	}
	ask := func(server string) string {
		c := New(server, func(context.Context) (string, error) { return "no token", nil })
		_, err := c.Devices(t.Context())
		var e *model.Error
		errors.As(err, &e)
		return e.Code
	}
	// The certificate is for another name and nobody signed for it: the pin decides.
	for server, code := range map[string]string{s.URL(): "auth.required", wire.WithPin(address, wrong): "network.other_server",
		address: "network.unreachable"} {
		if got := ask(server); got != code {
			t.Errorf("%s: %s, want %s", server, got, code)
		}
	}

	before := serial(t, s.URL())
	if again, err := server.TLSInit(server.Config{Data: dir}, []string{"127.0.0.1"}); err != nil || again != pin {
		t.Fatalf("a renewed certificate has another pin: %q %v", again, err)
	}
	ahead.Add(int64(2 * time.Second))
	if serial(t, s.URL()) == before {
		t.Fatal("the new certificate is not in use")
	}
	if got := ask(s.URL()); got != "auth.required" {
		t.Errorf("after the renewal: %s", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "tls", "cert.pem"), []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	ahead.Add(int64(2 * time.Second))
	if got := ask(s.URL()); got != "auth.required" {
		t.Errorf("after a broken file: %s, the old certificate should stay", got)
	}
}

// serial is the number of the certificate in use.
func serial(t *testing.T, server string) string {
	t.Helper()
	address, pin := wire.SplitPin(server)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	c, err := tls.Dial("tcp", u.Host, pinned(pin))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return c.ConnectionState().PeerCertificates[0].SerialNumber.String()
}
