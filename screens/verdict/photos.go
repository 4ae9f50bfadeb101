package verdict

import (
	"dianqin/app/evidence"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// photos are the pictures of the seal at this visit, and the way to one from a file;
// the camera is at the bottom of the page.
func (p *Page) photos() []fyne.CanvasObject {
	if p.about.Visit.TaskID == "" || !p.Known() {
		return nil
	}
	out := []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("verdict.pictures", nil))}
	if len(p.pictures) > 0 {
		out = append(out, p.lead.Pictures(p.pictures))
	}
	return append(out, ui.NewPlain(ui.IcPicture, p.c.T("evidence.pick", nil), func() { p.Pick(p.a, p.subject()) }))
}

// photograph takes a picture of the seal.
func (p *Page) photograph() { p.lead.Shoot(p.subject(), nil) }

func (p *Page) subject() evidence.Subject {
	return evidence.Subject{TaskID: p.about.Visit.TaskID, BoxID: p.about.Visit.BoxID, Shows: p.about.Number}
}
