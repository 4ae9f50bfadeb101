package viewfinder

import "fyne.io/fyne/v2"

// halves lays the picture over the upper part and the results over the lower one,
// the bar on top of the picture.
type halves struct{}

const (
	// resultShare is how much of the height belongs to the results: all that is to be
	// pressed lies there, within the thumb's reach.
	resultShare = 0.56
	// behind is how far the picture goes on behind the round corners of the results.
	behind = 20
)

func (*halves) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 320) }

func (*halves) Layout(o []fyne.CanvasObject, z fyne.Size) {
	cut := z.Height * (1 - resultShare)
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(z.Width, cut+behind))
	o[1].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(z.Width, o[1].MinSize().Height))
	o[2].Move(fyne.NewPos(0, cut))
	o[2].Resize(fyne.NewSize(z.Width, z.Height-cut))
}
