package viewing_test

import (
	"context"
	"errors"
	"image"
	"sync"
	"testing"
	"time"

	"dianqin/app/seals"
	"dianqin/app/viewing"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/device/camera"
	"dianqin/device/sim"
)

const (
	known   = "3101007000000012344471"
	unknown = "3101007000000012349902"
)

// desk knows one number and writes down what it is asked to record.
type desk struct {
	mu       sync.Mutex
	recorded []string
	fails    int // so many recordings fail first
}

func (d *desk) Judge(_ seals.Visit, text, _ string) (seals.Finding, error) {
	f := seals.Finding{Number: text, Verdict: seal.Verdict{Identity: seal.NoLot, Tone: seal.Wrong}}
	if text == known {
		f.Seal, f.Verdict = &seal.Seal{Number: text}, seal.Verdict{Identity: seal.Here, Tone: seal.Right}
	}
	return f, nil
}

func (d *desk) Identify(_ context.Context, v seals.Visit, text, format string) (seals.Finding, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fails > 0 {
		d.fails--
		return seals.Finding{}, model.Fail("storage.full")
	}
	d.recorded = append(d.recorded, text)
	return d.Judge(v, text, format)
}

func (d *desk) FromPicture(ctx context.Context, v seals.Visit, text, format, why string) (seals.Finding, error) {
	if why == "" {
		return seals.Finding{}, model.Fail("seal.why_typed")
	}
	return d.Identify(ctx, v, text, format)
}

func (d *desk) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string{}, d.recorded...)
}

func picture(t *testing.T, labels ...string) image.Image {
	t.Helper()
	img, _, err := sim.Box(labels, sim.DefaultLook(3))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// looked is one run with what it told.
type looked struct {
	view     *viewing.Viewing
	feel     *sim.Feel
	findings chan seals.Finding
	troubles chan *model.Error
	frames   chan viewing.Frame
	seen     chan viewing.Seen
	end      chan error
	stop     context.CancelFunc
}

func look(t *testing.T, c camera.Camera, d *desk, v seals.Visit) *looked {
	t.Helper()
	l := &looked{feel: &sim.Feel{}, findings: make(chan seals.Finding, 99), troubles: make(chan *model.Error, 99),
		frames: make(chan viewing.Frame, 999), seen: make(chan viewing.Seen, 999)}
	l.view = viewing.New(viewing.Devices{Camera: c, Feel: l.feel}, d)
	l.view.Seen.On(func(s viewing.Seen) { l.seen <- s })
	l.view.Findings.On(func(f seals.Finding) { l.findings <- f })
	l.view.Troubles.On(func(e *model.Error) { l.troubles <- e })
	l.view.Frames.On(func(f viewing.Frame) { l.frames <- f })
	l.run(v)
	t.Cleanup(func() { l.stop() })
	return l
}

func (l *looked) run(v seals.Visit) {
	ctx, stop := context.WithCancel(context.Background())
	l.stop, l.end = stop, make(chan error, 1)
	go func() { l.end <- l.view.Run(ctx, v) }()
}

func next[T any](t *testing.T, from chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

var here = seals.Visit{TaskID: "t1", StationID: "s1", BoxID: "b1"}

func TestRun_TellsAKnownNumberAtItsFirstFrame(t *testing.T) {
	d := &desk{}
	l := look(t, sim.NewCamera(picture(t, known)), d, here)
	for {
		f := next(t, l.seen)
		if len(f.Marks) == 0 {
			continue
		}
		m := f.Marks[0]
		if at := m.Middle(); m.Tone != seal.Right || m.Number != known || at.X <= 0 || at.X >= 1 || at.Y <= 0 || at.Y >= 1 {
			t.Fatalf("the first frame that reads it says %+v", m)
		}
		if f.Decoded <= 0 {
			t.Error("it took no time to read")
		}
		break
	}
	if f := next(t, l.findings); f.Number != known {
		t.Fatalf("found %+v", f)
	}
}

func TestRun_ShowsTheMarksInTheFramesThatFollow(t *testing.T) {
	l := look(t, sim.NewCamera(picture(t, known)), &desk{}, here)
	for n := 0; ; n++ {
		f := next(t, l.frames)
		if len(f.Marks) == 1 && f.Marks[0].Tone == seal.Right {
			break
		}
		if n > 50 {
			t.Fatal("no frame shows the mark")
		}
	}
}

func TestRun_WantsTwoFramesForAnUnknownNumber(t *testing.T) {
	d := &desk{}
	l := look(t, sim.NewCamera(picture(t, unknown)), d, here)
	for read, told := 0, false; !told; {
		f := next(t, l.seen)
		if len(f.Marks) == 0 {
			continue
		}
		read++
		if told = f.Marks[0].Tone != ""; told && read < 2 {
			t.Fatal("told at its first frame")
		}
	}
	if f := next(t, l.findings); f.Verdict.Tone != seal.Wrong {
		t.Fatalf("found %+v", f)
	}
	if signs := l.feel.Signs(); len(signs) != 1 || signs[0] != sim.Wrong {
		t.Fatalf("felt %v", signs)
	}
}

func TestRun_TellsANumberOnceAVisitAlsoAfterComingBack(t *testing.T) {
	d := &desk{}
	c := sim.NewCamera(picture(t, known, unknown))
	l := look(t, c, d, here)
	next(t, l.findings)
	next(t, l.findings)
	l.stop()
	if err := next(t, l.end); err != nil {
		t.Fatal(err)
	}
	l.run(here)
	for range 4 {
		next(t, l.frames)
	}
	if all := d.all(); len(all) != 2 || len(l.findings) != 0 {
		t.Fatalf("recorded %v, %d told again", all, len(l.findings))
	}
	l.stop()
	next(t, l.end)
	l.run(seals.Visit{TaskID: "t2", StationID: "s1", BoxID: "b1"})
	next(t, l.findings) // another visit is told anew
}

func TestRun_WithoutABoxLooksUpAndRecordsNothing(t *testing.T) {
	d := &desk{}
	l := look(t, sim.NewCamera(picture(t, known)), d, seals.Visit{})
	next(t, l.findings)
	if all := d.all(); len(all) != 0 {
		t.Fatalf("recorded %v", all)
	}
	if told := l.view.Told(seals.Visit{}); len(told) != 1 {
		t.Fatalf("told %v", told)
	}
}

func TestRun_TriesAgainWhatCouldNotBeRecorded(t *testing.T) {
	d := &desk{fails: 2}
	l := look(t, sim.NewCamera(picture(t, known)), d, here)
	if e := next(t, l.troubles); e.Code != "storage.full" {
		t.Fatal(e)
	}
	next(t, l.findings)
	if all, more := d.all(), len(l.troubles); len(all) != 1 || more != 0 {
		t.Fatalf("recorded %v, told the trouble %d times more", all, more)
	}
}

func TestRun_SaysWhyTheCameraEnds(t *testing.T) {
	for name, c := range map[string]struct {
		break_ func(*sim.Camera)
		code   string
	}{
		"Denied": {func(c *sim.Camera) { c.Deny(true) }, "camera.denied"},
		"Lost":   {func(c *sim.Camera) { c.Lose() }, "camera.lost"},
	} {
		t.Run(name, func(t *testing.T) {
			camera := sim.NewCamera(picture(t, known))
			if c.code == "camera.lost" {
				l := look(t, camera, &desk{}, here)
				next(t, l.findings)
				c.break_(camera)
				check(t, next(t, l.end), c.code)
				return
			}
			c.break_(camera)
			l := look(t, camera, &desk{}, here)
			check(t, next(t, l.end), c.code)
		})
	}
	l := look(t, sim.NewCamera(), &desk{}, here)
	check(t, next(t, l.end), "camera.none")
}

func check(t *testing.T, err error, code string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("%v, want %s", err, code)
	}
}

func TestPause_ShowsThePictureAndReadsNothing(t *testing.T) {
	d := &desk{}
	v := viewing.New(viewing.Devices{Camera: sim.NewCamera(picture(t, known))}, d)
	v.Pause(true)
	frames := make(chan viewing.Frame, 99)
	v.Frames.On(func(f viewing.Frame) { frames <- f })
	ctx, stop := context.WithCancel(context.Background())
	end := make(chan error, 1)
	go func() { end <- v.Run(ctx, here) }()
	for range 3 {
		if f := next(t, frames); f.Image == nil || len(f.Marks) != 0 {
			t.Fatalf("a paused frame has %d marks", len(f.Marks))
		}
	}
	stop()
	next(t, end)
	if all := d.all(); len(all) != 0 {
		t.Fatalf("recorded %v", all)
	}
}

func TestStill_OpensTheCameraForAPicture(t *testing.T) {
	c := sim.NewCamera(picture(t, known))
	v := viewing.New(viewing.Devices{Camera: c}, &desk{})
	for range 2 { // it is closed again after each
		raw, err := v.Still(context.Background())
		if err != nil || len(raw) < 3 || raw[0] != 0xff || raw[1] != 0xd8 {
			t.Fatalf("%d bytes, %v", len(raw), err)
		}
	}
	_, err := viewing.New(viewing.Devices{Camera: sim.NewCamera()}, &desk{}).Still(context.Background())
	check(t, err, "camera.none")
}
