package ui_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
)

// listed is a list page of three rows of letters, which fails to read them while
// fault is set.
type listed struct {
	ui.Listing
	c      *ui.Context
	fault  error
	text   string
	opened []int
	hidden int
}

func newListed(c *ui.Context) *listed {
	p := &listed{c: c}
	p.Listing = ui.NewListing(c, func() fyne.CanvasObject {
		p.rows()
		return p.NewTable("listed", []ui.Column{{Title: "First", Width: 200}, {Title: "Second"}}, p.Sorted,
			func(row int) { p.opened = append(p.opened, p.Sorted.Source(row)) }, p.rows)
	}, func(err error) ui.Problem {
		return ui.Problem{Happened: err.Error(), Todo: "later", Action: "again", Do: p.reload}
	})
	p.Waiting = "common.loading"
	return p
}

func (p *listed) Title() string { return "listed" }
func (p *listed) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.NewSearch(200, p.text, "find", func(text string) { p.text = text; p.rows() })}
}
func (p *listed) OnShown() { p.UntilHidden(func() { p.hidden++ }) }
func (p *listed) rows()    { p.ShowRows(letters(3), 2, p.text) }
func (p *listed) reload() {
	p.Load(p.Pause(time.Millisecond), func() func() { return func() { p.Loaded(p.fault) } })
}

func showListed(t *testing.T) (*uitest.Stage, *listed) {
	s := uitest.New(t, uitest.Options{Desk: true})
	all := places(nil)
	ui.NewDeskShell(s.Ctx, all[:], ui.Person{Name: "周海", Role: func() string { return "班长" }})
	p := newListed(s.Ctx)
	s.Ctx.Nav.Root(p)
	return s, p
}

func TestAListingSaysWhyItHasNoRows(t *testing.T) {
	s, p := showListed(t)
	s.See(s.Ctx.T("common.loading", nil))
	p.fault = errors.New("no line")
	p.reload()
	s.Settle()
	s.See("no line", "later")
	if p.OnKey(fyne.KeyDown) || p.OnRune('j') {
		t.Error("keys move in a table that is not there")
	}
	p.fault = nil
	s.Tap("again")
	s.See("a0", "a1", "a2")
	if s.Has("no line") {
		t.Error("the fault stays")
	}
}

func TestAListingSearchesSortsAndOpensByKeys(t *testing.T) {
	s, p := showListed(t)
	p.reload()
	s.Settle()
	s.Rune('/')
	if s.Window.Canvas().Focused() != p.Search {
		t.Fatal("/ does not go to the search")
	}
	s.Type("find", "b1")
	if s.Has("a0") || !s.Has("a1") {
		t.Errorf("the search leaves %v", s.Texts())
	}
	s.Type("find", "")
	s.Ctx.Unfocus()
	s.Tap("First")
	s.Tap("First")
	if p.Column != 0 || !p.Down || p.Sorted.Source(0) != 2 {
		t.Errorf("sorted by %d, down %t, row %d first", p.Column, p.Down, p.Sorted.Source(0))
	}
	p.Paint()
	s.Rune('j')
	s.Key(fyne.KeyReturn)
	if !slices.Equal(p.opened, []int{2}) {
		t.Errorf("opened %v after the page was built anew", p.opened)
	}
}

func TestAListingMarksTheOpenRowWhileThereIsAPane(t *testing.T) {
	s, p := showListed(t)
	p.reload()
	s.Settle()
	second := func(row int) bool { return row == 1 }
	p.Mark(second)
	if p.Table.Selected() != -1 {
		t.Error("a row is marked and nothing is open")
	}
	s.Ctx.Open(&plain{title: "details"})
	p.Mark(second)
	if p.Table.Selected() != 1 {
		t.Errorf("row %d is marked", p.Table.Selected())
	}
}

func TestAHiddenListingLetsGo(t *testing.T) {
	s, p := showListed(t)
	p.reload()
	s.Ctx.Nav.Root(&plain{title: "other"})
	s.Settle()
	if p.Read || p.hidden != 1 {
		t.Errorf("read %t, let go %d times", p.Read, p.hidden)
	}
}
