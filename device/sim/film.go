package sim

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"dianqin/device/camera"
)

// filmEvery is the time between frames.
const filmEvery = 50 * time.Millisecond

// Film is a live camera over a meter box that does not exist: the hand comes nearer,
// moves and trembles, the lens hunts for focus, the light changes. Frames are made
// while it runs, so they never come twice, and depend on the time alone. It has a
// torch, a zoom and a focus.
type Film struct {
	mu    sync.Mutex
	scene *scene
	since time.Time // when it was pointed there
	run   *filmRun  // nil before the first Start
	torch bool
	zoom  float64
	sharp time.Time // it stays in focus until then
	noise []int8
	spare chan *image.YCbCr
}

type filmRun struct {
	frames chan camera.Frame
	faults chan error
	ctx    context.Context
	stop   context.CancelFunc
	done   chan struct{}
}

var (
	_ camera.Camera   = (*Film)(nil)
	_ camera.Controls = (*Film)(nil)
)

// NewFilm points a camera at a box whose seals bear these numbers. It fails as Box does.
func NewFilm(labels ...string) (*Film, error) {
	s, err := newScene(labels)
	if err != nil {
		return nil, err
	}
	f := &Film{scene: s, zoom: 1, noise: make([]int8, noiseMask+1+filmSpan), spare: make(chan *image.YCbCr, 4)}
	dice := rand.New(rand.NewPCG(7, 7))
	for i := range f.noise {
		f.noise[i] = int8(max(-12, min(12, math.Round(3*dice.NormFloat64()))))
	}
	return f, nil
}

// Point points it at another box, running or not.
func (f *Film) Point(labels ...string) error {
	s, err := newScene(labels)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scene, f.since = s, time.Now()
	return nil
}

// Start begins the film.
func (f *Film) Start(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f.mu.Lock()
	if last := f.run; last != nil && last.ctx.Err() != nil { // over, but its goroutine may not know yet
		f.mu.Unlock()
		<-last.done
		f.mu.Lock()
	}
	defer f.mu.Unlock()
	if f.running() {
		return &camera.Fault{Code: camera.ErrBusy, Name: "film"}
	}
	ctx, stop := context.WithCancel(ctx)
	f.run = &filmRun{make(chan camera.Frame, 1), make(chan error), ctx, stop, make(chan struct{})}
	f.since, f.torch, f.zoom, f.sharp = time.Now(), false, 1, time.Time{}
	go f.play(ctx, f.run)
	return nil
}

// play delivers the newest frame until the run ends.
func (f *Film) play(ctx context.Context, me *filmRun) {
	defer close(me.done)
	defer close(me.faults)
	defer close(me.frames)
	tick := time.NewTicker(filmEvery)
	defer tick.Stop()
	for {
		frame := f.shoot(0)
		select { // nobody fetched the last one
		case old := <-me.frames:
			old.Free()
		default:
		}
		me.frames <- frame
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// steadied is how far into the film the hand is near and the lens is sharp: nobody
// takes a photograph before.
const steadied = 2 * time.Second

// shoot makes the frame of now, or of a moment that is so far into the film at least.
func (f *Film) shoot(least time.Duration) camera.Frame {
	now := time.Now()
	f.mu.Lock()
	s, h := f.scene, f.scene.shotAt(max(least, now.Sub(f.since)))
	h.near *= f.zoom
	if f.torch {
		h.light, h.side = h.light*1.25, h.side/3
	}
	if now.Before(f.sharp) {
		h.blur = 0
	}
	f.mu.Unlock()
	var m *image.YCbCr
	select {
	case m = <-f.spare:
	default:
		m = image.NewYCbCr(image.Rect(0, 0, filmW, filmH), image.YCbCrSubsampleRatio420)
	}
	s.take(m, h, f.noise, uint32(now.UnixNano()))
	frame := camera.NewFrame(m, now)
	frame.Turn = filmTurn
	frame.Free = sync.OnceFunc(func() {
		select {
		case f.spare <- m:
		default:
		}
	})
	return frame
}

// running says whether a run is under way; the lock is held.
func (f *Film) running() bool {
	if f.run == nil {
		return false
	}
	select {
	case <-f.run.done:
		return false
	default:
		return true
	}
}

// Frames delivers the newest frame.
func (f *Film) Frames() <-chan camera.Frame {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.run == nil {
		c := make(chan camera.Frame)
		close(c)
		return c
	}
	return f.run.frames
}

// Faults delivers nothing: a film has none.
func (f *Film) Faults() <-chan error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.run == nil {
		c := make(chan error)
		close(c)
		return c
	}
	return f.run.faults
}

// Err is nil: a film ends when it is closed.
func (f *Film) Err() error { return nil }

// Close ends the run and waits for it.
func (f *Film) Close() error {
	f.mu.Lock()
	run := f.run
	f.mu.Unlock()
	if run != nil {
		run.stop()
		<-run.done
	}
	return nil
}

// Still photographs what is seen now, upright.
func (f *Film) Still(ctx context.Context) (camera.Photo, error) {
	f.mu.Lock()
	running := f.running()
	f.mu.Unlock()
	if !running {
		return camera.Photo{}, &camera.Fault{Code: camera.ErrClosed, Name: "film"}
	}
	if err := ctx.Err(); err != nil {
		return camera.Photo{}, err
	}
	frame := f.shoot(steadied)
	defer frame.Free()
	up := upright(frame.Image.(*image.YCbCr))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, up, &jpeg.Options{Quality: 90}); err != nil {
		return camera.Photo{}, &camera.Fault{Code: camera.ErrPicture, Name: "film", Err: err}
	}
	return camera.Photo{JPEG: b.Bytes(), Width: filmH, Height: filmW, At: frame.At}, nil
}

// upright turns a frame by a quarter.
func upright(m *image.YCbCr) *image.YCbCr {
	out := image.NewYCbCr(image.Rect(0, 0, filmH, filmW), image.YCbCrSubsampleRatio420)
	turn := func(dst []byte, to int, src []byte, from, w, h int) {
		for y := range h {
			for x := range w {
				dst[x*to+h-1-y] = src[y*from+x]
			}
		}
	}
	turn(out.Y, out.YStride, m.Y, m.YStride, filmW, filmH)
	turn(out.Cb, out.CStride, m.Cb, m.CStride, filmW/2, filmH/2)
	turn(out.Cr, out.CStride, m.Cr, m.CStride, filmW/2, filmH/2)
	return out
}

// filmZoom is how near the film can come.
const filmZoom = 4

// Can implements camera.Controls.
func (f *Film) Can() camera.Abilities {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.running() {
		return camera.Abilities{}
	}
	return camera.Abilities{Torch: true, Focus: true, Zoom: filmZoom}
}

// Torch makes it brighter.
func (f *Film) Torch(on bool) error { return f.set(func() { f.torch = on }) }

// Zoom comes nearer.
func (f *Film) Zoom(factor float64) error {
	return f.set(func() { f.zoom = min(filmZoom, max(1, factor)) })
}

// Focus keeps it sharp for a while.
func (f *Film) Focus(_, _ float64) error {
	return f.set(func() { f.sharp = time.Now().Add(5 * time.Second) })
}

func (f *Film) set(do func()) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.running() {
		return &camera.Fault{Code: camera.ErrClosed, Name: "film"}
	}
	do()
	return nil
}
