package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// KeyList is a Fyne list that leaves the keys to the page: Fyne's own takes the
// arrows for a mark that nobody sees, and swallows every letter, once Tab has come
// to it.
type KeyList struct{ widget.List }

// NewKeyList makes a list without separators; see widget.NewList.
func NewKeyList(length func() int, create func() fyne.CanvasObject, update func(i widget.ListItemID, o fyne.CanvasObject)) *KeyList {
	l := &KeyList{List: widget.List{Length: length, CreateItem: create, UpdateItem: update, HideSeparators: true}}
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey implements fyne.Focusable.
func (l *KeyList) TypedKey(k *fyne.KeyEvent) {
	if c := canvasWith(l); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
}

// TypedRune implements fyne.Focusable.
func (l *KeyList) TypedRune(r rune) {
	if c := canvasWith(l); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}
