package ui

import "fyne.io/fyne/v2"

// PageBody is what pages of one column have in common, longer than the screen perhaps: it
// is painted anew from what was read, and says why nothing could be. A page embeds
// one, made by show.NewBody, and brings what it reads and the parts.
//
//	nothing --Loaded--> parts <--Loaded--> the fault, with a button that reads again
type PageBody struct {
	Reading
	Gap  float32 // between the parts
	Top  float32 // room above them
	Side float32 // room beside them

	Early bool // the parts stand there before anything was read, and below a fault

	page    Page
	parts   func() []fyne.CanvasObject
	problem func(error) Problem
	column  *fyne.Container
	whole   fyne.CanvasObject
}

// NewPageBody asks parts for what stands on the page once something was read, and problem
// for how a fault is said.
func NewPageBody(c *Context, page Page, parts func() []fyne.CanvasObject, problem func(error) Problem) PageBody {
	return PageBody{Reading: newReading(c), Gap: 12, Top: 12, Side: Edge, page: page, parts: parts, problem: problem}
}

// Content implements Page.
func (b *PageBody) Content() fyne.CanvasObject {
	b.column = Col(b.Gap)
	b.whole = Scroll(Inset(b.Top, b.Side, 24, b.Side, b.column))
	b.Paint()
	return b.whole
}

// Paint shows what is known now.
func (b *PageBody) Paint() {
	if b.column == nil {
		return
	}
	var all []fyne.CanvasObject
	if b.Fault != nil {
		all = append(all, NewProblem(b.problem(b.Fault)))
	}
	if b.Known() || b.Early {
		all = append(all, b.parts()...)
	}
	b.column.Objects = all
	b.column.Refresh()
	b.whole.Refresh()
}

// Loaded takes note that reading ended, and shows it.
func (b *PageBody) Loaded(err error) {
	b.Fault, b.Read = err, true
	b.Paint()
	b.c.Retitle(b.page)
}
