package screens

import (
	"dianqin/app"
	appevidence "dianqin/app/evidence"
	domain "dianqin/data/model/evidence"
	"dianqin/screens/evidence"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// pictures makes the rows of pictures that the desk's details show; one that is
// pressed fills the page.
func pictures(a *app.App, c *ui.Context) func([]domain.File) fyne.CanvasObject {
	return func(files []domain.File) fyne.CanvasObject { return seen(a, c)(domain.Pictures(files)) }
}

// seen makes rows of pictures that are only looked at.
func seen(a *app.App, c *ui.Context) func([]domain.Picture) fyne.CanvasObject {
	across := evidence.AcrossPane
	if c.Phone() {
		across = evidence.AcrossPhone
	}
	return func(pictures []domain.Picture) fyne.CanvasObject {
		return evidence.Strip(a, c, evidence.Seen(pictures), across, evidence.Go{})
	}
}

// pictures makes the rows of pictures that the phone's pages show; they may be drawn
// on, taken anew and removed.
func (p *phone) pictures(items []appevidence.Item) fyne.CanvasObject {
	return evidence.Strip(p.a, p.c, items, evidence.AcrossPhone, evidence.Go{Shoot: p.shoot})
}

// shoot opens the camera to take a picture; then runs when it is kept.
func (p *phone) shoot(s appevidence.Subject, then func()) {
	p.c.Nav.Push(evidence.NewShoot(p.a, p.c, p.view, s, then))
}
