package uitest

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"dianqin/assets/words"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// at puts an object where a test wants it, in a layout that lays out nothing.
func at(x, y, w, h float32, o fyne.CanvasObject) fyne.CanvasObject {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	return o
}

func word(s string) *canvas.Text { return canvas.NewText(s, nil) }

// TestEveryFaultIsFound builds each fault once: the check must be able to fail.
func TestEveryFaultIsFound(t *testing.T) {
	for part, faulty := range map[string]func() fyne.CanvasObject{
		"wants 48": func() fyne.CanvasObject { return at(20, 20, 30, 30, ui.NewTap(ui.Look{}, ui.Space(1, 1), nil)) },
		"its box":  func() fyne.CanvasObject { return at(20, 20, 30, 30, word("much longer than that")) },
		"no room":  func() fyne.CanvasObject { return at(20, 20, 2, 30, ui.NewText("word", ui.Body, ui.ColInk).Clip()) },
		"outside":  func() fyne.CanvasObject { return at(390, 20, 200, 30, word("half out of the window")) },
		"is shortened": func() fyne.CanvasObject {
			return at(20, 20, 40, 30, ui.NewText("nobody allowed this", ui.Body, ui.ColInk))
		},
		"of height": func() fyne.CanvasObject { return at(20, 20, 200, 8, ui.NewText("flat", ui.Body, ui.ColInk)) },
		"number 3101": func() fyne.CanvasObject {
			return at(20, 20, 30, 30, ui.NewGroupedNumber("3101 07 0000", ui.Small, ui.Title, ui.ColInk))
		},
		"lacks a word": func() fyne.CanvasObject { return at(20, 20, 300, 30, word("[[nowhere.title]]")) },
		"lacks a wo":   func() fyne.CanvasObject { return at(20, 20, 300, 30, word("a \ufffd b")) },
		`stands on "lo`: func() fyne.CanvasObject {
			return container.NewWithoutLayout(at(20, 20, 100, 30, word("lower")), at(30, 22, 100, 30, word("upper")))
		},
		"contrast of 1": func() fyne.CanvasObject { return at(20, 20, 100, 30, ui.NewText("too pale", ui.Body, ui.ColLine)) },
		"*ui.Icon at":   func() fyne.CanvasObject { return at(20, 20, 24, 24, ui.NewIcon(ui.IcScan, 24, ui.ColTrack)) },
		`"on its own ground" has a contrast`: func() fyne.CanvasObject {
			return at(20, 20, 200, 48, ui.NewBlock(ui.Look{Fill: ui.ColPrimary}, ui.NewText("on its own ground", ui.Body, ui.ColPrimary)))
		},
		`"on a photograph" has a contrast`: func() fyne.CanvasObject {
			photo := canvas.NewImageFromImage(image.NewGray(image.Rect(0, 0, 4, 4)))
			return container.NewWithoutLayout(at(0, 0, 400, 400, photo), at(20, 20, 200, 30, ui.NewText("on a photograph", ui.Body, ui.ColOnScrim)))
		},
		`only "张江…" is left`: func() fyne.CanvasObject {
			return at(20, 20, 50, 30, ui.NewText("张江路 88 弄 5 号", ui.Body, ui.ColInk).Clip())
		},
		"leaves the box": func() fyne.CanvasObject {
			return at(20, 20, 100, 48, ui.NewBlock(ui.Look{Fill: ui.ColSurface}, container.NewWithoutLayout(at(60, 30, 80, 30, ui.NewText("sticks out", ui.Body, ui.ColInk)))))
		},
		`"Nobody" is not translated`: func() fyne.CanvasObject { return at(20, 20, 200, 30, ui.NewText("Nobody 来过", ui.Body, ui.ColInk)) },
	} {
		s := New(t, Options{})
		s.Data = func(w string) bool { return w == "Zhang" }
		s.Show(container.NewWithoutLayout(faulty()))
		faults := s.Faults()
		if !strings.Contains(strings.Join(faults, "\n"), part) {
			t.Errorf("%q is not found: %q", part, faults)
		}
	}
}

// TestEveryFaultOfALookIsFound is the same for what is wrong in one look only.
func TestEveryFaultOfALookIsFound(t *testing.T) {
	grey := func() fyne.CanvasObject {
		o := canvas.NewText("grey in the sun", color.Gray{0x60})
		return at(20, 20, 200, 30, o)
	}
	s := New(t, Options{Mode: ui.Sunlight})
	s.Show(container.NewWithoutLayout(grey()))
	if faults := strings.Join(s.Faults(), "\n"); !strings.Contains(faults, "wants 7.0") {
		t.Errorf("grey text in sunlight is not found: %s", faults)
	}
	s = New(t, Options{})
	s.Show(container.NewWithoutLayout(grey()))
	s.Check() // 6 to 1 is enough in a room
	s = New(t, Options{Language: words.EN})
	s.Data = func(w string) bool { return w == "王建国" }
	s.Show(container.NewWithoutLayout(at(20, 20, 300, 30, ui.NewText("王建国 · 未派", ui.Body, ui.ColInk))))
	faults := strings.Join(s.Faults(), "\n")
	if !strings.Contains(faults, `"未派" is not translated`) || strings.Contains(faults, `"王建国" is not translated`) {
		t.Errorf("what is not translated: %s", faults)
	}
}

func TestTextOnAFilmOverAPictureIsReadableByTheFilm(t *testing.T) {
	s := New(t, Options{})
	photo := canvas.NewImageFromImage(image.NewGray(image.Rect(0, 0, 4, 4)))
	s.Show(container.NewWithoutLayout(at(0, 0, 400, 400, photo),
		at(20, 20, 200, 48, ui.NewBlock(ui.Look{Fill: ui.ColScrim}, ui.NewText("over a film", ui.Body, ui.ColOnScrim)))))
	s.Check()
}

func TestNothingIsWrongWithASoundScreen(t *testing.T) {
	s := New(t, Options{})
	s.Show(ui.Screen(ui.NewAppBar("title", "about", func() {}), ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcScan, "go", func() {}))),
		ui.Scroll(ui.Col(8, ui.Space(10, 2000), ui.NewText("far below", ui.Body, ui.ColInk)))))
	s.Check()
}

func TestTapScrollsToWhatIsOutOfSight(t *testing.T) {
	s := New(t, Options{})
	pressed := 0
	s.Show(ui.Scroll(ui.Col(8, ui.Space(10, 3000), ui.NewTonal("", "far below", func() { pressed++ }), ui.Space(10, 3000))))
	s.Tap("far below")
	if pressed != 1 {
		t.Errorf("pressed %d times", pressed)
	}
}

func TestTapHitsWhatLiesOnTop(t *testing.T) {
	s := New(t, Options{})
	hit := ""
	s.Show(container.NewStack(ui.NewTap(ui.Look{}, ui.Middle(ui.NewText("below", ui.Body, ui.ColInk)), func() { hit = "below" }),
		ui.NewTap(ui.Look{Fill: ui.ColSurface}, ui.Space(1, 1), func() { hit = "top" })))
	s.Tap("below")
	if hit != "top" {
		t.Errorf("hit %q", hit)
	}
}

func TestTypeReplacesWhatStandsInTheField(t *testing.T) {
	s := New(t, Options{})
	form := ui.NewForm().Field(ui.NewField("姓名", ui.NewEntry("旧", ""), "")).Field(ui.NewField("电话", ui.NewNumberEntry("", "138", ""), ""))
	s.Show(form.Object())
	s.Type("姓名", "王建国")
	s.Type("138", "13800138000")
	if a, b := s.Field("姓名").Text, s.Field("电话").Text; a != "王建国" || b != "13800138000" {
		t.Errorf("has %q and %q", a, b)
	}
}

func TestTextsAreWholeEvenWhereTheyAreShortened(t *testing.T) {
	s := New(t, Options{})
	long := strings.Repeat("很长的名字", 30)
	s.Show(ui.NewText(long, ui.Body, ui.ColInk).Clip())
	s.See(long)
	if s.Find("没有") != nil {
		t.Error("finds what is not there")
	}
}

func TestPictureHasTwoPixelsToADp(t *testing.T) {
	s := New(t, Options{Desk: true})
	s.Show(ui.NewText("x", ui.Body, ui.ColInk))
	if b := s.Picture().Bounds(); b.Dx() != 2560 || b.Dy() != 1600 {
		t.Errorf("the picture is %v", b)
	}
}
