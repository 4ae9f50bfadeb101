package ui_test

import (
	"image"
	"testing"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestAnIconIsDrawnAnewOnlyWhereItLooksOtherwise(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	icon := ui.NewIcon(ui.IcCheck, 24, ui.ColInk)
	s.Show(icon)
	picture := func() image.Image {
		for _, o := range test.LaidOutObjects(icon) {
			if m, ok := o.(*canvas.Image); ok {
				return m.Image
			}
		}
		t.Fatal("the icon has no picture")
		return nil
	}
	first := picture()
	icon.Refresh()
	if first == nil || picture() != first {
		t.Error("it was drawn again")
	}
	icon.Set(ui.IcCross, ui.ColInk)
	second := picture()
	if second == first {
		t.Error("another glyph looks the same")
	}
	s.Ctx.Apply(ui.Settings{Mode: ui.Dark})
	if icon.Refresh(); picture() == second {
		t.Error("another theme looks the same")
	}
}
