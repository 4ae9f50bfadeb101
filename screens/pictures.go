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
	return func(files []domain.File) fyne.CanvasObject {
		return evidence.Strip(a, c, evidence.Of(files), evidence.AcrossPane, evidence.Go{})
	}
}

// pictures makes the rows of pictures that the phone's pages show; they may be drawn
// on, taken anew and removed.
func (p *phone) pictures(items []appevidence.Item) fyne.CanvasObject {
	return evidence.Strip(p.a, p.c, items, evidence.AcrossPhone, evidence.Go{Still: p.view.Still})
}
