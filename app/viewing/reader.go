package viewing

import (
	"context"

	"dianqin/app/seals"
	"dianqin/data/model/seal"
	"dianqin/device/camera"
	"dianqin/scan"
)

// reader reads the frames of one run.
type reader struct {
	v       *Viewing
	visit   seals.Visit
	scanner *scan.Scanner
	tracker *scan.Tracker
	trouble string // the last code said, so that it is said once
}

func newReader(v *Viewing, visit seals.Visit) *reader {
	r := &reader{v: v, visit: visit, scanner: scan.New(scan.Options{Budget: budget})}
	r.tracker = scan.NewTracker(r.known)
	return r
}

// known says whether the store knows a number: that is hardly a misreading and needs
// fewer frames that agree.
func (r *reader) known(s scan.Symbol) bool {
	f, err := r.v.seals.Judge(r.visit, s.Text, string(s.Format))
	return err == nil && f.Seal != nil
}

// read looks at a frame and shows it with what it was found to hold.
func (r *reader) read(ctx context.Context, f camera.Frame) {
	out := Frame{Image: f.Image}
	if out.Image == nil {
		out.Image = f.Gray()
	}
	if !r.v.Paused() {
		found := r.scanner.Scan(scan.Frame{Pix: f.Pix, Width: f.Width, Height: f.Height, Stride: f.Stride})
		for _, s := range r.tracker.Next(found) {
			out.Marks = append(out.Marks, r.mark(ctx, s, f))
		}
	}
	r.v.Frames.Send(out)
}

func (r *reader) mark(ctx context.Context, s scan.Sight, f camera.Frame) Mark {
	m := Mark{Number: s.Text}
	for _, c := range s.Corners {
		m.X += c.X / 4 / float64(f.Width)
		m.Y += c.Y / 4 / float64(f.Height)
	}
	found, ok := r.v.finding(r.visit, s.Text)
	if !ok {
		found, ok = r.decide(ctx, s)
	}
	if ok {
		m.Number, m.Tone = found.Number, r.tone(found)
	}
	return m
}

// tone is what a mark is painted in: a number that is only looked up is right or
// wrong nowhere.
func (r *reader) tone(f seals.Finding) seal.Tone {
	if r.visit.BoxID == "" {
		return seal.Unknown
	}
	return f.Verdict.Tone
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
	if !s.Sure {
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
