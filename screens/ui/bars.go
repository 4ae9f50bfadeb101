package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Tab is a place of the bottom bar or the side bar as it is shown.
type Tab struct {
	Icon  Glyph
	Word  string
	Count string // what waits there; the side bar alone shows it
}

// scanDiameter is the size of the raised button, scanRise how far it stands out of the bar, in dp.
const (
	scanDiameter float32 = 68
	scanRise     float32 = 22
)

// BottomBarHeight is the height of the bar without the raised button, in dp.
const BottomBarHeight float32 = 72

// NewBottomBar is the phone's navigation: five places, the middle one raised and in the colour of action.
func NewBottomBar(tabs [5]Tab, selected int, do func(i int)) fyne.CanvasObject {
	var items []fyne.CanvasObject
	for i, t := range tabs {
		items = append(items, bottomItem(t, i == selected, i == 2, func() { do(i) }))
	}
	bar := NewBlock(Look{Fill: ColSurface, Min: fyne.NewSize(0, BottomBarHeight)}, Cells(0, items...))
	scan := NewTap(Look{Fill: ColPrimary, Stroke: ColSurface, Line: SizeRing, Radius: scanDiameter / 2, Min: fyne.NewSquareSize(scanDiameter), Raised: true},
		Middle(NewIcon(tabs[2].Icon, 30, ColOnPrimary)), func() { do(2) })
	return container.New(&bottomLayout{}, Hairline(), bar, scan)
}

func bottomItem(t Tab, selected, middle bool, do func()) fyne.CanvasObject {
	ink, role := ColMuted, Caption
	look := Look{}
	if selected {
		ink, role = ColPrimary, CaptionBold
	}
	icon := NewIcon(t.Icon, 24, ink)
	if selected {
		icon = NewIcon(t.Icon, 24, ColOnTint)
	}
	if middle {
		return NewTap(look, Col(0, Space(0, 45), NewText(t.Word, CaptionBold, ColPrimary).Center()), do)
	}
	pill := Look{Radius: 16, Min: fyne.NewSize(56, 32)}
	if selected {
		pill.Fill = ColTint
	}
	return NewTap(look, Col(3, Space(0, 7), Middle(NewBlock(pill, Middle(icon))), NewText(t.Word, role, ink).Center()), do)
}

type bottomLayout struct{}

func (*bottomLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(320, BottomBarHeight)
}

func (*bottomLayout) Layout(o []fyne.CanvasObject, z fyne.Size) {
	if len(o) != 3 {
		return
	}
	rule, bar, scan := o[0], o[1], o[2]
	h := rule.MinSize().Height
	rule.Resize(fyne.NewSize(z.Width, h))
	bar.Move(fyne.NewPos(0, h))
	bar.Resize(fyne.NewSize(z.Width, z.Height-h))
	place(scan, (z.Width-scanDiameter)/2, -scanRise, scanDiameter, scanDiameter)
}

// NewAppBar is the top of a page that was opened from another: Back, title, what it is about, actions.
func NewAppBar(title, sub string, back func(), actions ...fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		NewIconButton(IcBack, ColInk, back),
		Grow(titleOver(title, sub, Title)),
	}
	parts = append(parts, actions...)
	bar := NewBlock(Look{Fill: ColSurface, Left: 4, Right: 4, Min: fyne.NewSize(0, 64)}, Row(4, parts...))
	return Col(0, bar, Hairline())
}

// NewHomeBar is the top of a place of the bottom bar: a large title, no Back.
func NewHomeBar(title, sub string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{Grow(titleOver(title, sub, Headline))}
	parts = append(parts, actions...)
	return Inset(8, 8, 6, Edge, AtLeast(0, TouchMin, Row(4, parts...)))
}

// titleOver is a title with what it is about below it, if anything.
func titleOver(title, sub string, role Role) fyne.CanvasObject {
	line := NewText(title, role, ColInk).Clip()
	if sub == "" {
		return line
	}
	return Col(0, line, NewText(sub, Small, ColMuted).Clip())
}

// NewActionBar is the fixed bottom of a page: the main action and what belongs beside it.
func NewActionBar(parts ...fyne.CanvasObject) fyne.CanvasObject {
	bar := NewBlock(Look{Fill: ColSurface, Top: 10, Bottom: 14, Left: Edge, Right: Edge}, RowFill(Gap, parts...))
	return Col(0, Hairline(), bar)
}

// SyncState is what the line about synchronisation says.
type SyncState struct {
	Icon Glyph
	Tone Tone
	Word string // the state in words
	More string // how old, how much, when next
}

// NewSyncLine is the line on every screen with synced data; a tap opens the details.
func NewSyncLine(s SyncState, do func()) *Tap {
	look := Look{Fill: s.Tone.Wash(), Stroke: s.Tone.Edge(), Radius: Radius, Left: 12, Right: 8, Top: 4, Bottom: 4, Min: fyne.NewSize(0, TouchMin)}
	return NewTap(look, Row(10,
		NewIcon(s.Icon, 22, s.Tone.OnWash()),
		NewText(s.Word, SmallBold, s.Tone.OnWash()),
		Grow(NewText(s.More, Small, s.Tone.OnWash()).Clip()),
		NewIcon(IcNext, 18, s.Tone.OnWash())), do)
}

// NewSectionTitle is the word over a group with a fact or an action at the end.
func NewSectionTitle(word string, end ...fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{Grow(NewText(word, BodyBold, ColInk).Clip())}
	parts = append(parts, end...)
	return Inset(12, 4, 6, 4, Row(Gap, parts...))
}
