package viewing_test

import (
	"bytes"
	"context"
	"image"
	"strings"
	"sync"
	"testing"
	"time"

	"dianqin/app/seals"
	"dianqin/app/viewing"
	"dianqin/data/model/seal"
	"dianqin/device/camera"
	"dianqin/device/permission"
	"dianqin/device/sim"
)

// lens is a camera whose frames come from a test: it counts what is not given back.
type lens struct {
	mu     sync.Mutex
	frames chan camera.Frame
	faults chan error
	lent   int
	set    []string
	aimed  viewing.Point
}

func newLens() *lens { return &lens{} }

func (l *lens) Start(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.frames, l.faults = make(chan camera.Frame), make(chan error)
	return nil
}

func (l *lens) take() chan camera.Frame { l.mu.Lock(); defer l.mu.Unlock(); return l.frames }

func (l *lens) Frames() <-chan camera.Frame { return l.take() }
func (l *lens) Faults() <-chan error        { return l.faults }
func (l *lens) Err() error                  { return nil }
func (l *lens) Close() error                { return nil }

func (l *lens) Still(context.Context) (camera.Photo, error) {
	return camera.Photo{}, camera.ErrUnable
}

func (l *lens) Can() camera.Abilities {
	return camera.Abilities{Torch: true, Focus: true, Zoom: 4}
}

func (l *lens) note(s string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.set = append(l.set, s)
	return nil
}

func (l *lens) Torch(bool) error         { return l.note("torch") }
func (l *lens) Zoom(float64) error       { return l.note("zoom") }
func (l *lens) Focus(x, y float64) error { l.aimed = viewing.Point{X: x, Y: y}; return l.note("focus") }
func (l *lens) out() int                 { l.mu.Lock(); defer l.mu.Unlock(); return l.lent }
func (l *lens) send(t *testing.T, f camera.Frame) {
	t.Helper()
	l.mu.Lock()
	l.lent++
	l.mu.Unlock()
	f.Free = sync.OnceFunc(func() { l.mu.Lock(); defer l.mu.Unlock(); l.lent-- })
	for range 1000 { // until the camera is open
		select {
		case l.take() <- f:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatal("nobody takes the frame")
}

func grey(w, h int) camera.Frame {
	return camera.NewFrame(image.NewGray(image.Rect(0, 0, w, h)), time.Now())
}

func TestRun_GivesEveryFrameBack(t *testing.T) {
	c := newLens()
	l := look(t, c, &desk{}, here)
	for range 30 {
		c.send(t, grey(640, 480))
		next(t, l.frames).Free()
	}
	c.send(t, camera.Frame{Width: 640, Height: 480, Stride: 640, Pix: make([]byte, 9)}) // its pixels are not there
	c.send(t, camera.Frame{})
	l.stop()
	next(t, l.end)
	if n := c.out(); n != 0 {
		t.Errorf("%d frames are not given back", n)
	}
	if len(l.frames) != 0 {
		t.Error("a frame without pixels is shown")
	}
}

func TestFrames_PicturesGoRoundWhereTheyAreGivenBack(t *testing.T) {
	c := newLens()
	l := look(t, c, &desk{}, here)
	all := map[*image.RGBA]bool{}
	for range 20 {
		c.send(t, grey(320, 240))
		f := next(t, l.frames)
		all[f.Image] = true
		f.Free()
		f.Free() // twice is once
	}
	if len(all) > 2 {
		t.Errorf("%d pictures for one that is shown at a time", len(all))
	}
	a, b := func() *image.RGBA { c.send(t, grey(320, 240)); return next(t, l.frames).Image }(), func() *image.RGBA { c.send(t, grey(320, 240)); return next(t, l.frames).Image }()
	if a == b {
		t.Error("a picture that is still shown is painted over")
	}
}

func TestRun_AsksForTheCameraAndSaysWhoSaidNo(t *testing.T) {
	ask := &sim.Asker{}
	ask.Answer(permission.Camera, permission.Barred)
	v := viewing.New(viewing.Devices{Camera: sim.NewCamera(picture(t, known)), Ask: ask}, &desk{})
	check(t, v.Run(t.Context(), here), "camera.denied")
	if err := v.OpenSettings(t.Context()); err != nil || ask.Visits() != 1 {
		t.Errorf("the settings were opened %d times, %v", ask.Visits(), err)
	}
	_, err := v.Still(t.Context())
	check(t, err, "camera.denied")
	check(t, viewing.New(viewing.Devices{}, &desk{}).OpenSettings(t.Context()), "permission.unable")
}

func TestRun_KeepsTheScreenLitWhileItRuns(t *testing.T) {
	glass := &sim.Screen{}
	v := viewing.New(viewing.Devices{Camera: sim.NewCamera(picture(t, known)), Screen: glass}, &desk{})
	frames := make(chan viewing.Frame, 99)
	v.Frames.On(func(f viewing.Frame) { frames <- f })
	ctx, stop := context.WithCancel(t.Context())
	end := make(chan error, 1)
	go func() { end <- v.Run(ctx, here) }()
	next(t, frames)
	if !glass.Awake() {
		t.Error("it may go dark while the camera runs")
	}
	stop()
	next(t, end)
	if glass.Awake() {
		t.Error("it stays lit for ever")
	}
}

func TestOpened_SaysWhatTheCameraCan(t *testing.T) {
	c := newLens()
	l := &looked{view: viewing.New(viewing.Devices{Camera: c}, &desk{})}
	opened, frames := make(chan viewing.Can, 9), make(chan viewing.Frame, 9)
	l.view.Opened.On(func(can viewing.Can) { opened <- can })
	l.view.Frames.On(func(f viewing.Frame) { frames <- f })
	l.view.Fit(1)
	l.run(here)
	t.Cleanup(l.stop)
	if can := next(t, opened); !can.Torch || !can.Focus || can.Zoom != 4 {
		t.Fatalf("%+v", can)
	}
	f := grey(400, 200)
	f.Turn = 90
	c.send(t, f)
	if z := next(t, frames).Image.Rect.Size(); z != image.Pt(200, 200) {
		t.Fatalf("shown %v of an upright 200 x 400", z)
	}
	if err := l.view.Torch(true); err != nil {
		t.Error(err)
	}
	if err := l.view.Zoom(2); err != nil {
		t.Error(err)
	}
	if err := l.view.Focus(viewing.Point{X: 1, Y: 0}); err != nil {
		t.Error(err)
	}
	if c.aimed != (viewing.Point{X: 1, Y: 0.25}) || strings.Join(c.set, " ") != "torch zoom focus" {
		t.Errorf("aimed at %v, set %v", c.aimed, c.set)
	}
}

func TestControls_OfACameraWithoutThemAreUnable(t *testing.T) {
	v := viewing.New(viewing.Devices{}, &desk{})
	for _, err := range []error{v.Torch(true), v.Zoom(2), v.Focus(viewing.Point{})} {
		check(t, err, "camera.unable")
	}
}

func TestRead_TellsWhatAPictureShows(t *testing.T) {
	raw, err := sim.JPEG(picture(t, known, unknown), 90)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{}
	v := viewing.New(viewing.Devices{}, d)
	told := make(chan seals.Finding, 9)
	v.Findings.On(func(f seals.Finding) { told <- f })
	for range 2 { // the second time it is told already
		n, err := v.Read(t.Context(), here, bytes.NewReader(raw), "from a picture")
		if err != nil || n != 2 {
			t.Fatalf("%d codes, %v", n, err)
		}
	}
	if len(told) != 2 || len(d.all()) != 2 {
		t.Errorf("%d told, recorded %v", len(told), d.all())
	}
	if n, err := v.Read(t.Context(), seals.Visit{}, bytes.NewReader(raw), ""); err != nil || n != 2 || len(d.all()) != 2 {
		t.Errorf("looking up: %d codes, %v, recorded %v", n, err, d.all())
	}
	if f := next(t, told); f.Verdict.Tone != seal.Right && f.Verdict.Tone != seal.Wrong {
		t.Errorf("%+v", f)
	}
}

func TestRead_SaysWhatIsNoPicture(t *testing.T) {
	raw, err := sim.JPEG(image.NewGray(image.Rect(0, 0, 200, 200)), 90)
	if err != nil {
		t.Fatal(err)
	}
	v := viewing.New(viewing.Devices{}, &desk{})
	if n, err := v.Read(t.Context(), here, bytes.NewReader(raw), "x"); n != 0 || err != nil {
		t.Errorf("an empty picture: %d, %v", n, err)
	}
	for name, bad := range map[string]string{"empty": "", "text": "hello", "cut off": string(raw[:len(raw)/2]), "claims to be huge": "P5 60000 60000 255\n"} {
		_, err := v.Read(t.Context(), here, strings.NewReader(bad), "x")
		t.Run(name, func(t *testing.T) { check(t, err, "camera.picture") })
	}
}
