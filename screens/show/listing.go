package show

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// NewListing is a list page's part whose faults are said as everywhere, with a button
// that reads again; middle is what stands there once something was read.
func NewListing(c *ui.Context, middle func() fyne.CanvasObject, again func()) ui.Listing {
	return ui.NewListing(c, middle, retried(c, again))
}
