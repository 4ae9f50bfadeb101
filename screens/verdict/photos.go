package verdict

import (
	"bytes"
	"context"

	"dianqin/app/evidence"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// photos are the pictures of the seal at this visit, and the way to one from a file;
// the camera is at the bottom of the page.
func (p *Page) photos() []fyne.CanvasObject {
	if p.about.Visit.TaskID == "" || !p.read {
		return nil
	}
	out := []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("verdict.pictures", nil))}
	if len(p.pictures) > 0 {
		out = append(out, p.lead.Pictures(p.pictures))
	}
	return append(out, ui.NewPlain(ui.IcPicture, p.c.T("evidence.pick", nil), p.pick))
}

// photograph takes a picture of the seal.
func (p *Page) photograph() {
	p.keep(func(ctx context.Context, s evidence.Subject) (evidence.Kept, error) {
		jpeg, err := p.lead.Still(ctx)
		if err != nil {
			return evidence.Kept{}, err
		}
		return p.a.Evidence.Take(ctx, s, jpeg)
	}, "evidence.kept")
}

// pick takes a picture from a file.
func (p *Page) pick() {
	p.c.PickPicture(func(f ui.Picked, err error) {
		if err != nil {
			p.c.Toast(show.Line(p.c.Words(), err))
			return
		}
		p.keep(func(ctx context.Context, s evidence.Subject) (evidence.Kept, error) {
			return p.a.Evidence.Pick(ctx, s, bytes.NewReader(f.Bytes))
		}, "evidence.picked")
	})
}

// keep keeps one picture and says that it is safe, and where it could not be stamped
// that too.
func (p *Page) keep(make func(context.Context, evidence.Subject) (evidence.Kept, error), said string) {
	subject := evidence.Subject{TaskID: p.about.Visit.TaskID, BoxID: p.about.Visit.BoxID, Shows: p.about.Number}
	var kept evidence.Kept
	p.do(func(ctx context.Context) (err error) {
		kept, err = make(ctx, subject)
		return err
	}, func() {
		if kept.Unstamped != nil {
			p.c.Toast(show.Line(p.c.Words(), kept.Unstamped))
			return
		}
		p.c.Toast(p.c.T(said, nil))
	})
}
