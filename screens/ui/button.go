package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewAction is the one main action of a screen: full width, 56 high.
func NewAction(g Glyph, word string, do func()) *Tap {
	return button(g, word, Action, BodyBold, Look{Fill: ColPrimary, Radius: Radius}, ColOnPrimary, do)
}

// NewToneAction is a main action in the colour of a tone, for what a verdict calls for.
func NewToneAction(g Glyph, word string, t Tone, do func()) *Tap {
	return button(g, word, TouchMin, BodyBold, Look{Fill: t.Full(), Radius: Radius}, t.OnFull(), do)
}

// NewTonal is a second action: quiet, 48 high.
func NewTonal(g Glyph, word string, do func()) *Tap {
	return button(g, word, TouchMin, BodyBold, Look{Fill: ColSunken, Stroke: ColLine, Radius: Radius}, ColInk, do)
}

// NewPlain is a third action: a word in the colour of action.
func NewPlain(g Glyph, word string, do func()) *Tap {
	return button(g, word, TouchMin, BodyBold, Look{Radius: Radius}, ColPrimary, do)
}

// NewCompact is a button of the desktop: 36 high, for a pointer.
func NewCompact(g Glyph, word string, primary bool, do func()) *Tap {
	look, ink := Look{Fill: ColSurface, Stroke: ColLine, Radius: 8}, ColInk
	if primary {
		look, ink = Look{Fill: ColPrimary, Radius: 8}, ColOnPrimary
	}
	b := button(g, word, 36, SmallBold, look, ink, do)
	b.look.Left, b.look.Right = 12, 12
	b.look.Min = fyne.NewSize(36, 36)
	return b
}

func button(g Glyph, word string, height float32, role Role, look Look, ink fyne.ThemeColorName, do func()) *Tap {
	size := float32(20)
	if height >= Action {
		size = 24
	}
	var parts []fyne.CanvasObject
	if g != "" {
		parts = append(parts, NewIcon(g, size, ink))
	}
	if word != "" {
		parts = append(parts, NewText(word, role, ink))
	}
	look.Left, look.Right = 8, 8
	look.Min = fyne.NewSize(TouchMin, height)
	return NewTap(look, Middle(container.New(&iconAndWord{stack{gap: Gap}}, parts...)), do)
}

// iconAndWord is a row that gives up the icon before the word is shortened.
type iconAndWord struct{ stack }

// Layout implements fyne.Layout.
func (l *iconAndWord) Layout(objects []fyne.CanvasObject, z fyne.Size) {
	if len(objects) == 2 {
		icon, word := objects[0], objects[1]
		if z.Width+0.5 < icon.MinSize().Width+l.gap+word.MinSize().Width {
			place(icon, 0, 0, 0, 0)
			w := min(z.Width, word.MinSize().Width)
			h := word.MinSize().Height
			place(word, (z.Width-w)/2, (z.Height-h)/2, w, h)
			icon.Hide()
			return
		}
		icon.Show()
	}
	l.stack.Layout(objects, z)
}

// MinSize implements fyne.Layout: the same whether the icon is shown or not.
func (l *iconAndWord) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var main, cross float32
	for _, o := range objects {
		m := o.MinSize()
		main += m.Width
		cross = max(cross, m.Height)
	}
	return fyne.NewSize(main+l.gap*float32(max(0, len(objects)-1)), cross)
}

// NewIconButton is a round button of 48 dp around an icon of 24.
func NewIconButton(g Glyph, col fyne.ThemeColorName, do func()) *Tap {
	return NewTap(Look{Radius: 24}, Middle(NewIcon(g, 24, col)), do)
}

// NewScrimButton is an icon button for use on the live picture.
func NewScrimButton(g Glyph, do func()) *Tap {
	return NewTap(Look{Fill: ColScrim, Radius: 24}, Middle(NewIcon(g, 24, ColOnScrim)), do)
}

// NewTool is an icon over a word, 64 high: the row under the scan results.
func NewTool(g Glyph, word string, on bool, do func()) *Tap {
	look, ink := Look{Radius: Radius, Top: 8, Bottom: 6}, ColInk
	if on {
		look.Fill, ink = ColTint, ColOnTint
	}
	look.Min = fyne.NewSize(TouchMin, RowHeight)
	return NewTap(look, Col(2, NewIcon(g, 24, ink), NewText(word, Caption, ink).Center()), do)
}
