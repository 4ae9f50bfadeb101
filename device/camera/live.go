package camera

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"sync"
	"time"
)

// nap is how long a device is waited for in one go: closing takes at most as long.
const nap = 100 * time.Millisecond

// device is an opened camera of some platform. live calls next from one goroutine and
// the rest beside it from others; close comes when all of them have returned.
type device interface {
	// next waits for a frame newer than the last one; ok is false where none came in
	// time. An error that is no *Fault ends the run: the device is lost.
	next(wait time.Duration) (f Frame, ok bool, err error)
	close()
}

// photographer is a device that takes photographs better than its frames.
type photographer interface {
	photo(ctx context.Context) (Photo, error)
}

// settable is a device with something to set; see Controls.
type settable interface {
	can() Abilities
	torch(on bool) error
	zoom(factor float64) error
	focus(x, y float64) error
}

// live is a camera made of a device: it drives what all of them have in common, the
// runs, the newest frame, the end.
//
//	Start: open -> a goroutine fetches frames until ctx, Close or an error -> close
type live struct {
	name string
	open func(context.Context) (device, error)

	gate sync.Mutex // held by Start and Close: one at a time
	mu   sync.Mutex // guards the two below
	run  *flight    // the last run, ended or not
	err  error
}

// flight is one run of a live camera.
type flight struct {
	ctx    context.Context
	cancel context.CancelFunc
	frames *latch[Frame]
	faults *latch[error]
	done   chan struct{} // closed when the device is free again

	use   sync.RWMutex // read-held while the device is called, but for next
	dev   device       // nil once the run is over
	asked sync.Mutex
	wants []chan Photo // who waits for a photograph of the next frame
}

var (
	_ Camera   = (*live)(nil)
	_ Controls = (*live)(nil)
)

func (l *live) Start(ctx context.Context) error {
	l.gate.Lock()
	defer l.gate.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if last := l.last(); last != nil {
		if last.ctx.Err() == nil {
			return &Fault{Code: ErrBusy, Name: l.name}
		}
		<-last.done // the device opens again only when it is free
	}
	dev, err := l.open(ctx)
	if err != nil {
		return err
	}
	me := &flight{frames: newLatch(free), faults: newLatch[error](nil), done: make(chan struct{}), dev: dev}
	me.ctx, me.cancel = context.WithCancel(ctx)
	l.mu.Lock()
	l.run, l.err = me, nil
	l.mu.Unlock()
	go l.fly(me, dev)
	return nil
}

// fly fetches frames until the run ends and frees the device.
func (l *live) fly(me *flight, dev device) {
	defer close(me.done)
	err := me.fetch(dev)
	l.mu.Lock()
	l.err = l.loss(err)
	l.mu.Unlock()
	me.cancel()
	me.frames.close()
	me.faults.close()
	me.use.Lock()
	me.dev = nil
	me.use.Unlock()
	me.refuse()
	dev.close()
}

// fetch returns nil when the run was ended, else what the device failed with.
func (me *flight) fetch(dev device) error {
	for me.ctx.Err() == nil {
		f, ok, err := dev.next(nap)
		var fault *Fault
		switch {
		case errors.As(err, &fault) && fault.Code == ErrPicture:
			me.faults.put(err) // one frame was bad: the next may be good
		case err != nil:
			return err
		case ok:
			me.develop(f)
			me.frames.put(f)
		}
	}
	return nil
}

func (l *live) loss(err error) error {
	if err == nil || errors.Is(err, ErrLost) || errors.Is(err, ErrDenied) {
		return err
	}
	return &Fault{ErrLost, l.name, err}
}

func (l *live) last() *flight {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.run
}

func (l *live) Frames() <-chan Frame {
	if me := l.last(); me != nil {
		return me.frames.c
	}
	return closedChannel[Frame]()
}

func (l *live) Faults() <-chan error {
	if me := l.last(); me != nil {
		return me.faults.c
	}
	return closedChannel[error]()
}

func (l *live) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

func (l *live) Close() error {
	l.gate.Lock()
	defer l.gate.Unlock()
	if me := l.last(); me != nil {
		me.cancel()
		<-me.done
	}
	return nil
}

// with calls the device of the run, if there is one.
func (l *live) with(do func(me *flight, dev device) error) error {
	me := l.last()
	if me == nil {
		return &Fault{Code: ErrClosed, Name: l.name}
	}
	me.use.RLock()
	defer me.use.RUnlock()
	if me.dev == nil || me.ctx.Err() != nil {
		return &Fault{Code: ErrClosed, Name: l.name}
	}
	return do(me, me.dev)
}

func (l *live) set(do func(settable) error) error {
	return l.with(func(_ *flight, dev device) error {
		if s, ok := dev.(settable); ok {
			return do(s)
		}
		return &Fault{Code: ErrUnable, Name: l.name}
	})
}

// Can, Torch, Zoom and Focus hand on to the device.
func (l *live) Can() (a Abilities) {
	_ = l.set(func(s settable) error { a = s.can(); return nil })
	return a
}

func (l *live) Torch(on bool) error { return l.set(func(s settable) error { return s.torch(on) }) }

func (l *live) Zoom(factor float64) error {
	return l.set(func(s settable) error { return s.zoom(factor) })
}

func (l *live) Focus(x, y float64) error {
	return l.set(func(s settable) error { return s.focus(x, y) })
}

// Still asks the device for a photograph, or takes the next frame for one.
func (l *live) Still(ctx context.Context) (photo Photo, err error) {
	err = l.with(func(me *flight, dev device) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(me.ctx, cancel)() // closing does not wait for a photograph
		var err error
		if p, ok := dev.(photographer); ok {
			photo, err = p.photo(ctx)
		} else {
			photo, err = me.ask(ctx)
		}
		if err != nil && me.ctx.Err() != nil {
			return &Fault{Code: ErrClosed, Name: l.name}
		}
		return err
	})
	return photo, err
}

func (me *flight) ask(ctx context.Context) (Photo, error) {
	c := make(chan Photo, 1)
	me.asked.Lock()
	me.wants = append(me.wants, c)
	me.asked.Unlock()
	select {
	case p, ok := <-c:
		if !ok {
			return Photo{}, &Fault{Code: ErrPicture}
		}
		return p, nil
	case <-ctx.Done():
		return Photo{}, ctx.Err()
	}
}

// develop makes a photograph of a frame for all who wait for one.
func (me *flight) develop(f Frame) {
	me.asked.Lock()
	wants := me.wants
	me.wants = nil
	me.asked.Unlock()
	if len(wants) == 0 {
		return
	}
	photo, err := develop(f)
	for _, c := range wants {
		if err == nil {
			c <- photo
		}
		close(c)
	}
}

func develop(f Frame) (Photo, error) {
	img := f.Image
	if img == nil {
		img = f.Gray()
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: stillQuality}); err != nil {
		return Photo{}, &Fault{ErrPicture, f.Name, err}
	}
	return Photo{JPEG: b.Bytes(), Width: f.Width, Height: f.Height, At: f.At}, nil
}

// refuse tells who still waits for a photograph that there will be none.
func (me *flight) refuse() {
	me.asked.Lock()
	defer me.asked.Unlock()
	for _, c := range me.wants {
		close(c)
	}
	me.wants = nil
}
