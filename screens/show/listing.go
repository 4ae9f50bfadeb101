package show

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// NewListing is a list page's part whose faults are said as everywhere, with a button
// that reads again; middle is what stands there once something was read.
func NewListing(c *ui.Context, middle func() fyne.CanvasObject, again func()) ui.Listing {
	return ui.NewListing(c, middle, func(err error) ui.Problem {
		problem := Error(c.Words(), err, false)
		problem.Action, problem.Do = c.T("common.retry", nil), again
		return problem
	})
}
