package ui_test

import (
	"image"
	"testing"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
)

// next moves the focus as the Tab key does.
func next(t *testing.T, s *uitest.Stage) fyne.Focusable {
	t.Helper()
	c, ok := s.Window.Canvas().(interface{ FocusNext() })
	if !ok {
		t.Fatal("the canvas has no Tab key")
	}
	c.FocusNext()
	return s.Window.Canvas().Focused()
}

func TestTabReachesEverythingThatCanBePressedAndShowsWhere(t *testing.T) {
	for _, mode := range []ui.Mode{ui.Light, ui.Dark, ui.Sunlight} {
		s := uitest.New(t, uitest.Options{Mode: mode, Scale: 1})
		var buttons []fyne.Focusable
		button := func(b *ui.Tap) fyne.CanvasObject { buttons = append(buttons, b); return b }
		s.Show(ui.Scroll(ui.Inset(12, 12, 12, 12, ui.Col(12,
			button(ui.NewAction(ui.IcScan, "go", nothing)), button(ui.NewTonal("", "second", nothing)),
			button(ui.NewPlain("", "third", nothing)), button(ui.NewIconButton(ui.IcBack, ui.ColInk, nothing)),
			button(ui.NewChip(ui.Chip{Word: "chip", On: true}, nothing)), button(ui.NewToneAction("", "stop", ui.ToneWrong, nothing))))))
		before := s.Picture()
		for _, b := range buttons {
			if got := next(t, s); got != b {
				t.Fatalf("the focus goes to %T", got)
			}
			if n := changed(before, s.Picture()); n < 100 {
				t.Errorf("mode %d: only %d pixels show where the focus is", mode, n)
			}
		}
		s.Ctx.Unfocus()
		if n := changed(before, s.Picture()); n != 0 {
			t.Errorf("mode %d: %d pixels of a ring stay", mode, n)
		}
	}
}

// changed counts pixels that stand out from what they were.
func changed(a, b image.Image) (n int) {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			far := func(p, q uint32) bool { return max(p, q)-min(p, q) > 0x4000 }
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}

func TestTheFocusedButtonIsPressedByItsKeysAndLetsTheOthersThrough(t *testing.T) {
	s := uitest.New(t, uitest.Options{Desk: true})
	pressed := 0
	page := &keyedPage{sample: sample{title: "t", body: ui.NewTonal("", "press", func() { pressed++ })}}
	p := samplePlaces(s.Ctx)
	p[0].Page = func() ui.Page { return page }
	ui.NewDeskShell(s.Ctx, p[:1], ui.Person{Name: "周海", Role: func() string { return "" }})
	for range 20 {
		if b, ok := next(t, s).(*ui.Tap); ok && b == page.body {
			break
		}
	}
	s.Key(fyne.KeyReturn)
	s.Key(fyne.KeySpace)
	s.Rune(' ')
	s.Rune('j')
	s.Key(fyne.KeyDown)
	if pressed != 2 || page.runes != "j" || page.keys != 1 {
		t.Errorf("pressed %d times; the page got %q and %d keys", pressed, page.runes, page.keys)
	}
}

func TestAPointerLeavesNoRing(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	s.Show(ui.Middle(ui.NewTonal("", "press", nothing)))
	next(t, s)
	s.Tap("press")
	if f := s.Window.Canvas().Focused(); f != nil {
		t.Errorf("%T keeps the focus", f)
	}
}

func TestTheFocusScrollsIntoSight(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	low := ui.NewTonal("", "far below", nothing)
	s.Show(ui.Scroll(ui.Col(8, ui.NewTonal("", "top", nothing), ui.Space(10, 3000), ui.Card(low))))
	next(t, s)
	if f := next(t, s); f != low {
		t.Fatalf("the focus is at %T", f)
	}
	if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(low).Y; y < 0 || y+low.Size().Height > s.Window.Canvas().Size().Height {
		t.Errorf("it stands at %.0f", y)
	}
	next(t, s)
	if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.Find("top")).Y; y < 0 {
		t.Errorf("the first one stands at %.0f", y)
	}
}

type keyedPage struct {
	sample
	runes string
	keys  int
}

func (p *keyedPage) OnKey(fyne.KeyName) bool { p.keys++; return true }
func (p *keyedPage) OnRune(r rune) bool      { p.runes += string(r); return true }
