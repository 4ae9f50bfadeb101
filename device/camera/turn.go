package camera

import (
	"context"
	"errors"
	"time"
)

// play drives one run until it ends.
func (r *Reel) play(ctx context.Context, me *run) {
	defer close(me.done)
	same := time.NewTicker(again)
	defer same.Stop()
	var next <-chan time.Time
	if r.every > 0 {
		t := time.NewTicker(r.every)
		defer t.Stop()
		next = t.C
		if r.every <= again {
			same.Stop()
		}
	}
	last := time.Now()
	for {
		select {
		case <-me.stop:
			return
		case <-ctx.Done():
			r.mu.Lock()
			if r.run == me { // a new run may have followed already
				r.end(nil)
			}
			r.mu.Unlock()
			return
		case now := <-next:
			missed := int((now.Sub(last) - r.every/2) / r.every)
			last = now
			r.step(me, func() error { return r.keepPace(missed) })
		case <-same.C:
			r.step(me, r.repeat)
		}
	}
}

// step does one thing to the run me, unless that has ended. What fails has already
// gone to Faults, or ended the run.
func (r *Reel) step(me *run, do func() error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.run == me && r.running() {
		_ = do()
	}
}

// relist asks for the pictures anew.
func (r *Reel) relist() error {
	p, err := r.list()
	if err != nil {
		return err
	}
	if len(p) == 0 {
		return &Fault{ErrNone, r.name, errors.New("no pictures")}
	}
	r.pictures = p
	return nil
}

// forward moves to the next readable picture, once round at the most.
func (r *Reel) forward() error {
	here := r.at
	for range len(r.pictures) {
		if r.at++; r.at >= len(r.pictures) {
			r.at = 0
			if err := r.relist(); err != nil {
				err = &Fault{ErrLost, r.name, err}
				r.end(err)
				return err
			}
		}
		p := r.pictures[r.at]
		img, err := p.Load()
		if err == nil && (img == nil || img.Bounds().Empty()) {
			err = errors.New("it is empty")
		}
		switch {
		case err == nil:
			r.shown = NewFrame(img, time.Now())
			r.shown.Name = p.Name
			r.run.frames.put(r.shown)
			return nil
		case errors.Is(err, ErrLost):
			r.end(err)
			return err
		case !errors.Is(err, ErrPicture):
			err = &Fault{ErrPicture, p.Name, err}
		}
		r.run.faults.put(err)
	}
	r.at = max(0, here)
	return &Fault{ErrPicture, r.name, errors.New("none can be read")}
}

// keepPace leaves out the pictures whose time went by, where the reel keeps the pace,
// and goes on.
func (r *Reel) keepPace(missed int) error {
	if r.pace {
		r.at = min(r.at+max(0, missed), len(r.pictures)-1)
	}
	return r.forward()
}

// repeat delivers the picture shown once more.
func (r *Reel) repeat() error {
	r.shown.At = time.Now()
	r.run.frames.put(r.shown)
	return nil
}

// Running says whether a run is under way.
func (r *Reel) Running() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.running() && r.run.ctx.Err() == nil
}

func (r *Reel) running() bool {
	if r.run == nil {
		return false
	}
	select {
	case <-r.run.stop:
		return false
	default:
		return true
	}
}

// end closes the run once; the lock is held.
func (r *Reel) end(err error) {
	if !r.running() {
		return
	}
	r.err = err
	close(r.run.stop)
	r.run.frames.close()
	r.run.faults.close()
}
