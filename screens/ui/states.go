package ui

import "fyne.io/fyne/v2"

// messageWidth is the width of what stands alone in the middle of a place, in dp.
const messageWidth float32 = 264

// Empty is a list with nothing in it: why, and what fills it.
type Empty struct {
	Icon   Glyph
	Why    string
	Action string // word on the button; empty for none
	Do     func()
}

// NewEmpty shows an Empty in the middle of the room there is.
func NewEmpty(e Empty) fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		Middle(NewDisc(e.Icon, 64, ColSunken, ColMuted)),
		NewText(e.Why, Body, ColMuted).Wrap().Center(),
	}
	if e.Action != "" {
		parts = append(parts, NewTonal("", e.Action, e.Do))
	}
	return Middle(AtLeast(messageWidth+2*Edge, 0, Inset(24, Edge, 24, Edge, Col(12, parts...))))
}

// Problem is an error as a person reads it: what happened, what was kept, what to do.
type Problem struct {
	Happened string
	Kept     string // may be empty
	Todo     string
	Action   string // word on the button; empty for none
	Do       func()
}

// NewProblem shows a Problem as a card, where the thing that failed would stand.
func NewProblem(p Problem) *Block {
	t := ToneWrong
	lines := []fyne.CanvasObject{problemLine(IcAlert, p.Happened, BodyBold, t.OnWash())}
	if p.Kept != "" {
		lines = append(lines, problemLine(IcCheck, p.Kept, Small, ColInk))
	}
	lines = append(lines, problemLine(IcNext, p.Todo, Small, ColInk))
	if p.Action != "" {
		lines = append(lines, NewTonal(IcSync, p.Action, p.Do))
	}
	return NewBlock(Look{Fill: t.Wash(), Stroke: t.Edge(), Radius: Radius, Top: 12, Bottom: 12, Left: 14, Right: 14}, Col(Gap, lines...))
}

func problemLine(g Glyph, s string, role Role, ink fyne.ThemeColorName) fyne.CanvasObject {
	return RowFill(10, Col(0, NewIcon(g, 20, ink)), Grow(NewText(s, role, ink).Wrap()))
}

// NewLoading is a thin bar with how much is left; share is 0 to 1.
func NewLoading(word, left string, share float32) fyne.CanvasObject {
	return Col(6,
		Row(Gap, Grow(NewText(word, Small, ColMuted).Clip()), NewText(left, Small, ColMuted)),
		NewProgress(4, 0, Part{Share: share, Tone: TonePrimary}))
}
