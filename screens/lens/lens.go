// Package lens is the camera as a page holds it: opened when the page is shown, closed
// when it is hidden or the person leaves the app, tried again by itself where that may
// help; its torch and zoom, why there is no picture, and the page that is nothing but it
// (Aim). It reads nothing.
//
//	closed --shown--> opening --Opened--> running
//	   ^                 '--denied, lost, busy--> fault --again, or back in front--> opening
//	   '--hidden, or the app left-- any
package lens

import (
	"context"
	"sync/atomic"
	"time"

	"dianqin/app"
	"dianqin/app/viewing"
	"dianqin/screens/show"
	"dianqin/screens/ui"
)

// State is how the camera stands; two of the same mean the same picture.
type State struct {
	Can     viewing.Can // of the camera that runs
	Running bool
	Torch   bool
	Zoom    float64 // a factor, 1 for the whole picture
	Fault   error   // why there is no picture
}

// Lens is the camera of a page. It lives on the thread that paints.
type Lens struct {
	ui.WhileShown
	c       *ui.Context
	view    *viewing.Viewing
	run     func(context.Context) error
	changed func()
	state   State
	stop    context.CancelFunc // of the run; nil while none is wanted
	retry   func()             // stops the wait for the next try
	pending atomic.Bool        // a frame is on its way to the screen
}

// New makes the lens of a page. run looks through the view until its context ends;
// changed runs whenever the state is another.
func New(c *ui.Context, view *viewing.Viewing, run func(context.Context) error, changed func()) *Lens {
	return &Lens{c: c, view: view, run: run, changed: changed, state: State{Zoom: 1}}
}

// State is how the camera stands.
func (l *Lens) State() State { return l.state }

// OnShown opens the camera; frames go to show, on the thread that paints, until
// OnHidden. One that comes while the last is not shown yet is left out.
func (l *Lens) OnShown(a *app.App, show func(viewing.Frame)) {
	l.UntilHidden(
		l.view.Opened.On(func(can viewing.Can) { l.c.Do(func() { l.opened(can) }) }),
		l.view.Frames.On(func(f viewing.Frame) { l.frame(f, show) }),
		a.Front.On(func(on bool) { l.c.Do(func() { l.front(on) }) }))
	l.open()
}

// OnHidden closes the camera.
func (l *Lens) OnHidden() {
	l.WhileShown.OnHidden()
	l.close()
}

// Again closes the camera and opens it.
func (l *Lens) Again() {
	l.close()
	l.open()
	l.changed()
}

// front follows the app out of sight and back: the camera is others' meanwhile.
func (l *Lens) front(on bool) {
	switch {
	case !on:
		l.close()
		l.changed()
	case l.stop == nil || l.state.Fault != nil:
		l.Again()
	}
}

// open runs the camera until close. It is no work that anything waits for.
func (l *Lens) open() {
	ctx, stop := context.WithCancel(context.Background())
	l.stop, l.state.Fault = stop, nil
	go func() {
		if err := l.run(ctx); err != nil {
			l.c.Do(func() {
				if ctx.Err() == nil {
					l.fail(err)
				}
			})
		}
	}()
}

func (l *Lens) close() {
	if l.retry != nil {
		l.retry()
		l.retry = nil
	}
	if l.stop != nil {
		l.stop()
		l.stop = nil
	}
	l.state = State{Zoom: 1, Fault: l.state.Fault}
}

func (l *Lens) opened(can viewing.Can) {
	l.state = State{Can: can, Running: true, Zoom: 1}
	l.changed()
}

// another is when a camera that was lost or in use is tried again by itself.
const another = 3 * time.Second

// fail says why the camera ended. What may mend itself is tried again.
func (l *Lens) fail(err error) {
	l.state = State{Zoom: 1, Fault: err}
	if code := show.Code(err); code == "camera.lost" || code == "camera.busy" {
		l.retry = l.c.After(another, l.Again)
	}
	l.changed()
}

func (l *Lens) frame(f viewing.Frame, show func(viewing.Frame)) {
	if !l.pending.CompareAndSwap(false, true) {
		f.Free()
		return
	}
	l.c.Do(func() {
		l.pending.Store(false)
		if !l.InFront() { // the page is left
			f.Free()
			return
		}
		show(f)
	})
}
