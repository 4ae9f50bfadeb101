package ui_test

import (
	"testing"
	"time"

	"dianqin/assets/words"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
)

// plain is a page for tests; it writes down what the navigator tells it.
type plain struct {
	title string
	body  fyne.CanvasObject
	bare  bool
	log   *[]string
	built int
}

func (p *plain) Title() string    { return p.title }
func (p *plain) Subtitle() string { return "about " + p.title }
func (p *plain) Bare() bool       { return p.bare }
func (p *plain) OnShown()         { p.note("shown") }
func (p *plain) OnHidden()        { p.note("hidden") }

func (p *plain) note(what string) {
	if p.log != nil {
		*p.log = append(*p.log, p.title+" "+what)
	}
}

func (p *plain) Content() fyne.CanvasObject {
	p.built++
	if p.body != nil {
		return p.body
	}
	return ui.NewText("content of "+p.title, ui.Body, ui.ColInk)
}

func places(log *[]string) [5]ui.Place {
	place := func(icon ui.Glyph, key, title string, bare bool) ui.Place {
		return ui.Place{Icon: icon, Word: key, Page: func() ui.Page { return &plain{title: title, bare: bare, log: log} }}
	}
	return [5]ui.Place{
		place(ui.IcToday, "common.done", "today", false), place(ui.IcMap, "common.map", "map", false),
		place(ui.IcScan, "common.scan", "scan", true), place(ui.IcSearch, "common.search", "lookup", false),
		place(ui.IcPerson, "common.more", "me", false),
	}
}

func TestPhoneGoesBackTheWayItCame(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	var log []string
	shell := ui.NewPhoneShell(s.Ctx, places(&log))
	s.See("content of today", "扫码")
	s.Tap("查找")
	s.See("content of lookup")
	s.Ctx.Open(&plain{title: "customer", log: &log})
	s.See("content of customer", "about customer")
	if s.Has("content of lookup") || s.Has("扫码") {
		t.Error("the page below is still to be seen")
	}
	s.TapIcon(ui.IcBack)
	s.See("content of lookup")
	s.Key(mobile.KeyBack)
	s.See("content of today")
	shell.Go(2)
	s.See("content of scan")
	if s.Has("about scan") {
		t.Error("a bare page has a title bar")
	}
	s.Key(fyne.KeyEscape)
	s.See("content of today")
	want := []string{"today shown", "today hidden", "lookup shown", "lookup hidden", "customer shown", "customer hidden",
		"lookup shown", "lookup hidden", "today shown", "today hidden", "scan shown", "scan hidden", "today shown"}
	if len(log) != len(want) {
		t.Fatalf("told %v, wants %v", log, want)
	}
	for i := range want {
		if log[i] != want[i] {
			t.Fatalf("told %v, wants %v", log, want)
		}
	}
}

func TestRootAsksToLeaveOnlyAtTheFirstPlace(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	ui.NewPhoneShell(s.Ctx, places(nil))
	s.Tap("地图")
	if !s.Ctx.Nav.Back() {
		t.Error("Back at the second place does not lead to the first")
	}
	if s.Ctx.Nav.Back() {
		t.Error("Back at the first place goes nowhere and should say so")
	}
}

func TestPushDropsTheFocusAndEscLeavesTheFieldFirst(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	ui.NewPhoneShell(s.Ctx, places(nil))
	form := ui.NewForm().Field(ui.NewField("name", ui.NewEntry("", "hint"), ""))
	s.Ctx.Nav.Push(&plain{title: "form", body: form.Object()})
	s.Type("name", "王")
	s.Key(fyne.KeyEscape)
	s.See("about form")
	if s.Window.Canvas().Focused() != nil {
		t.Fatal("the field keeps the focus")
	}
	s.Type("name", "建国")
	s.Ctx.Nav.Push(&plain{title: "next"})
	if s.Window.Canvas().Focused() != nil {
		t.Fatal("a pushed page leaves the focus below")
	}
	s.Key(mobile.KeyBack)
	s.Key(mobile.KeyBack)
	s.See("content of today")
}

func TestBackLeadsHomeFromAFieldToo(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	ui.NewPhoneShell(s.Ctx, places(nil))
	form := ui.NewForm().Field(ui.NewField("name", ui.NewEntry("", "hint"), ""))
	s.Ctx.Nav.Push(&plain{title: "form", body: form.Object()})
	s.Type("name", "王")
	s.Key(mobile.KeyBack)
	s.See("content of today")
}

func TestLanguageChangesWhileRunning(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	var kept []ui.Settings
	s.Ctx.OnSettings(func(x ui.Settings) { kept = append(kept, x) })
	ui.NewPhoneShell(s.Ctx, places(nil))
	page := &plain{title: "settings"}
	s.Ctx.Nav.Push(page)
	set := s.Ctx.Settings()
	set.Language, set.Mode, set.TextScale = words.EN, ui.Dark, 1.25
	s.Ctx.Apply(set)
	if page.built != 2 {
		t.Errorf("the page in front was built %d times", page.built)
	}
	s.Key(fyne.KeyEscape)
	s.See("Scan", "Map")
	if s.Has("扫码") {
		t.Error("Chinese is left over")
	}
	if len(kept) != 1 || kept[0] != set {
		t.Errorf("told %v", kept)
	}
}

func TestReplaceIsSkippedByBack(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	ui.NewPhoneShell(s.Ctx, places(nil))
	s.Ctx.Nav.Push(&plain{title: "first"})
	s.Ctx.Nav.Replace(&plain{title: "second"})
	s.See("content of second")
	s.Key(fyne.KeyEscape)
	s.See("content of today")
}

func TestToastGoesByItselfAndUndoes(t *testing.T) {
	s := uitest.New(t, uitest.Options{})
	ui.NewPhoneShell(s.Ctx, places(nil))
	s.Ctx.Toast("saved here")
	s.See("saved here")
	s.Check()
	s.Pass(5 * time.Second)
	if s.Has("saved here") {
		t.Error("the line stays")
	}
	undone := false
	s.Ctx.ToastUndo("put away", "undo it", func() { undone = true })
	s.Tap("undo it")
	if !undone || s.Has("put away") {
		t.Errorf("undone %v, line still there %v", undone, s.Has("put away"))
	}
}

func TestCopyPutsTheNumberOnTheClipboard(t *testing.T) {
	s := uitest.New(t, uitest.Options{Language: words.EN})
	ui.NewPhoneShell(s.Ctx, places(nil))
	s.Ctx.Copy("3107 4471")
	s.See("Copied 3107 4471")
	if got := s.App.Clipboard().Content(); got != "3107 4471" {
		t.Errorf("clipboard has %q", got)
	}
}

func TestDeskFoldsItsSideBarAndKeepsItSo(t *testing.T) {
	s := uitest.New(t, uitest.Options{Desk: true})
	p := places(nil)
	shell := ui.NewDeskShell(s.Ctx, p[:], ui.Person{Name: "周海", Role: func() string { return "班长" }, Open: func() { s.Ctx.Open(&plain{title: "me"}) }})
	kept := 0
	s.Ctx.OnSettings(func(now ui.Settings) {
		if now.Narrow {
			kept++
		}
	})
	s.TapIcon(ui.IcSide)
	if s.Has("班长") || s.Has("地图") || kept != 1 {
		t.Errorf("the side bar stays wide, kept %d times", kept)
	}
	s.Check()
	s.TapIcon(ui.IcMap)
	s.See("content of map")
	s.Tap("周")
	s.See("content of me")
	next := s.Ctx.Settings()
	next.Mode = ui.Dark
	s.Ctx.Apply(next)
	if s.Has("班长") {
		t.Error("another look unfolds the side bar")
	}
	s.TapIcon(ui.IcSide)
	s.See("班长", "地图")
	shell.Collapse(true)
	if s.Has("班长") {
		t.Error("it does not fold")
	}
}

func TestDeskOpensDetailsBesideTheList(t *testing.T) {
	s := uitest.New(t, uitest.Options{Desk: true})
	p := places(nil)
	p[3].More = func() string { return "24" }
	ui.NewDeskShell(s.Ctx, p[:], ui.Person{Name: "周海", Role: func() string { return "班长" }})
	s.See("content of today", "24", "周海", "周")
	s.Ctx.Open(&plain{title: "order"})
	s.See("content of today", "content of order")
	s.Check()
	s.Ctx.Pane().Push(&plain{title: "meter"})
	s.See("content of meter")
	s.Key(fyne.KeyEscape)
	s.See("content of order")
	s.Key(fyne.KeyEscape)
	if s.Has("content of order") {
		t.Error("the details stay open")
	}
	s.Ctx.Open(&plain{title: "order"})
	s.Tap("地图")
	s.See("content of map")
	if s.Has("content of order") {
		t.Error("the details of another place stay open")
	}
}

// footed is a form with a main action under it.
type footed struct {
	plain
	action fyne.CanvasObject
}

func (p *footed) Foot() fyne.CanvasObject { return ui.NewActionBar(ui.Grow(p.action)) }

func TestMainActionStandsAboveThePhonesKeyboard(t *testing.T) {
	s := uitest.New(t, uitest.Options{TextScale: 1.5})
	ui.NewPhoneShell(s.Ctx, places(nil))
	form := ui.NewForm()
	for range 9 {
		form.Field(ui.NewField("name", ui.NewEntry("", "hint"), ""))
	}
	p := &footed{plain: plain{title: "form", body: form.Object()}, action: ui.NewAction("", "save", func() {})}
	s.Ctx.Nav.Push(p)
	s.Window.Resize(fyne.NewSize(412, 380)) // what a keyboard leaves
	s.Settle()
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.action).Y
	if bottom := top + p.action.Size().Height; top < 0 || bottom > 380 || p.action.Size().Height < ui.TouchMin {
		t.Errorf("the main action stands from %.0f to %.0f of 380", top, bottom)
	}
}
