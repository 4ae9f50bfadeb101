// Package cameratest is what every camera has to hold: one suite, run over each camera
// that works on the machine at hand. Tests alone link it; it opens no camera by itself.
package cameratest

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"dianqin/device/camera"
)

// patience is how long anything may take: the suite also runs under sanitizers on slow
// machines.
const patience = 10 * time.Second

// Subject is a closed camera under test and what can be done to it from outside.
type Subject struct {
	Camera camera.Camera
	Lose   func() // takes the device away while it runs; nil where that cannot happen
	Find   func() // brings it back; nil where it stays away
	Close  func() // called at the end of a test, after the camera is closed; may be nil
}

// Run runs the suite; open makes a new subject for each test.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	for name, test := range map[string]func(*testing.T, Subject){
		"Closed_GivesNothing":             closedGivesNothing,
		"Start_DeliversWholeFrames":       wholeFrames,
		"Start_TwiceIsBusy":               startTwice,
		"Start_WithAnEndedContextFails":   startEnded,
		"Close_EndsTheRunWithoutAReason":  closeEnds,
		"Start_RightAfterCloseWorks":      restart,
		"Start_RightAfterItsContextEnded": restartAfterContext,
		"Frames_AreTheNewest":             newest,
		"Still_IsADecodablePhotograph":    still,
		"Still_HeedsItsContext":           stillContext,
		"Lost_EndsTheRunWithTheReason":    lost,
		"Controls_DoWhatTheySayTheyCan":   controls,
		"Everything_FromManyHandsAtOnce":  manyHands,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Camera.Close(); err != nil {
					t.Errorf("closing: %v", err)
				}
				if s.Close != nil {
					s.Close()
				}
			})
			test(t, s)
		})
	}
}

func begin(t *testing.T, c camera.Camera) {
	t.Helper()
	if err := c.Start(t.Context()); err != nil {
		t.Fatalf("start: %v", err)
	}
}

func frame(t *testing.T, c camera.Camera) camera.Frame {
	t.Helper()
	select {
	case f, ok := <-c.Frames():
		if !ok {
			t.Fatalf("the run has ended: %v", c.Err())
		}
		return f
	case <-time.After(patience):
		t.Fatal("no frame came")
	}
	panic("unreachable")
}

func ended[T any](t *testing.T, what string, c <-chan T) {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case _, ok := <-c:
			if !ok {
				return
			}
		case <-late:
			t.Fatalf("the channel of %s stays open", what)
		}
	}
}

func giveBack(f camera.Frame) {
	if f.Free != nil {
		f.Free()
	}
}

func closedGivesNothing(t *testing.T, s Subject) {
	ended(t, "frames", s.Camera.Frames())
	ended(t, "faults", s.Camera.Faults())
	if s.Camera.Err() != nil {
		t.Errorf("it failed before it began: %v", s.Camera.Err())
	}
	refuses(t, s.Camera)
}

// refuses checks what a camera out of a run answers.
func refuses(t *testing.T, c camera.Camera) {
	t.Helper()
	if _, err := c.Still(t.Context()); !errors.Is(err, camera.ErrClosed) {
		t.Errorf("a photograph out of a run: %v", err)
	}
	k, ok := c.(camera.Controls)
	if !ok {
		return
	}
	if can := k.Can(); can != (camera.Abilities{}) {
		t.Errorf("out of a run it can %+v", can)
	}
	for what, err := range map[string]error{"torch": k.Torch(true), "zoom": k.Zoom(2), "focus": k.Focus(0.5, 0.5)} {
		if !errors.Is(err, camera.ErrClosed) {
			t.Errorf("%s out of a run: %v", what, err)
		}
	}
}

func wholeFrames(t *testing.T, s Subject) {
	begin(t, s.Camera)
	for range 5 {
		f := frame(t, s.Camera)
		if f.Width < 1 || f.Height < 1 || f.Stride < f.Width || len(f.Pix) < f.Stride*(f.Height-1)+f.Width {
			t.Fatalf("%d x %d pixels, stride %d, %d bytes", f.Width, f.Height, f.Stride, len(f.Pix))
		}
		if f.Image != nil && (f.Image.Bounds().Dx() != f.Width || f.Image.Bounds().Dy() != f.Height) {
			t.Fatalf("the picture measures %v", f.Image.Bounds())
		}
		if f.Turn%90 != 0 || f.Turn < 0 || f.Turn > 270 {
			t.Fatalf("turned by %d", f.Turn)
		}
		if age := time.Since(f.At); age < 0 || age > patience {
			t.Fatalf("taken %v ago", age)
		}
		giveBack(f)
		giveBack(f) // twice is harmless
	}
	if s.Camera.Err() != nil {
		t.Errorf("while it runs: %v", s.Camera.Err())
	}
}

func startTwice(t *testing.T, s Subject) {
	begin(t, s.Camera)
	if err := s.Camera.Start(t.Context()); !errors.Is(err, camera.ErrBusy) {
		t.Fatalf("the second start: %v", err)
	}
	giveBack(frame(t, s.Camera)) // the first goes on
}

func startEnded(t *testing.T, s Subject) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Camera.Start(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("start: %v", err)
	}
	ended(t, "frames", s.Camera.Frames())
}

func closeEnds(t *testing.T, s Subject) {
	begin(t, s.Camera)
	giveBack(frame(t, s.Camera))
	frames, faults := s.Camera.Frames(), s.Camera.Faults()
	if err := s.Camera.Close(); err != nil {
		t.Fatal(err)
	}
	ended(t, "frames", frames)
	ended(t, "faults", faults)
	if s.Camera.Err() != nil {
		t.Errorf("closing left %v", s.Camera.Err())
	}
	refuses(t, s.Camera)
	if err := s.Camera.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func restart(t *testing.T, s Subject) {
	for range 4 {
		begin(t, s.Camera)
		giveBack(frame(t, s.Camera))
		if err := s.Camera.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func restartAfterContext(t *testing.T, s Subject) {
	for range 4 {
		ctx, cancel := context.WithCancel(t.Context())
		if err := s.Camera.Start(ctx); err != nil {
			cancel()
			t.Fatalf("start: %v", err)
		}
		frames := s.Camera.Frames()
		cancel()
		begin(t, s.Camera) // nobody closed it
		ended(t, "frames", frames)
		giveBack(frame(t, s.Camera))
		if err := s.Camera.Close(); err != nil || s.Camera.Err() != nil {
			t.Fatal(err, s.Camera.Err())
		}
	}
}

func newest(t *testing.T, s Subject) {
	begin(t, s.Camera)
	first := frame(t, s.Camera)
	giveBack(first)
	// Nobody fetches for as long as several frames take, also on a slow machine, where
	// one that is made takes its time.
	began := time.Now()
	second := frame(t, s.Camera)
	giveBack(second)
	wait := max(600*time.Millisecond, 6*time.Since(began))
	time.Sleep(wait)
	if age := time.Since(frame(t, s.Camera).At); age > wait*2/3 {
		t.Fatalf("after %v without a look the frame is %v old", wait, age)
	}
}

func still(t *testing.T, s Subject) {
	begin(t, s.Camera)
	before := time.Now()
	photo, err := s.Camera.Still(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	img, err := camera.Decode(photo.JPEG)
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != photo.Width || img.Bounds().Dy() != photo.Height {
		t.Errorf("a photograph of %v says %d x %d", img.Bounds(), photo.Width, photo.Height)
	}
	if photo.At.Before(before) || photo.At.After(time.Now()) {
		t.Errorf("taken at %v, asked for at %v", photo.At, before)
	}
}

func stillContext(t *testing.T, s Subject) {
	begin(t, s.Camera)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Camera.Still(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("with an ended context: %v", err)
	}
}

func lost(t *testing.T, s Subject) {
	if s.Lose == nil {
		t.Skip("this camera cannot be lost")
	}
	begin(t, s.Camera)
	giveBack(frame(t, s.Camera))
	frames, faults := s.Camera.Frames(), s.Camera.Faults()
	s.Lose()
	ended(t, "frames", frames)
	ended(t, "faults", faults)
	if !errors.Is(s.Camera.Err(), camera.ErrLost) {
		t.Fatalf("it ended with %v", s.Camera.Err())
	}
	if s.Find == nil {
		return
	}
	s.Find()
	begin(t, s.Camera)
	giveBack(frame(t, s.Camera))
	if s.Camera.Err() != nil {
		t.Errorf("found again, it still says %v", s.Camera.Err())
	}
}

func controls(t *testing.T, s Subject) {
	k, ok := s.Camera.(camera.Controls)
	if !ok {
		t.Skip("nothing can be set on this camera")
	}
	begin(t, s.Camera)
	can := k.Can()
	check := func(what string, able bool, err error) {
		t.Helper()
		if able && err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if !able && !errors.Is(err, camera.ErrUnable) {
			t.Errorf("%s cannot be done and says %v", what, err)
		}
	}
	check("torch", can.Torch, k.Torch(true))
	check("torch off", can.Torch, k.Torch(false))
	for _, factor := range []float64{1, 2, 1e9, -3, 0, math.NaN(), math.Inf(1)} {
		check("zoom", can.Zoom > 1, k.Zoom(factor))
	}
	for _, p := range [][2]float64{{0.5, 0.5}, {0, 1}, {-4, 9}, {math.NaN(), math.Inf(-1)}} {
		check("focus", can.Focus, k.Focus(p[0], p[1]))
	}
	giveBack(frame(t, s.Camera))
}

func manyHands(t *testing.T, s Subject) {
	begin(t, s.Camera)
	k, _ := s.Camera.(camera.Controls)
	done := make(chan struct{})
	const hands = 4
	for i := range hands {
		go func() {
			defer func() { done <- struct{}{} }()
			for n := range 6 {
				select {
				case f := <-s.Camera.Frames():
					giveBack(f)
				case <-time.After(patience):
				}
				if n == i {
					_, _ = s.Camera.Still(context.Background())
				}
				if k != nil {
					_ = k.Torch(n%2 == 0)
					_ = k.Zoom(float64(n))
					_ = k.Focus(0.3, 0.6)
					_ = k.Can()
				}
				_ = s.Camera.Err()
			}
		}()
	}
	for range hands / 2 {
		<-done
	}
	_ = s.Camera.Close() // under the hands of the others
	for range hands - hands/2 {
		<-done
	}
}
