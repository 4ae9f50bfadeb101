// Package viewing is looking through the camera: it makes a picture to show of every
// frame, reads what it can of them, asks what each number means and tells it to
// whoever shows the picture. It draws nothing and decides nothing: the verdict is the
// seals' use case's.
//
//	frame -> cropped, turned, coloured ------------------> Frames (30 a second)
//	   `---> while the reader is idle:
//	         scanner -> tracker -> seals.Identify -> Findings
//	                        `----> overlay --------------> Seen, and the marks of Frames
package viewing

import (
	"context"
	"errors"
	"image"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"dianqin/app/seals"
	"dianqin/app/signal"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/device/camera"
	"dianqin/device/feel"
	"dianqin/device/permission"
	"dianqin/device/screen"
)

// Seals is what viewing asks of the seals' use cases.
type Seals interface {
	Judge(v seals.Visit, text, format string) (seals.Finding, error)
	Identify(ctx context.Context, v seals.Visit, text, format string) (seals.Finding, error)
	FromPicture(ctx context.Context, v seals.Visit, text, format, why string) (seals.Finding, error)
}

// Frame is one look through the camera, as it is to be shown.
type Frame struct {
	Image *image.RGBA // upright; it is painted over after Free
	At    time.Time   // when it was taken
	Marks []Mark      // what stands in it, as far as frames before it told
	Free  func()      // by whom shows it, when the next is shown or it never will be
}

// Seen is what a frame was found to show.
type Seen struct {
	Marks   []Mark
	At      time.Time     // when the frame was taken
	Decoded time.Duration // how long its bar codes took to read, judging aside
}

// Devices are what viewing looks through and asks for. Zero members do nothing.
type Devices struct {
	Camera camera.Camera
	Feel   feel.Feel
	Ask    permission.Asker
	Screen screen.Screen
}

// Viewing reads what a camera sees. One serves the whole app: it remembers what a
// visit has told already, also where the person leaves the viewfinder and comes back.
type Viewing struct {
	Opened   signal.Signal[Can] // the camera runs; what it can do
	Frames   signal.Signal[Frame]
	Seen     signal.Signal[Seen]
	Findings signal.Signal[seals.Finding]
	Troubles signal.Signal[*model.Error]

	dev   Devices
	seals Seals

	run    sync.Mutex    // one run at a time: the last one may still be closing the camera
	aspect atomic.Uint64 // bits of a float64: see Fit
	mu     sync.Mutex
	paused bool
	seen   window                                   // of the last frame
	told   map[seals.Visit]map[string]seals.Finding // by text
}

// New wires the viewing.
func New(d Devices, s Seals) *Viewing {
	if d.Camera == nil {
		d.Camera = camera.None()
	}
	if d.Feel == nil {
		d.Feel = feel.New(feel.Silent(), func() feel.Choice { return feel.Choice{} })
	}
	if d.Ask == nil {
		d.Ask = permission.Free()
	}
	if d.Screen == nil {
		d.Screen = screen.None()
	}
	return &Viewing{dev: d, seals: s, told: map[seals.Visit]map[string]seals.Finding{}}
}

// Fit says how wide to how high the place is in which the picture is shown.
func (v *Viewing) Fit(aspect float64) { v.aspect.Store(math.Float64bits(aspect)) }

// Pause stops reading, and Pause(false) goes on; the camera stays open.
func (v *Viewing) Pause(on bool) { v.mu.Lock(); defer v.mu.Unlock(); v.paused = on }

// Paused says whether reading is stopped.
func (v *Viewing) Paused() bool { v.mu.Lock(); defer v.mu.Unlock(); return v.paused }

// Run opens the camera, asking for its permission where that is wanted, and reads
// until ctx ends or the camera does; the screen stays lit. What is found at a visit is
// recorded; a visit without a box only looks numbers up. The error is a *model.Error
// with the camera's code: "camera.denied" is mended by OpenSettings.
func (v *Viewing) Run(ctx context.Context, visit seals.Visit) error {
	return v.during(ctx, func() error {
		return v.reading(ctx, newReader(v, visit))
	})
}

// reading shows and reads frames until ctx ends or the camera does.
func (v *Viewing) reading(ctx context.Context, r *reader) error {
	idle := make(chan camera.Frame) // taken when the reader has nothing else to do
	var wait sync.WaitGroup
	wait.Go(func() { r.work(ctx, idle) })
	defer wait.Wait()
	defer close(idle)
	return v.watch(ctx, r, idle)
}

// during opens the camera for as long as do takes.
func (v *Viewing) during(ctx context.Context, do func() error) error {
	v.run.Lock()
	defer v.run.Unlock()
	if err := v.open(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	defer v.dev.Camera.Close()
	v.dev.Screen.KeepAwake(true)
	defer v.dev.Screen.KeepAwake(false)
	v.Opened.Send(v.can())
	return do()
}

// open starts the camera.
func (v *Viewing) open(ctx context.Context) error {
	if ctx.Err() != nil {
		return nil
	}
	switch state, err := v.dev.Ask.Ask(ctx, permission.Camera); {
	case ctx.Err() != nil:
		return nil
	case err == nil && state != permission.Granted:
		return model.Fail(string(camera.ErrDenied))
	} // where nobody can be asked the camera itself says no
	if err := v.dev.Camera.Start(ctx); err != nil && ctx.Err() == nil {
		return asError(err)
	}
	return nil
}

// watch shows every frame and lends it to the reader where that is idle.
func (v *Viewing) watch(ctx context.Context, r *reader, idle chan<- camera.Frame) error {
	faults, frames := v.dev.Camera.Faults(), v.dev.Camera.Frames()
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
			if !r.show(f) || v.Paused() {
				free(f)
				continue
			}
			select {
			case idle <- f:
			default:
				free(f)
			}
		}
	}
}

func free(f camera.Frame) {
	if f.Free != nil {
		f.Free()
	}
}

// ended is why the frames stopped.
func (v *Viewing) ended(ctx context.Context) error {
	if err := v.dev.Camera.Err(); err != nil && ctx.Err() == nil {
		return asError(err)
	}
	return nil
}

// OpenSettings shows the system's page on which the camera is allowed.
func (v *Viewing) OpenSettings(ctx context.Context) error {
	if err := v.dev.Ask.OpenSettings(ctx); err != nil {
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
		v.dev.Feel.Right()
	case f.Verdict.Tone == seal.Wrong:
		v.dev.Feel.Wrong()
	default:
		v.dev.Feel.Attention()
	}
	v.Findings.Send(f)
}

// asError brings the devices' and the store's errors into the form that words are
// made of. What has no code is "internal".
func asError(err error) *model.Error {
	var e *model.Error
	var code camera.Code
	var fault *camera.Fault
	var asked permission.Code
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &fault):
		return model.Fail(string(fault.Code), "name", fault.Name)
	case errors.As(err, &code):
		return model.Fail(string(code))
	case errors.As(err, &asked):
		return model.Fail(string(asked))
	}
	return model.Fail("internal")
}
