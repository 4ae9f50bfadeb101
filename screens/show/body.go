package show

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// NewBody is the body of a page whose faults are said as everywhere, with a button
// that reads again; parts is what stands there once something was read.
func NewBody(c *ui.Context, page ui.Page, parts func() []fyne.CanvasObject, again func()) ui.PageBody {
	return ui.NewPageBody(c, page, parts, retried(c, again))
}

// NewPaneBody is NewBody, narrower, for the details pane of the desk.
func NewPaneBody(c *ui.Context, page ui.Page, parts func() []fyne.CanvasObject, again func()) ui.PageBody {
	b := NewBody(c, page, parts, again)
	b.Gap, b.Top, b.Side = 10, 4, 12
	return b
}

// Retry is an error in words with a button that tries again.
func Retry(c *ui.Context, err error, again func()) ui.Problem {
	problem := Error(c.Words(), err, false)
	problem.Action, problem.Do = c.T("common.retry", nil), again
	return problem
}

func retried(c *ui.Context, again func()) func(error) ui.Problem {
	return func(err error) ui.Problem { return Retry(c, err, again) }
}
