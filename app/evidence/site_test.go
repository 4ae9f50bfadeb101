package evidence

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/app/act"
	"dianqin/assets/demo"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/device/place"
)

var noon = time.Date(2026, 3, 18, 2, 2, 31, 0, time.UTC)

// site is a phone of an inspector with one task.
type site struct {
	*Evidence
	t     *testing.T
	dir   string
	store *local.Store
	me    *person
	where *standing
	now   time.Time
}

// person acts; standing is where the phone is.
type person struct{ user people.User }

func (p *person) User() people.User { return p.user }
func (*person) Device() string      { return "d1" }
func (*person) Key() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
}
func (*person) Offset() time.Duration { return 0 }

type standing struct{ fix place.Fix }

func (s *standing) Current(context.Context) (place.Fix, error) {
	if s.fix.Source == "" {
		return place.Fix{}, place.ErrUnknown
	}
	return s.fix, nil
}

func open(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, dir: t.TempDir(), now: noon, me: &person{people.User{ID: "u1", Name: "李敏", Login: "31070214"}},
		where: &standing{place.Fix{Lat: 31.2, Lon: 121.6, AccuracyM: 7.5, Source: "gps"}}}
	var err error
	if s.store, err = local.Open(s.dir, local.Options{Now: func() time.Time { return s.now }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	s1 := model.StationLane("s1")
	rows := []wire.PullRow{s.row(model.KindUser, "u1", model.OrgLane, s.me.user),
		s.row(model.KindBox, "b1", s1, metering.Box{ID: "b1", StationID: "s1"}),
		s.row(model.KindTask, "t1", s1, work.Task{ID: "t1", StationID: "s1", BoxID: "b1", Number: "0042", Kind: work.SealCheck, State: work.Started, AssigneeID: "u1"})}
	var rules []policy.Row
	if err := json.Unmarshal(demo.Policy(), &rules); err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		rows = append(rows, s.row(model.KindPolicy, r.ID, model.OrgLane, r))
	}
	if err := s.store.ApplyPage(t.Context(), rows, wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": 1}}); err != nil {
		t.Fatal(err)
	}
	rec := act.New(s.store, s.me, s.where, func() time.Time { return s.now })
	fetch := func(_ context.Context, sha256 string) ([]byte, error) {
		return os.ReadFile(filepath.Join(s.dir, "files", sha256))
	}
	s.Evidence = New(s.store, rec, filepath.Join(s.dir, "thumbs"), fetch, func(context.Context) (float64, error) { return -47.5, nil })
	return s
}

func (s *site) row(kind model.Kind, id string, lane model.Lane, record any) wire.PullRow {
	s.t.Helper()
	body, err := json.Marshal(record)
	if err != nil {
		s.t.Fatal(err)
	}
	raw := json.RawMessage(body)
	return wire.PullRow{Kind: string(kind), Id: id, Lane: string(lane), Ver: 1, Seq: 1, State: wire.Live, Body: &raw}
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// items are the pictures of the task.
func (s *site) items(want int) []Item {
	s.t.Helper()
	all, err := s.Of(s.t.Context(), "t1", "")
	s.must(err)
	if len(all) != want {
		s.t.Fatalf("%d pictures, want %d: %+v", len(all), want, all)
	}
	return all
}

func (s *site) bytes(f evidence.File) []byte {
	s.t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.dir, "files", f.SHA256))
	s.must(err)
	return raw
}

var seal72 = Subject{TaskID: "t1", BoxID: "b1", Shows: "3101007000000012344772"}

func shot(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(90 + i%60)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
