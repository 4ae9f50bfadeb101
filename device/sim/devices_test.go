package sim

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dianqin/device/camera"
	"dianqin/device/feel"
	"dianqin/device/link"
	"dianqin/device/outside"
	"dianqin/device/permission"
	"dianqin/device/place"
)

func flat(shade byte) image.Image {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	return img
}

func showing(t *testing.T, c camera.Camera) byte {
	t.Helper()
	select {
	case f, ok := <-c.Frames():
		if !ok {
			t.Fatal("the run has ended")
		}
		return f.Pix[0]
	case <-time.After(5 * time.Second):
		t.Fatal("no frame")
	}
	return 0
}

func TestCamera_ShowsItsPicturesByHand(t *testing.T) {
	c := NewCamera(flat(1), flat(2))
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, want := range []byte{1, 2, 1} {
		if got := showing(t, c); got != want {
			t.Fatalf("shows %d, want %d", got, want)
		}
		if err := c.Next(); err != nil {
			t.Fatal(err)
		}
	}
	c.Show(flat(9))
	if got := showing(t, c); got != 9 {
		t.Fatalf("shows %d", got)
	}
	c.Close()
	if err := c.Start(t.Context()); err != nil || showing(t, c) != 9 {
		t.Fatal("a new run shows something else", err)
	}
}

func TestCamera_FailsOnDemand(t *testing.T) {
	c := NewCamera()
	if err := c.Start(t.Context()); !errors.Is(err, camera.ErrNone) {
		t.Fatal(err)
	}
	c.Show(flat(1))
	c.Deny(true)
	if err := c.Start(t.Context()); !errors.Is(err, camera.ErrDenied) {
		t.Fatal(err)
	}
	c.Deny(false)
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Lose()
	for range c.Frames() { // ends
	}
	if !errors.Is(c.Err(), camera.ErrLost) {
		t.Fatal(c.Err())
	}
	if err := c.Start(t.Context()); !errors.Is(err, camera.ErrLost) {
		t.Fatal(err)
	}
	c.Find()
	if err := c.Start(t.Context()); err != nil || showing(t, c) != 1 {
		t.Fatal(err)
	}
	c.Close()
}

func TestCamera_ALabelSurvivesTheWholeWay(t *testing.T) {
	const text = "3301007000123456789014"
	img, err := Label(text, DefaultLook(5))
	if err != nil {
		t.Fatal(err)
	}
	c := NewCamera(img)
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, err := read((<-c.Frames()).Gray()); got != text {
		t.Errorf("frame: %q %v", got, err)
	}
	photo, err := c.Still(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	still, err := camera.Decode(photo.JPEG)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(still); got != text {
		t.Errorf("photograph: %q %v", got, err)
	}
}

func TestFiles_GoThroughAFolderToACamera(t *testing.T) {
	dir := t.TempDir()
	if err := WritePNG(filepath.Join(dir, "a.png"), flat(40)); err != nil {
		t.Fatal(err)
	}
	data, err := JPEG(flat(80), 90)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "b.jpg"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	c := camera.Folder(dir, 0)
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := showing(t, c); got != 40 {
		t.Fatal(got)
	}
	if err := c.Next(); err != nil || showing(t, c) != 80 {
		t.Fatal(err)
	}
}

func TestWritePNG_LeavesNoHalfFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sub", "a.png")
	if err := WritePNG(path, flat(1)); err == nil {
		t.Fatal("written into nowhere")
	}
	if err := WritePNG(filepath.Join(dir, "void.png"), &image.Gray{}); err == nil {
		t.Fatal("an empty picture was written")
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Fatal(left)
	}
	path = filepath.Join(dir, "c.png")
	img := image.NewRGBA(image.Rect(0, 0, 2, 2))
	img.SetRGBA(1, 1, color.RGBA{9, 8, 7, 255})
	if err := WritePNG(path, img); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := png.Decode(f); err != nil || color.RGBAModel.Convert(got.At(1, 1)) != img.At(1, 1) {
		t.Fatal(err)
	}
}

func TestWalk_GoesAsFarAsItIsTold(t *testing.T) {
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	w := NewWalk(
		place.Fix{Lat: 31, Lon: 121, AccuracyM: 5, Source: "gps", At: now},
		place.Fix{Lat: 31.001, Lon: 121, AccuracyM: 30, Mocked: true, At: now}, // 111.2 m north
		place.Fix{Lat: 31.001, Lon: 121.002, At: now},                          // 190.6 m east
	)
	for _, c := range []struct {
		advance, lat, lon, accuracy float64
		mocked                      bool
	}{{0, 31, 121, 5, false}, {55.6, 31.0005, 121, 5, false}, {-40, 31.0005, 121, 5, false}, {150.9, 31.001, 121.001, 30, true}, {1e6, 31.001, 121.002, 0, false}} {
		w.Advance(c.advance)
		f, err := w.Current(t.Context())
		if err != nil || math.Abs(f.Lat-c.lat) > 1e-6 || math.Abs(f.Lon-c.lon) > 1e-6 || f.AccuracyM != c.accuracy || f.Mocked != c.mocked || !f.At.Equal(now) {
			t.Errorf("after %g more: %+v %v", c.advance, f, err)
		}
	}
}

func TestWalk_DoesNotKnowWhenItIsToldNotTo(t *testing.T) {
	if _, err := NewWalk().Current(t.Context()); !errors.Is(err, place.ErrUnknown) {
		t.Fatal(err)
	}
	w := NewWalk(place.Fix{Lat: 1, Lon: 2})
	w.Fail(place.ErrDenied)
	if _, err := w.Current(t.Context()); !errors.Is(err, place.ErrDenied) {
		t.Fatal(err)
	}
	w.Fail(nil)
	if f, err := w.Current(t.Context()); err != nil || f.Source != "sim" || f.At.IsZero() {
		t.Fatalf("%+v %v", f, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Current(gone); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestHands_RememberAndSwitch(t *testing.T) {
	var f Feel
	var asFeel feel.Feel = &f
	asFeel.Right()
	asFeel.Wrong()
	asFeel.Attention()
	if got := f.Signs(); !slices.Equal(got, []Sign{Right, Wrong, Attention}) {
		t.Fatal(got)
	}
	l := NewLink(true)
	var asLink link.Link = l
	changes := asLink.Changes(t.Context())
	l.Set(link.State{})
	if s := <-changes; s.Online || asLink.State().Online {
		t.Fatal("still online")
	}
}

func TestFeel_RemembersTheSensesOfAnOutlet(t *testing.T) {
	var f Feel
	feel.New(&f, func() feel.Choice { return feel.Choice{Sound: true} }).Wrong()
	if s, c := f.Signs(), f.Choices(); len(s) != 1 || s[0] != Wrong || len(c) != 1 || c[0].Vibration || !c[0].Sound {
		t.Errorf("%v %v", s, c)
	}
}

func TestAsker_AnswersAsToldAndCounts(t *testing.T) {
	var a Asker
	a.Answer(permission.Camera, permission.Barred)
	barred, _ := a.Ask(t.Context(), permission.Camera)
	a.Answer(permission.Camera, permission.Granted)
	before, _ := a.State(t.Context(), permission.Camera)
	granted, _ := a.Ask(t.Context(), permission.Camera)
	again, _ := a.Ask(t.Context(), permission.Camera)
	if barred != permission.Barred || before != permission.Askable || granted != permission.Granted || again != permission.Granted {
		t.Error(barred, before, granted, again)
	}
	if err := a.OpenSettings(t.Context()); err != nil || a.Visits() != 1 || len(a.Asked()) != 2 {
		t.Errorf("%v: %d visits, asked %v", err, a.Visits(), a.Asked())
	}
}

func TestOutside_TakesTheSchemesItHas(t *testing.T) {
	var o Outside
	all := o.Open(t.Context(), "geo:1,2")
	o.Has("tel")
	if err := o.Open(t.Context(), "geo:1,2"); all != nil || !errors.Is(err, outside.ErrNoApp) {
		t.Error(all, err)
	}
	if err := o.View(t.Context(), "a.pdf", ""); !errors.Is(err, outside.ErrNoApp) {
		t.Error(err)
	}
	if err := o.Open(t.Context(), "tel:95598"); err != nil || len(o.Opened()) != 2 {
		t.Error(err, o.Opened())
	}
}

func TestScreen_RemembersTheLastWord(t *testing.T) {
	var s Screen
	s.KeepAwake(true)
	s.Secure(true)
	s.KeepAwake(false)
	if s.Awake() || !s.Secured() {
		t.Error(s.Awake(), s.Secured())
	}
}
