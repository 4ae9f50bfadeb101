package courier

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
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
