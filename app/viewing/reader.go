package viewing

import (
	"context"

	"dianqin/app/seals"
	"dianqin/data/model/seal"
	"dianqin/device/camera"
	"dianqin/scan"
)

// Agreement is how many frames must read the same text before it counts: a number
// that the store knows is hardly a misreading, another may be one.
const (
	agreeKnown   = 1
	agreeUnknown = 2
)

// reader reads the frames of one run.
type reader struct {
	v       *Viewing
	visit   seals.Visit
	scanner *scan.Scanner
	votes   map[string]int // frames that read a text not told yet
	trouble string         // the last code said, so that it is said once
}

// read looks at a frame and shows it with what it was found to hold.
func (r *reader) read(ctx context.Context, f camera.Frame) {
	out := Frame{Image: f.Image}
	if out.Image == nil {
		out.Image = f.Gray()
	}
	if !r.v.Paused() {
		for _, s := range r.scanner.Scan(scan.Frame{Pix: f.Pix, Width: f.Width, Height: f.Height, Stride: f.Stride}) {
			out.Marks = append(out.Marks, r.mark(ctx, s, f))
		}
	}
	r.v.Frames.Send(out)
}

func (r *reader) mark(ctx context.Context, s scan.Symbol, f camera.Frame) Mark {
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

// decide counts the frame and, where enough agree, records and tells the finding.
// What could not be recorded is tried again with the next frame.
func (r *reader) decide(ctx context.Context, s scan.Symbol) (seals.Finding, bool) {
	format := string(s.Format)
	f, err := r.v.seals.Judge(r.visit, s.Text, format)
	if err != nil {
		r.fail(err)
		return f, false
	}
	r.votes[s.Text]++
	need := agreeUnknown
	if f.Seal != nil {
		need = agreeKnown
	}
	if r.votes[s.Text] < need {
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
