package courier_test

import (
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/wire"
	"dianqin/server"
)

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
