package ui_test

import (
	"errors"
	"testing"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
)

// told is a page of one column that says how often it was read, and fails to while
// fault is set.
type told struct {
	ui.PageBody
	c      *ui.Context
	fault  error
	times  int
	hidden int
}

func newTold(c *ui.Context) *told {
	p := &told{c: c}
	p.PageBody = ui.NewPageBody(c, p, func() []fyne.CanvasObject {
		return []fyne.CanvasObject{ui.NewText("the part", ui.Body, ui.ColInk)}
	}, func(err error) ui.Problem {
		return ui.Problem{Happened: err.Error(), Action: "again", Do: p.load}
	})
	return p
}

func (p *told) Title() string {
	if !p.Known() {
		return "nothing yet"
	}
	return "known"
}

func (p *told) OnShown() {
	p.UntilHidden(func() { p.hidden++ })
	p.load()
}

func (p *told) load() {
	p.Load(0, func() func() { return func() { p.times++; p.Loaded(p.fault) } })
}

func showTold(t *testing.T, change func(*told)) (*uitest.Stage, *told) {
	s := uitest.New(t, uitest.Options{})
	ui.NewPhoneShell(s.Ctx, places(nil))
	p := newTold(s.Ctx)
	change(p)
	s.Ctx.Nav.Push(p)
	return s, p
}

func TestAPageSaysWhyNothingWasReadAndReadsAgain(t *testing.T) {
	s, p := showTold(t, func(p *told) { p.fault = errors.New("no line") })
	s.See("nothing yet")
	if s.Has("the part") {
		t.Error("shows what was not read yet")
	}
	s.Settle()
	s.See("no line", "nothing yet")
	if s.Has("the part") {
		t.Error("shows what could not be read")
	}
	p.fault = nil
	s.Tap("again")
	s.See("the part", "known")
	if s.Has("no line") {
		t.Error("the fault stays")
	}
}

func TestAnEarlyPageShowsItsPartsAtOnceAndUnderAFault(t *testing.T) {
	s, _ := showTold(t, func(p *told) { p.Early, p.fault = true, errors.New("no line") })
	s.See("the part")
	s.Settle()
	s.See("the part", "no line")
}

func TestAHiddenPageStopsListeningAndDropsWhatItReads(t *testing.T) {
	s, p := showTold(t, func(*told) {})
	if !p.InFront() {
		t.Error("the page does not listen")
	}
	s.Ctx.Back()
	s.Settle()
	if p.hidden != 1 || p.InFront() || p.times != 0 {
		t.Errorf("let go %d times, listens %t, read %d times", p.hidden, p.InFront(), p.times)
	}
}
