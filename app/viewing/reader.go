package viewing

import (
	"context"
	"math"
	"sync"
	"time"

	"dianqin/app/seals"
	"dianqin/data/model/seal"
	"dianqin/device/camera"
	"dianqin/scan"
)

// budget is what reading a frame may cost on a phone; what is left out comes in
// one of the next frames.
const budget = 60 * time.Millisecond

// reader shows and reads the frames of one run: showing on one goroutine, reading on
// another.
type reader struct {
	v       *Viewing
	visit   seals.Visit
	scanner *scan.Scanner
	tracker *scan.Tracker
	judge   func(context.Context, scan.Sight) Mark // what a code means
	trouble string                                 // the last code said, so that it is said once
	whole   bool                                   // nothing of a frame is cut off to fit the place
	spare   buffers

	mu   sync.Mutex
	over overlay
}

func newReader(v *Viewing, visit seals.Visit) *reader {
	r := &reader{v: v, visit: visit, scanner: scan.New(scan.Options{Budget: budget}), spare: newBuffers()}
	r.tracker, r.judge = scan.NewTracker(r.known), r.mark
	return r
}

// known says whether the store knows a number: that is hardly a misreading and needs
// fewer frames that agree.
func (r *reader) known(s scan.Symbol) bool {
	f, err := r.v.seals.Judge(r.visit, s.Text, string(s.Format))
	return err == nil && f.Seal != nil
}

// window is what is seen of a frame.
func (r *reader) window(f camera.Frame) window {
	if r.whole {
		return newWindow(f, 0)
	}
	return newWindow(f, math.Float64frombits(r.v.aspect.Load()))
}

// show makes a picture of a frame and sends it. It reports false for a frame whose
// pixels are not there.
func (r *reader) show(f camera.Frame) bool {
	if !sound(f) {
		return false
	}
	w := r.window(f)
	r.v.mu.Lock()
	r.v.seen = w
	paused := r.v.paused
	r.v.mu.Unlock()
	m := r.spare.take(w.shown())
	w.develop(m, f)
	out := Frame{Image: m, At: moment(f), Free: sync.OnceFunc(func() { r.spare.put(m) })}
	r.mu.Lock()
	if paused {
		r.over = overlay{}
	}
	out.Marks = r.over.seen(out.At)
	r.mu.Unlock()
	r.v.Frames.Send(out)
	return true
}

// moment is when a frame was taken, now where its camera does not say.
func moment(f camera.Frame) time.Time {
	if f.At.IsZero() {
		return time.Now()
	}
	return f.At
}

// work reads the frames that it is lent and gives each back.
func (r *reader) work(ctx context.Context, idle <-chan camera.Frame) {
	for f := range idle {
		if ctx.Err() == nil {
			r.read(ctx, f)
		}
		free(f)
	}
}

// read tells what a frame shows.
func (r *reader) read(ctx context.Context, f camera.Frame) {
	w := r.window(f)
	began := time.Now()
	found := r.scanner.Scan(w.frame(f))
	out := Seen{At: moment(f), Decoded: time.Since(began)}
	var marks []Mark
	for _, s := range r.tracker.Next(found) {
		m := r.judge(ctx, s)
		m.Corners = w.outline(s.Symbol)
		marks = append(marks, m)
	}
	r.mu.Lock()
	r.over.put(marks, out.At)
	out.Marks = r.over.seen(out.At)
	r.mu.Unlock()
	if ctx.Err() == nil && !r.v.Paused() {
		r.v.Seen.Send(out)
	}
}

func (r *reader) mark(ctx context.Context, s scan.Sight) Mark {
	m := Mark{Number: s.Text}
	found, ok := r.v.finding(r.visit, s.Text)
	if !ok {
		found, ok = r.decide(ctx, s)
	}
	if ok {
		m.Number, m.Tone = found.Number, seal.Unknown
		if r.visit.BoxID != "" { // what is only looked up is right or wrong nowhere
			m.Tone = found.Verdict.Tone
		}
	}
	return m
}

// decide records and tells the finding where enough frames agree.
// What could not be recorded is tried again with the next frame.
func (r *reader) decide(ctx context.Context, s scan.Sight) (seals.Finding, bool) {
	format := string(s.Format)
	f, err := r.v.seals.Judge(r.visit, s.Text, format)
	if err != nil {
		r.fail(err)
		return f, false
	}
	if !s.Sure || ctx.Err() != nil {
		return f, false
	}
	if r.visit.BoxID != "" {
		if f, err = r.v.seals.Identify(ctx, r.visit, s.Text, format); err != nil {
			r.fail(err)
			return f, false
		}
	}
	r.trouble = ""
	r.v.tell(r.visit, s.Text, f)
	return f, true
}

func (r *reader) fail(err error) {
	e := asError(err)
	if e.Code != r.trouble {
		r.trouble = e.Code
		r.v.Troubles.Send(e)
	}
}
