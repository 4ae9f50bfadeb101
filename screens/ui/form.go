package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Field is a label, a field and, below it, a hint or what is wrong with it.
type Field struct {
	entry *Entry
	line  *Text
	hint  string
	box   *fyne.Container

	changed func() // the field's height may be another
}

// NewField makes a field; the hint may be empty.
func NewField(label string, entry *Entry, hint string) *Field {
	f := &Field{entry: entry, hint: hint, line: NewText(hint, Small, ColMuted).Wrap(), changed: func() {}}
	f.line.Hidden = hint == ""
	f.box = Col(4, NewText(label, SmallBold, ColMuted).Clip(), entry, f.line)
	return f
}

// Entry is the field's entry.
func (f *Field) Entry() *Entry { return f.entry }

// SetError says what is wrong with the field; an empty text brings the hint back.
func (f *Field) SetError(text string) {
	ink := ToneWrong.OnWash()
	if text == "" {
		text, ink = f.hint, ColMuted
	}
	f.line.Hidden = text == ""
	f.line.Set(text)
	f.line.SetColour(ink)
	f.box.Refresh()
	f.changed()
}

// Form is a scrolled column of fields and other things. The field that has the
// focus is brought into view, which the toolkit does not do when the phone's
// keyboard takes half of the screen.
type Form struct {
	scroll *container.Scroll
	object fyne.CanvasObject
	column *fyne.Container
}

// NewForm makes an empty form with the edge of 16 around it.
func NewForm() *Form {
	f := &Form{column: Col(Edge)}
	f.scroll, f.object = newScroll(Inset(12, Edge, 24, Edge, f.column))
	return f
}

// Field adds a field.
func (f *Form) Field(field *Field) *Form {
	field.entry.onFocus = func() { f.show(field.box) }
	field.changed = func() { f.scroll.Refresh() }
	f.column.Add(field.box)
	return f
}

// Add adds anything else.
func (f *Form) Add(objects ...fyne.CanvasObject) *Form {
	for _, o := range objects {
		f.column.Add(o)
	}
	return f
}

// Object is the form as it goes into a page.
func (f *Form) Object() fyne.CanvasObject { return f.object }

// Reveal brings a part that was added, and has grown, into sight.
func (f *Form) Reveal(o fyne.CanvasObject) {
	f.scroll.Refresh()
	f.show(o)
}

// show scrolls until all of o is to be seen, its top first.
func (f *Form) show(o fyne.CanvasObject) {
	top := o.Position().Y
	bottom := top + o.Size().Height + 24
	at, room := f.scroll.Offset.Y, f.scroll.Size().Height
	if bottom > at+room {
		at = bottom - room
	}
	if top < at {
		at = top
	}
	if at != f.scroll.Offset.Y {
		f.scroll.ScrollToOffset(fyne.NewPos(0, at))
	}
}
