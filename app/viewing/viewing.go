// Package viewing is looking through the camera: it reads every frame, asks what
// each number means and tells it, frame by frame, to whoever shows the picture.
// It draws nothing and decides nothing: the verdict is the seals' use case's.
//
//	frame -> scanner -> tracker -> seals.Identify -> Findings
//	   `------------------------------------------> Frames (what to show)
package viewing

import (
	"context"
	"errors"
	"image"
	"sync"
	"time"

	"dianqin/app/seals"
	"dianqin/app/signal"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/device/camera"
	"dianqin/device/feel"
)

// budget is what reading a frame may cost on a phone; what is left out comes in
// one of the next frames.
const budget = 60 * time.Millisecond

// Seals is what viewing asks of the seals' use cases.
type Seals interface {
	Judge(v seals.Visit, text, format string) (seals.Finding, error)
	Identify(ctx context.Context, v seals.Visit, text, format string) (seals.Finding, error)
}

// Mark is a number that stands in a frame.
type Mark struct {
	Number string
	Tone   seal.Tone // empty: not found out yet
	X, Y   float64   // its middle, as shares of the frame's width and height
}

// Frame is one look through the camera.
type Frame struct {
	Image image.Image
	Marks []Mark
}

// Viewing reads what a camera sees. One serves the whole app: it remembers what a
// visit has told already, also where the person leaves the viewfinder and comes back.
type Viewing struct {
	Frames   signal.Signal[Frame]
	Findings signal.Signal[seals.Finding]
	Troubles signal.Signal[*model.Error]

	camera camera.Camera
	seals  Seals
	feel   feel.Feel

	run    sync.Mutex // one run at a time: the last one may still be closing the camera
	mu     sync.Mutex
	paused bool
	told   map[seals.Visit]map[string]seals.Finding // by text
}

// New wires the viewing.
func New(c camera.Camera, s Seals, f feel.Feel) *Viewing {
	return &Viewing{camera: c, seals: s, feel: f, told: map[seals.Visit]map[string]seals.Finding{}}
}

// Pause stops reading, and Pause(false) goes on; the camera stays open.
func (v *Viewing) Pause(on bool) { v.mu.Lock(); defer v.mu.Unlock(); v.paused = on }

// Paused says whether reading is stopped.
func (v *Viewing) Paused() bool { v.mu.Lock(); defer v.mu.Unlock(); return v.paused }

// Run opens the camera and reads until ctx ends or the camera does. What is found
// at a visit is recorded; a visit without a box only looks numbers up. The error is
// a *model.Error with the camera's code.
func (v *Viewing) Run(ctx context.Context, visit seals.Visit) error {
	v.run.Lock()
	defer v.run.Unlock()
	if ctx.Err() != nil {
		return nil
	}
	if err := v.camera.Start(ctx); err != nil {
		return asError(err)
	}
	defer v.camera.Close()
	r := newReader(v, visit)
	faults := v.camera.Faults()
	frames := v.camera.Frames()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err, open := <-faults:
			if !open {
				faults = nil
				continue
			}
			v.Troubles.Send(asError(err))
		case f, open := <-frames:
			if !open {
				return v.ended(ctx)
			}
			r.read(ctx, f)
		}
	}
}

// ended is why the frames stopped.
func (v *Viewing) ended(ctx context.Context) error {
	if err := v.camera.Err(); err != nil && ctx.Err() == nil {
		return asError(err)
	}
	return nil
}

// Told lists what was found at a visit so far, in no order.
func (v *Viewing) Told(visit seals.Visit) []seals.Finding {
	v.mu.Lock()
	defer v.mu.Unlock()
	var out []seals.Finding
	for _, f := range v.told[visit] {
		out = append(out, f)
	}
	return out
}

func (v *Viewing) finding(visit seals.Visit, text string) (seals.Finding, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f, ok := v.told[visit][text]
	return f, ok
}

// tell keeps a finding, lets the hand feel it and says it.
func (v *Viewing) tell(visit seals.Visit, text string, f seals.Finding) {
	v.mu.Lock()
	if v.told[visit] == nil {
		v.told[visit] = map[string]seals.Finding{}
	}
	v.told[visit][text] = f
	v.mu.Unlock()
	switch {
	case visit.BoxID == "" || f.Verdict.Tone == seal.Right:
		v.feel.Right()
	case f.Verdict.Tone == seal.Wrong:
		v.feel.Wrong()
	default:
		v.feel.Attention()
	}
	v.Findings.Send(f)
}

// asError brings the camera's and the store's errors into the form that words are
// made of. What has no code is "internal".
func asError(err error) *model.Error {
	var e *model.Error
	var code camera.Code
	var fault *camera.Fault
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &fault):
		return model.Fail(string(fault.Code), "name", fault.Name)
	case errors.As(err, &code):
		return model.Fail(string(code))
	}
	return model.Fail("internal")
}
