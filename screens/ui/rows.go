package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewKeyValue is one field: its name at the left, its value at the right edge.
func NewKeyValue(key string, value fyne.CanvasObject) fyne.CanvasObject {
	return Pad(7, 14, Row(12, NewText(key, Small, ColMuted), Grow(container.NewHBox()), value))
}

// NewKeyText is NewKeyValue with a text; the value is the bold one and wraps.
func NewKeyText(key, value string) fyne.CanvasObject {
	return Pad(7, 14, Row(12, NewText(key, Small, ColMuted), Grow(NewText(value, SmallBold, ColInk).Wrap().End())))
}

// Item is a row of a menu or a result list: icon, two lines, something at the end.
type Item struct {
	Icon  Glyph
	Tone  Tone // of the icon's disc; empty for a bare icon
	Title string
	Sub   string
	End   fyne.CanvasObject
	Open  bool // show that it opens something
}

// NewItemRow shows an Item, 64 high with a second line, 56 without.
func NewItemRow(it Item, do func()) *Tap {
	var parts []fyne.CanvasObject
	switch {
	case it.Icon == "":
	case it.Tone != "":
		parts = append(parts, NewDisc(it.Icon, 36, it.Tone.Wash(), it.Tone.OnWash()))
	default:
		parts = append(parts, NewIcon(it.Icon, 24, ColMuted))
	}
	text, height := fyne.CanvasObject(NewText(it.Title, Body, ColInk).Clip()), float32(56)
	if it.Sub != "" {
		text, height = Col(0, NewText(it.Title, BodyBold, ColInk).Clip(), NewText(it.Sub, Small, ColMuted).Clip()), RowHeight
	}
	parts = append(parts, Grow(text))
	if it.End != nil {
		parts = append(parts, it.End)
	}
	if it.Open {
		parts = append(parts, NewIcon(IcNext, 18, ColFaint))
	}
	return NewTap(Look{Left: 14, Right: 12, Top: 8, Bottom: 8, Min: fyne.NewSize(0, height)}, Row(12, parts...), do)
}

// Event is one step of a history.
type Event struct {
	When, What, Who string
	Tone            Tone
}

// NewHistory is a vertical line of events, the newest first.
func NewHistory(events []Event) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, e := range events {
		rail := container.NewStack()
		if i < len(events)-1 {
			rail.Add(Inset(22, 6, 0, 6, AtLeast(2, 0, VHairline())))
		}
		rail.Add(Inset(4, 0, 0, 0, Col(0, NewDisc("", 14, e.Tone.Full(), ColTransparent), Spring())))
		room := float32(12)
		if i == len(events)-1 {
			room = 0
		}
		text := Inset(0, 0, room, 0, Col(0,
			Row(Gap, Grow(NewText(e.What, SmallBold, ColInk).Clip()), NewText(e.When, Caption, ColMuted)),
			NewText(e.Who, Small, ColMuted).Clip()))
		rows = append(rows, RowFill(12, rail, Grow(text)))
	}
	return Col(0, rows...)
}

// NewSegments is a choice of a few words side by side; each half is at least 48 high.
func NewSegments(words []string, selected int, tone Tone, do func(i int)) fyne.CanvasObject {
	var cellsOf []fyne.CanvasObject
	for i, w := range words {
		look, ink, role := Look{Radius: 8}, ColMuted, Body
		if i == selected {
			look.Fill, ink, role = tone.Full(), tone.OnFull(), BodyBold
		}
		cellsOf = append(cellsOf, NewTap(look, Middle(NewText(w, role, ink)), func() { do(i) }))
	}
	return NewBlock(Look{Fill: ColSunken, Stroke: ColLine, Radius: Radius}, Cells(0, cellsOf...))
}

// NewPhotoSlot is a required photo: taken (with a mark) or still to take.
func NewPhotoSlot(word string, taken fyne.CanvasObject, do func()) *Tap {
	if taken != nil {
		mark := Frame(Row(0, Spring(), Inset(6, 6, 0, 0, NewVerdictMark(Right, 22))), nil, nil, nil, Space(0, 0))
		return NewTap(Look{}, Col(4, container.NewStack(AtLeast(96, 84, taken), mark), NewText(word, Caption, ColInk).Center()), do)
	}
	box := NewBlock(Look{Fill: ToneLook.Wash(), Stroke: ToneLook.Full(), Radius: Radius, Min: fyne.NewSize(96, 84)},
		Middle(Col(4, NewIcon(IcCamera, 28, ToneLook.OnWash()))))
	return NewTap(Look{}, Col(4, box, NewText(word, CaptionBold, ToneLook.OnWash()).Center()), do)
}
