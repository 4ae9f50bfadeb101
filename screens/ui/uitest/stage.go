// Package uitest drives screens without a display: a window of a phone or a
// desktop, presses and typing as a person does them, what is to be read on the
// screen, pictures of it, and a check of the layout. It is for tests and for
// the program that takes the screenshots; it never talks to a server.
package uitest

import (
	"testing"
	"time"

	"dianqin/assets/words"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// The sizes that every screen is made for, in dp.
var (
	phoneSize = fyne.NewSize(412, 892)
	deskSize  = fyne.NewSize(1280, 800)
)

// Scale is how many pixels a picture has to a dp where the options say nothing else.
const Scale float32 = 2

// Now is what the clock of a stage says: 18 March 2026, 10:35 in China.
func Now() time.Time { return time.Date(2026, 3, 18, 2, 35, 0, 0, time.UTC) }

// Options say what the window is like; the zero value is a phone, in Chinese,
// light, with normal text.
type Options struct {
	Desk      bool
	Language  words.Language
	Mode      ui.Mode
	TextScale float32
	Now       func() time.Time // Now if nil
	Scale     float32          // pixels to a dp; Scale if 0
	Size      fyne.Size        // of the window in dp; the shell's own if zero
}

// Stage is a window with a context, for one test.
type Stage struct {
	T      testing.TB
	App    fyne.App
	Window fyne.Window
	Ctx    *ui.Context
	Data   func(w string) bool // whether a word comes from the records; set, the words' language is checked
}

// New opens a stage. When the test ends it fails for every word that was asked
// for and is not there.
func New(t testing.TB, o Options) *Stage {
	t.Helper()
	app := test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	// The scale goes in before the content: an icon is rendered when its image
	// is first refreshed, at the scale that the canvas then has.
	scale := o.Scale
	if scale == 0 {
		scale = Scale
	}
	if c, ok := w.Canvas().(test.WindowlessCanvas); ok {
		c.SetScale(scale)
	}
	size := phoneSize
	if o.Desk {
		size = deskSize
	}
	if !o.Size.IsZero() {
		size = o.Size
	}
	w.Resize(size)
	now := o.Now
	if now == nil {
		now = Now
	}
	s := &Stage{T: t, App: app, Window: w, Ctx: ui.NewContext(app, w, ui.Options{
		Settings: ui.Settings{Language: o.Language, Mode: o.Mode, TextScale: o.TextScale},
		Phone:    !o.Desk, Now: now, Bridge: ui.NewHeldBridge(),
	})}
	t.Cleanup(func() {
		if missing := s.Ctx.Words().Missing(); len(missing) > 0 {
			t.Errorf("words that are not there: %v", missing)
		}
	})
	return s
}

// Show puts one thing into the whole window, without a shell.
func (s *Stage) Show(o fyne.CanvasObject) {
	s.T.Helper()
	size := s.Window.Canvas().Size()
	s.Window.SetContent(ui.Narrow(o))
	s.Window.Resize(size)
	s.Settle()
}

// Settle waits until everything that screens set going has ended.
func (s *Stage) Settle() {
	s.T.Helper()
	if !s.Ctx.Wait() {
		s.T.Fatal("the work behind the screen does not end")
	}
}

// Pass lets time pass for what waits for it, such as the line at the bottom.
func (s *Stage) Pass(d time.Duration) {
	s.T.Helper()
	if !s.Ctx.Tick(d) {
		s.T.Fatal("the work behind the screen does not end")
	}
}

// Variant is one way of looking at a screen, with a name for its picture.
type Variant struct {
	Name string
	Options
}

// Variants are the looks in which every screen must hold: both languages, three
// modes, large text.
func Variants(desk bool) []Variant {
	v := []Variant{
		{"zh-light", Options{}},
		{"en-light", Options{Language: words.EN}},
		{"zh-dark", Options{Mode: ui.Dark}},
		{"en-sunlight", Options{Language: words.EN, Mode: ui.Sunlight}},
		{"zh-large", Options{TextScale: 1.5}},
		{"en-large", Options{Language: words.EN, TextScale: 1.25}},
	}
	for i := range v {
		v[i].Desk = desk
	}
	return v
}
