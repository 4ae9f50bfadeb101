package camera

import (
	"context"
	"image"
	"sync"
	"time"
)

// again is how often a standing picture is delivered anew: a live camera also shows
// the same thing many times, and readers vote over frames.
const again = 100 * time.Millisecond

// stillQuality keeps bar codes and small print legible in a photograph.
const stillQuality = 90

// Picture is one picture of a reel, loaded when its turn comes. A Load that fails with
// ErrLost ends the run as an unplugged camera would; any other failure skips it.
type Picture struct {
	Name string
	Load func() (image.Image, error)
}

// Reel is a camera that plays pictures, round and round. Only the picture shown is in
// memory. It remembers its place when closed and started again.
type Reel struct {
	name  string // of the whole, for errors
	list  func() ([]Picture, error)
	every time.Duration
	pace  bool // leaves pictures out rather than falling behind the clock

	mu       sync.Mutex
	run      *run // nil before the first Start, then the last one, ended or not
	pictures []Picture
	at       int   // the picture shown
	shown    Frame // the frame of it
	err      error
}

// run is one time from Start to the end.
type run struct {
	frames *latch[Frame]
	faults *latch[error]
	ctx    context.Context
	stop   chan struct{} // closed when the run ends
	done   chan struct{} // closed when its goroutine is gone
}

var _ Camera = (*Reel)(nil)

// NewReel plays what list answers; it is asked at Start and each time the reel comes
// round. every is the time to the next picture, 0 to go on by Next alone.
func NewReel(name string, list func() ([]Picture, error), every time.Duration) *Reel {
	return &Reel{name: name, list: list, every: every}
}

// Start shows the first picture that can be read, or the one the last run stood at.
func (r *Reel) Start(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running() {
		if r.run.ctx.Err() == nil {
			return &Fault{Code: ErrBusy, Name: r.name}
		}
		r.end(nil) // its goroutine was not told yet
	}
	if err := r.relist(); err != nil {
		return err
	}
	if r.at >= len(r.pictures) {
		r.at = 0
	}
	r.err = nil
	r.run = &run{newLatch(free), newLatch[error](nil), ctx, make(chan struct{}), make(chan struct{})}
	r.at-- // forward returns to it
	if err := r.forward(); err != nil {
		r.end(nil)
		close(r.run.done)
		return err
	}
	go r.play(ctx, r.run)
	return nil
}

// Next shows the next picture that can be read; when it returns nil, the next frame
// fetched is of that picture. Where none can be read it fails with ErrPicture and the
// picture shown stays.
func (r *Reel) Next() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.running() {
		return &Fault{Code: ErrClosed, Name: r.name}
	}
	return r.forward()
}

// Frames delivers the picture shown, again and again while it stands.
func (r *Reel) Frames() <-chan Frame {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.run == nil {
		return closedChannel[Frame]()
	}
	return r.run.frames.c
}

// Faults delivers the pictures that were skipped, each a *Fault with its name.
func (r *Reel) Faults() <-chan error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.run == nil {
		return closedChannel[error]()
	}
	return r.run.faults.c
}

// Err is why the last run ended: nil, or ErrLost when the pictures went away.
func (r *Reel) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Still photographs the picture shown.
func (r *Reel) Still(ctx context.Context) (Photo, error) {
	r.mu.Lock()
	shown, running := r.shown, r.running()
	r.mu.Unlock()
	if !running {
		return Photo{}, &Fault{Code: ErrClosed, Name: r.name}
	}
	if err := ctx.Err(); err != nil {
		return Photo{}, err
	}
	shown.At = time.Now()
	return develop(shown)
}

// Close ends the run and waits for its goroutine.
func (r *Reel) Close() error {
	r.mu.Lock()
	me := r.run
	r.end(nil)
	r.mu.Unlock()
	if me != nil {
		<-me.done
	}
	return nil
}
