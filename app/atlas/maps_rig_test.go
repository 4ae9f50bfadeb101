package atlas_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dianqin/app/atlas"
	"dianqin/app/settings"
	"dianqin/assets/maps"
	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/packs"
)

// mapRig is a phone's maps over a real server.
type mapRig struct {
	*testing.T
	*atlas.Maps
	srv     *server.Server
	store   *local.Store
	set     *settings.Settings
	dir     string
	client  *courier.Client
	away    atomic.Bool // the phone has no network
	metered atomic.Bool
	hold    atomic.Bool   // files wait for another network
	home    string        // of the server
	wait    time.Duration // for a trial
	log     bytes.Buffer
	stop    func()
}

func newMapRig(t *testing.T) *mapRig {
	t.Helper()
	r := &mapRig{T: t, dir: t.TempDir(), home: t.TempDir()}
	var err error
	r.srv, err = server.Start(t.Context(), server.Config{Data: r.home, Listen: "127.0.0.1:0", Demo: true, DemoSize: 120})
	r.must(err)
	t.Cleanup(func() { r.must(r.srv.Close()) })
	r.enrol()
	r.store, err = local.Open(t.TempDir(), local.Options{})
	r.must(err)
	t.Cleanup(func() { r.must(r.store.Close()) })
	r.set, err = settings.Open(r.store)
	r.must(err)
	all, err := r.srv.Packs().All(t.Context()) // of the demo
	r.must(err)
	for _, p := range all {
		r.must(r.srv.Packs().Remove(t.Context(), p.Id))
	}
	r.open()
	t.Cleanup(func() { r.shut() })
	return r
}

// open starts the phone's maps, shut ends them: together they are a restart.
func (r *mapRig) open() {
	west, south, east, north := maps.Bounds()
	r.Maps = atlas.NewMaps(atlas.MapsOptions{Dir: filepath.Join(r.dir, "maps"), Store: r.store, Settings: r.set, Now: time.Now,
		Courier: func() *courier.Client { return r.client }, Metered: r.metered.Load, Hold: r.hold.Load, Log: slog.New(slog.NewTextHandler(&r.log, nil)),
		Patience: r.wait, Town: maps.Town(), TownSW: geo.Point{Lat: south, Lon: west}, TownNE: geo.Point{Lat: north, Lon: east}})
	ctx, cancel := context.WithCancel(context.Background())
	m, done := r.Maps, make(chan struct{})
	go func() { defer close(done); m.Run(ctx) }()
	r.stop = func() { cancel(); <-done }
}

func (r *mapRig) shut() {
	r.stop()
	r.must(r.Close())
}

func (r *mapRig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// enrol signs somebody of the demo in.
func (r *mapRig) enrol() {
	r.Helper()
	codes, err := r.srv.DemoCodes(r.Context(), r.TempDir())
	r.must(err)
	who := codes[0]
	for _, c := range codes {
		if c.Login == "inspector" {
			who = c
		}
	}
	_, key, err := ed25519.GenerateKey(nil)
	r.must(err)
	token := ""
	r.client = courier.New(r.srv.URL(), func(context.Context) (string, error) {
		if r.away.Load() {
			return "", model.Fail("network.unreachable")
		}
		return token, nil
	})
	a, err := r.client.Enroll(r.Context(), wire.EnrollRequest{Code: who.Code, DeviceName: "test", PublicKey: key.Public().(ed25519.PublicKey),
		Proof: ed25519.Sign(key, wire.EnrollProof(who.Code))})
	r.must(err)
	at := time.Now().UnixMilli()
	s, err := r.client.SignIn(r.Context(), wire.SignInRequest{DeviceId: a.DeviceId, Login: who.Login, Password: who.Password, At: at,
		Proof: ed25519.Sign(key, wire.SessionProof(a.DeviceId, who.Login, at))})
	r.must(err)
	token = s.AccessToken
}

// offer makes a map over Shanghai with one picture and offers it.
func (r *mapRig) offer(id, version string, meta map[string]string) wire.Pack {
	r.Helper()
	path := filepath.Join(r.TempDir(), id+".mbtiles")
	all := map[string]string{"name": id, "format": "png", "minzoom": "3", "maxzoom": "3", "version": version, "attribution": "© " + id}
	for k, v := range meta {
		all[k] = v
	}
	r.must(mbtiles.Write(r.Context(), path, all, func(yield func(mbtiles.Entry, error) bool) {
		yield(mbtiles.Entry{Z: 3, X: 6, Y: 3, Data: onePicture(version)}, nil)
	}))
	p, err := r.srv.Packs().Add(r.Context(), path, packs.Offer{Checked: all["approval_checked"]})
	r.must(err)
	return p
}

func (r *mapRig) list() atlas.List {
	r.Helper()
	l, err := r.List(r.Context())
	r.must(err)
	return l
}

func (r *mapRig) pack(id string) atlas.Pack {
	r.Helper()
	for _, p := range r.list().Packs {
		if p.Id == id {
			return p
		}
	}
	r.Fatalf("no pack %s in %+v", id, r.list())
	return atlas.Pack{}
}

// until waits for a pack to be as it should.
func (r *mapRig) until(id, what string, is func(atlas.Pack) bool) {
	r.Helper()
	for began := time.Now(); !is(r.pack(id)); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > 20*time.Second {
			r.Fatalf("%s: %+v\n%s", what, r.pack(id), r.log.String())
		}
	}
}

// ground is the first ground.
func (r *mapRig) ground() atlas.Ground {
	r.Helper()
	all, err := r.Grounds(r.Context())
	r.must(err)
	if len(all) == 0 {
		return atlas.Ground{}
	}
	return all[0]
}

var shanghai = tiles.ID{Z: 3, X: 6, Y: 3}

// seen is the colour of the only tile: what version it is of.
func (r *mapRig) seen() uint8 {
	r.Helper()
	g := r.ground()
	if g.Source == nil {
		return 0
	}
	img, err := g.Source.Tile(r.Context(), shanghai, 1)
	if errors.Is(err, tiles.ErrNone) {
		return 0
	}
	r.must(err)
	return img.Pix[0]
}

func codeOf(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

// files are the packs and parts in the folder.
func (r *mapRig) files() (out []string) {
	names, err := os.ReadDir(filepath.Join(r.dir, "maps"))
	r.must(err)
	for _, n := range names {
		if !strings.HasPrefix(n.Name(), "packs.json") {
			out = append(out, n.Name())
		}
	}
	return out
}
