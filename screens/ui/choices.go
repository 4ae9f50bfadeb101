package ui

import "fyne.io/fyne/v2"

// NewChoices is a short list of which one is chosen, a row of 56 each, more where a word wraps: a pick
// instead of typing. Selected may be -1.
func NewChoices(words []string, selected int, do func(i int)) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, w := range words {
		ring := newRing(22)
		if i == selected {
			ring = NewDisc(IcCheck, 22, ColPrimary, ColOnPrimary)
		}
		rows = append(rows, choiceRow(ring, w, i == selected, func() { do(i) }))
	}
	return Group(rows...)
}

// NewCheckRow is one thing that is so or not, 56 high.
func NewCheckRow(word string, on bool, do func()) *Tap {
	return choiceRow(NewTick(on), word, on, do)
}

func choiceRow(mark fyne.CanvasObject, word string, on bool, do func()) *Tap {
	look := Look{Left: 14, Right: 12, Top: 8, Bottom: 8, Min: fyne.NewSize(0, Action)}
	return NewTap(look, Row(12, mark, Grow(NewText(word, pick(on, BodyBold, Body), ColInk).Wrap())), do)
}
