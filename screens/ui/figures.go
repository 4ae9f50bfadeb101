package ui

import "fyne.io/fyne/v2"

// NewFigureCard is one figure of an overview; it opens the list behind it.
func NewFigureCard(word, figure, unit, more string, tone Tone, line fyne.CanvasObject, do func()) *Tap {
	ink := ColInk
	if tone != ToneCalm {
		ink = tone.OnWash()
	}
	body := Col(2,
		Row(4, Grow(NewText(word, Small, ColMuted).Clip()), NewIcon(IcNext, 16, ColFaint)),
		Row(6, NewText(figure, Figure, ink), Grow(Inset(8, 0, 0, 0, NewText(unit, Small, ColMuted).Clip()))),
		Pad(6, 0, line),
		NewText(more, Caption, ColMuted).Clip())
	return NewTap(Look{Fill: ColSurface, Stroke: ColLine, Radius: Radius, Top: 12, Bottom: 12, Left: 14, Right: 12}, body, do)
}

// NewPanel is a titled part of a desktop page.
func NewPanel(title string, end, body fyne.CanvasObject) fyne.CanvasObject {
	head := Pad(0, 14, AtLeast(0, 44, Row(Gap, Grow(NewText(title, BodyBold, ColInk).Clip()), end)))
	return NewBlock(Look{Fill: ColSurface, Stroke: ColLine, Radius: Radius, Bottom: 6, Top: 2, Left: 2, Right: 2},
		Frame(Col(0, head, Hairline()), nil, nil, nil, body))
}

// NewTick is the box of a chosen row.
func NewTick(on bool) fyne.CanvasObject {
	if on {
		return NewBlock(Look{Fill: ColPrimary, Radius: 5, Min: fyne.NewSquareSize(22)}, Middle(NewIcon(IcCheck, 16, ColOnPrimary)))
	}
	return NewBlock(Look{Fill: ColSurface, Stroke: ColFaint, Radius: 5, Min: fyne.NewSquareSize(22)}, Space(22, 22))
}
