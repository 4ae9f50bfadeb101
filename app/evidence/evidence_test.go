package evidence

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"dianqin/app/act"
	"dianqin/app/evidence/exif"
	"dianqin/app/evidence/photo"
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

func TestTake_KeepsTheOriginalAsItIsAndStampsACopyOfIt(t *testing.T) {
	s := open(t)
	raw := shot(t, 1200, 900)
	kept, err := s.Take(t.Context(), seal72, raw)
	if err != nil || kept.Unstamped != nil {
		t.Fatal(kept, err)
	}
	p := s.items(1)[0]
	sum := sha256.Sum256(raw)
	if p.SHA256 != hex.EncodeToString(sum[:]) || !bytes.Equal(s.bytes(p.File), raw) {
		t.Error("the original is not what the camera gave")
	}
	if p.MadeAt != model.MillisOf(noon) || !p.OnSite() || p.Pos == nil || p.Pos.AccuracyM != 7.5 || p.Heading == nil || *p.Heading != 312.5 || !p.Waiting || !p.Removable {
		t.Errorf("declared as %+v", p)
	}
	stamped := p.Shown()
	if stamped.Role != evidence.Stamped || stamped.Of != p.SHA256 {
		t.Fatalf("%+v", stamped)
	}
	img, err := jpeg.Decode(bytes.NewReader(s.bytes(stamped)))
	s.must(err)
	if img.Bounds().Dx() != 1200 {
		t.Errorf("the copy is %v", img.Bounds())
	}
	at := color.GrayModel.Convert(img.At(3, 890)).(color.Gray).Y
	if at > 60 {
		t.Errorf("there is no strip at the bottom: %d", at)
	}
	if said := exif.Read(s.bytes(stamped), time.UTC); !said.Made.Equal(noon) || said.Orientation != 1 {
		t.Errorf("the copy says %+v", said)
	}
	text := utf16le(s.bytes(stamped))
	for _, want := range []string{"工单 0042", "李敏 31070214", "31.200000°N 121.600000°E", "±8 m", "卫星定位", "朝向西北 31", "封印 3101007000000012344772", "original-sha256=" + p.SHA256, "+08:00"} {
		if !strings.Contains(text, want) {
			t.Errorf("the copy does not say %q", want)
		}
	}
}

// utf16le reads the letters of a comment out of a file.
func utf16le(raw []byte) string {
	_, raw, _ = bytes.Cut(raw, []byte("UNICODE\x00"))
	var b strings.Builder
	for i := 0; i+1 < len(raw) && i < 4000; i += 2 {
		b.WriteRune(rune(raw[i]) | rune(raw[i+1])<<8)
	}
	return b.String()
}

func TestTake_StampsAlsoWhereNothingIsKnownOfThePlace(t *testing.T) {
	s := open(t)
	s.where.fix = place.Fix{}
	_, err := s.Take(t.Context(), Subject{TaskID: "t1", BoxID: "b1", Shows: "one"}, shot(t, 300, 200))
	s.must(err)
	p := s.items(1)[0]
	if p.Pos != nil || len(p.Copies) != 1 || !strings.Contains(utf16le(s.bytes(p.Shown())), "位置不明") {
		t.Errorf("%+v", p)
	}
}

func TestTake_TurnsTheCopyUpright(t *testing.T) {
	s := open(t)
	raw := shot(t, 400, 300)
	sixth := "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	block := "Exif\x00\x00" + sixth
	raw = append([]byte("\xff\xd8\xff\xe1\x00"+string(rune(len(block)+2))+block), raw[2:]...)
	_, err := s.Take(t.Context(), seal72, raw)
	s.must(err)
	p := s.items(1)[0]
	img, err := jpeg.DecodeConfig(bytes.NewReader(s.bytes(p.Shown())))
	if err != nil || img.Width != 300 || img.Height != 400 || !bytes.Equal(s.bytes(p.File), raw) {
		t.Errorf("%d x %d, %v", img.Width, img.Height, err)
	}
}

func TestPick_CannotPassForAPictureOfThisVisit(t *testing.T) {
	s := open(t)
	old := time.Date(2025, 12, 1, 8, 0, 0, 0, time.FixedZone("", 8*3600))
	raw, err := exif.Write(shot(t, 300, 200), exif.Tags{Made: old, Place: &exif.Place{Lat: 1, Lon: 2}})
	s.must(err)
	_, err = s.Pick(t.Context(), seal72, bytes.NewReader(raw))
	s.must(err)
	var screenshot bytes.Buffer
	s.must(png.Encode(&screenshot, image.NewNRGBA(image.Rect(0, 0, 90, 60))))
	s.now = s.now.Add(time.Second)
	_, err = s.Pick(t.Context(), seal72, &screenshot)
	s.must(err)
	all := s.items(2)
	for i, made := range []model.Millis{model.MillisOf(old), 0} {
		if p := all[i]; p.OnSite() || p.Pos != nil || p.Heading != nil || p.MadeAt != made || !strings.Contains(utf16le(s.bytes(p.Shown())), "来自文件,非现场拍摄") {
			t.Errorf("%+v", p)
		}
	}
	if all[1].Mime != "image/png" || all[1].Shown().Mime != "image/jpeg" {
		t.Errorf("%s and %s", all[1].Mime, all[1].Shown().Mime)
	}
}

func TestWhatIsNoPictureIsSaidSoAndLeavesNothing(t *testing.T) {
	s := open(t)
	whole := shot(t, 600, 400)
	for name, c := range map[string]struct {
		from io.Reader
		code string
	}{
		"Empty":  {strings.NewReader(""), "file.empty"},
		"Text":   {strings.NewReader("a letter"), "picture.unreadable"},
		"Broken": {bytes.NewReader(whole[:len(whole)/2]), "picture.unreadable"},
		"Gone":   {iotest.ErrReader(os.ErrNotExist), "picture.unreadable"},
		"Huge":   {io.LimitReader(zeros{}, evidence.MaxBytes+1), "file.too_large"},
	} {
		_, err := s.Pick(t.Context(), seal72, c.from)
		if coded(err).Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	s.items(0)
	left, err := os.ReadDir(filepath.Join(s.dir, "files"))
	if err != nil || len(left) != 0 {
		t.Errorf("left on the disk: %v %v", left, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestTake_WhatIsTooLargeToStampIsKeptAllTheSame: a JPEG's head is made to claim more
// pixels than are taken into memory.
func TestTake_WhatIsTooLargeToStampIsKeptAllTheSame(t *testing.T) {
	s := open(t)
	raw := shot(t, 64, 64)
	at := bytes.Index(raw, []byte{0xff, 0xc0})
	copy(raw[at+5:], []byte{0x40, 0x00, 0x40, 0x00}) // 16384 x 16384
	kept, err := s.Take(t.Context(), seal72, raw)
	if err != nil || kept.Unstamped == nil || kept.Unstamped.Code != "picture.too_many_pixels" {
		t.Fatal(kept, err)
	}
	if p := s.items(1)[0]; len(p.Copies) != 0 || !bytes.Equal(s.bytes(p.File), raw) || !p.Waiting {
		t.Errorf("%+v", p)
	}
}

func TestWithdraw_TakesThePictureOutUntilItIsRestored(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 300, 200))
	s.must(err)
	p := s.items(1)[0].Picture
	s.must(s.Withdraw(t.Context(), p))
	s.items(0)
	if queue, err := s.store.Files(t.Context()); err != nil || len(queue) != 0 {
		t.Errorf("still to be sent: %v %v", queue, err)
	}
	s.must(s.Restore(t.Context(), p))
	if it := s.items(1)[0]; !it.Waiting || len(it.Copies) != 1 {
		t.Errorf("%+v", it)
	}
}

func TestRemovable_IsOnlyWhatIsOnesOwnAndNotSent(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 300, 200))
	s.must(err)
	p := s.items(1)[0]
	s.me.user.ID = "u2"
	if s.items(1)[0].Removable {
		t.Error("somebody else may remove it")
	}
	if err := s.Withdraw(t.Context(), p.Picture); err == nil {
		t.Error("somebody else removed it")
	}
	s.me.user.ID = "u1"
	s.must(s.store.FileDone(t.Context(), p.Shown().SHA256))
	if it := s.items(1)[0]; it.Removable || !it.Waiting {
		t.Errorf("half sent: %+v", it)
	}
	s.must(s.store.FileDone(t.Context(), p.SHA256))
	if it := s.items(1)[0]; it.Waiting {
		t.Errorf("sent: %+v", it)
	}
}

func TestSketch_IsOneMoreCopyAndItsStrokesAreKept(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 600, 400))
	s.must(err)
	p := s.items(1)[0].Picture
	strokes := []photo.Stroke{{Shape: photo.Line, Ink: photo.Red, Points: []photo.Point{{X: 0.1, Y: 0.5}, {X: 0.9, Y: 0.5}}}}
	s.must(s.SaveStrokes(t.Context(), p, strokes))
	if got, err := s.Strokes(t.Context(), p); err != nil || len(got) != 1 || !slices.Equal(got[0].Points, strokes[0].Points) {
		t.Errorf("%v %v", got, err)
	}
	if err := s.Sketch(t.Context(), p, nil); coded(err).Code != "sketch.empty" {
		t.Error(err)
	}
	s.now = s.now.Add(time.Minute)
	s.must(s.Sketch(t.Context(), p, strokes))
	got := s.items(1)[0]
	shown := got.Shown()
	if len(got.Copies) != 2 || shown.Role != evidence.Sketch || shown.Of != p.SHA256 || shown.MadeAt != p.MadeAt {
		t.Fatalf("%+v", shown)
	}
	img, err := jpeg.Decode(bytes.NewReader(s.bytes(shown)))
	s.must(err)
	if r, g, _, _ := img.At(300, 200).RGBA(); r>>8 < 180 || g>>8 > 90 {
		t.Errorf("no red line: %v", img.At(300, 200))
	}
	if said := exif.Read(s.bytes(shown), time.UTC); !said.Made.Equal(noon) {
		t.Errorf("the sketch says %v", said.Made)
	}
}

func TestThumb_IsMadeOnce(t *testing.T) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 900, 600))
	s.must(err)
	f := s.items(1)[0].Shown()
	img, err := s.Thumb(t.Context(), f)
	s.must(err)
	if img.Rect.Dx() != thumbSide {
		t.Error(img.Rect)
	}
	s.must(os.Remove(filepath.Join(s.dir, "files", f.SHA256)))
	if again, err := s.Thumb(t.Context(), f); err != nil || again.Rect != img.Rect {
		t.Errorf("made again: %v", err)
	}
	if _, err := s.Thumb(t.Context(), evidence.File{SHA256: "../../own.db"}); err == nil {
		t.Error("a hash that is none leads somewhere")
	}
	s.must(os.WriteFile(filepath.Join(s.dir, "thumbs", f.SHA256+".jpg"), []byte("broken"), 0o600))
	if _, err := s.Thumb(t.Context(), f); !errors.Is(err, os.ErrNotExist) { // made anew, from bytes that are gone
		t.Error(err)
	}
}

func TestPrune_KeepsTheNewestThumbnails(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"old", "new", "newest"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		at := noon.Add(time.Duration(i) * time.Hour)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	prune(dir, 2)
	if _, err := os.Stat(filepath.Join(dir, "old")); !errors.Is(err, os.ErrNotExist) {
		t.Error("the oldest is still there")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%d are left, %v", len(left), err)
	}
}
