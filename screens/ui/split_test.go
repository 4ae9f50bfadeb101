package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestSplit_SideBySideAsHighAsTheHigher(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(Light, 1))
	a, b := Space(10, 100), Space(10, 60)
	o := Split(0.6, 10, a, b)
	o.Resize(fyne.NewSize(1010, heightAt(o, 1010)))
	if o.Size().Height != 100 || a.Size() != fyne.NewSize(600, 100) || b.Size() != fyne.NewSize(400, 100) || b.Position().X != 610 {
		t.Errorf("%v: %v and %v at %v", o.Size(), a.Size(), b.Size(), b.Position())
	}
}

func TestSplit_OneAboveTheOtherWhereTheRoomIsShort(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(Light, 1))
	a, b := Space(10, 100), Space(10, 60)
	o := Split(0.6, 10, a, b)
	o.Resize(fyne.NewSize(500, heightAt(o, 500)))
	if o.Size().Height != 170 || a.Size() != fyne.NewSize(500, 100) || b.Size() != fyne.NewSize(500, 60) || b.Position().Y != 110 {
		t.Errorf("%v: %v and %v at %v", o.Size(), a.Size(), b.Size(), b.Position())
	}
}

func TestWide_KeepsCellsUnderEachOther(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(Light, 1))
	short, long := Wide(80, NewText("a", Body, ColInk).Clip()), Wide(80, NewText("a very long word indeed", Body, ColInk).Clip())
	if short.MinSize().Width != long.MinSize().Width {
		t.Errorf("%v and %v", short.MinSize(), long.MinSize())
	}
}
