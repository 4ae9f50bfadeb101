package ui

import "fyne.io/fyne/v2"

// NewSideBar is the desktop's navigation: the brand, places with counts, the
// person at the bottom. A narrow one shows the icons alone.
func NewSideBar(brand fyne.CanvasObject, tabs []Tab, selected int, narrow bool, foot fyne.CanvasObject, do func(i int)) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, t := range tabs {
		rows = append(rows, sideItem(t, i == selected, narrow, func() { do(i) }))
	}
	width, edge := 208*(1+(scaled(1)-1)*0.4), float32(20) // names and counts grow with the text
	if narrow {
		width, edge = 64, 8
	}
	col := Frame(Inset(16, 8, 16, edge, brand), Inset(12, 8, 12, edge, foot), nil, nil, Scroll(Col(0, rows...)))
	bar := NewBlock(Look{Fill: ColSurface}, AtLeast(width, 0, col))
	return Frame(nil, nil, nil, VHairline(), bar)
}

func sideItem(t Tab, selected, narrow bool, do func()) fyne.CanvasObject {
	ink, role := ColMuted, Small
	outer := Look{Radius: Gap, Left: 12, Right: 12}
	inner := Look{Radius: Gap, Left: 12, Right: 12, Min: fyne.NewSize(0, 40)}
	if selected {
		inner.Fill, ink, role = ColTint, ColOnTint, SmallBold
	}
	if narrow {
		outer.Left, outer.Right, inner.Left, inner.Right = 8, 8, 4, 4
		return NewTap(outer, MidV(NewBlock(inner, Middle(NewIcon(t.Icon, 20, ink)))), do)
	}
	parts := []fyne.CanvasObject{NewIcon(t.Icon, 20, ink), Grow(NewText(t.Word, role, ink).Clip())}
	if t.Count != "" {
		parts = append(parts, NewText(t.Count, CaptionBold, ink))
	}
	return NewTap(outer, MidV(NewBlock(inner, Row(12, parts...))), do)
}
