// Package syncstate is how syncing stands in full: what this device made and what of
// it the server holds, what waits and how long already, what went wrong in words,
// and what a person has to look at because the server did not take it as it came.
package syncstate

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dianqin/app"
	"dianqin/app/syncing"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Conflict func(opID string) ui.Page // a change that met another's
	Seal     func(number string)
	Task     func(id string)
}

// Page is the screen.
type Page struct {
	ui.PageBody
	show.Acts
	a    *app.App
	c    *ui.Context
	lead Go

	details syncing.Details
	items   []syncing.Item
}

// New makes the screen.
func New(a *app.App, c *ui.Context, lead Go) *Page {
	p := &Page{a: a, c: c, lead: lead}
	p.Acts = show.NewActs(c, p.load)
	p.PageBody = show.NewBody(c, p, p.parts, p.load)
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("sync.title", nil) }

// Foot implements ui.Footed.
func (p *Page) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcSync, p.c.T("common.sync.now", nil), p.a.Sync.Wake)))
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(
		p.a.Sync.Changed.On(func(syncing.State) { p.c.Do(p.load) }),
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.load()
}

func (p *Page) load() {
	p.Load(0, func() func() {
		details, err := p.a.Sync.Details(context.Background())
		items, err2 := p.a.Sync.Items(context.Background())
		if err == nil {
			err = err2
		}
		return func() {
			p.details, p.items = details, items
			p.Loaded(err)
		}
	})
}

func (p *Page) parts() []fyne.CanvasObject {
	parts := append([]fyne.CanvasObject{p.now()}, p.notices()...)
	parts = append(parts, p.disputes()...)
	parts = append(parts, ui.NewSectionTitle(p.c.T("sync.both", nil)), p.both())
	parts = append(parts, p.waiting("sync.operations", p.details.Operations, p.details.State.Pending)...)
	parts = append(parts, p.uploads()...)
	return append(parts, p.lanes()...)
}

// now is the state in words: whether all is well, since when, when it tries again.
func (p *Page) now() fyne.CanvasObject {
	w, s := p.c.Words(), p.details.State
	line := show.Sync(w, s, p.c.Now())
	parts := []fyne.CanvasObject{ui.Row(12, ui.NewIcon(line.Icon, 28, line.Tone.OnWash()),
		ui.Grow(ui.Col(0, ui.NewText(line.Word, ui.BodyBold, line.Tone.OnWash()).Wrap(), ui.NewText(show.Since(w, s, p.c.Now()), ui.Small, ui.ColMuted).Wrap())))}
	if s.Running && s.Of > 0 {
		parts = append(parts, ui.NewLoading(p.c.T("sync.snapshot", nil), show.Came(w, s), s.Share()))
	}
	if s.LastErr != nil && !p.ofFile(s.LastErr) {
		problem := show.Error(w, s.LastErr, s.Pending+s.Files > 0)
		if quarantined(s.LastErr) {
			problem.Kept = p.c.T("sync.quarantine", nil)
		}
		if strings.HasPrefix(show.Code(s.LastErr), "auth.") { // the way in leads through the way out
			problem.Todo = p.c.T("sync.signin", nil)
		}
		parts = append(parts, ui.NewProblem(problem))
	}
	return ui.Card(ui.Col(12, parts...))
}

// both sets side by side what the device says and what the server has.
func (p *Page) both() fyne.CanvasObject {
	c, w, d := p.c, p.c.Words(), p.details
	head := triple(c.T("sync.what", nil), c.T("sync.device", nil), c.T("sync.server", nil), ui.CaptionBold, ui.ColMuted, ui.ColMuted)
	line := func(key string, made, held int64, more ...string) fyne.CanvasObject {
		ink := ui.ToneRight.OnWash()
		if held < made {
			ink = ui.ToneLook.OnWash()
		}
		row := triple(c.T(key, nil), w.Count(int(made)), w.Count(int(held)), ui.SmallBold, ui.ColInk, ink)
		if len(more) == 0 {
			return row
		}
		return ui.Col(0, row, ui.Inset(0, 14, 8, 14, ui.NewText(more[0], ui.Caption, ui.ColMuted).Wrap()))
	}
	sizes := c.T("sync.bytes", map[string]any{"made": w.Bytes(d.Files.MadeBytes), "held": w.Bytes(d.Files.ConfirmedBytes)})
	return ui.Group(head,
		line("sync.records", d.State.MadeSeq, d.State.HeldSeq, c.T("sync.records.how", nil)),
		line("sync.files", int64(d.Files.Made), int64(d.Files.Confirmed), sizes+" · "+c.T("sync.files.how", nil)))
}

// triple is a row of a word and two values under each other.
func triple(word, one, two string, role ui.Role, ink, second fyne.ThemeColorName) fyne.CanvasObject {
	return ui.Pad(9, 14, ui.Cells(ui.Gap, ui.NewText(word, ui.Small, ui.ColMuted).Wrap(),
		ui.NewText(one, role, ink).Clip().End(), ui.NewText(two, role, second).Clip().End()))
}

// shownWaiting is how many waiting things are listed.
const shownWaiting = 12

// waiting lists what the server does not have yet, the oldest first.
func (p *Page) waiting(key string, all []syncing.Waiting, count int) []fyne.CanvasObject {
	if count == 0 {
		return nil
	}
	w := p.c.Words()
	var rows []fyne.CanvasObject
	for i, x := range all {
		if i == shownWaiting {
			rows = append(rows, ui.Pad(10, 14, ui.NewText(p.c.N("sync.more", count-i, nil), ui.Small, ui.ColMuted)))
			break
		}
		rows = append(rows, ui.Pad(9, 14, ui.Row(12, ui.NewIcon(ui.IcPen, 20, ui.ColMuted), ui.Grow(ui.NewText(p.operation(x.Kind), ui.Small, ui.ColInk).Clip()),
			ui.NewText(w.Ago(x.At.Time(), p.c.Now())+" · "+w.Bytes(x.Bytes), ui.Caption, ui.ColMuted))))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T(key, nil), ui.NewText(strconv.Itoa(count), ui.BodyBold, ui.ToneLook.OnWash())), ui.Group(rows...)}
}

// operation names a kind of operation.
func (p *Page) operation(kind string) string {
	if key := "sync.op." + kind; p.c.Words().Has(key) {
		return p.c.T(key, nil)
	}
	return kind
}

// lanes are the parts of the data that are here, and how old they are.
func (p *Page) lanes() []fyne.CanvasObject {
	if len(p.details.Lanes) == 0 {
		return nil
	}
	c, w := p.c, p.c.Words()
	age := w.Ago(p.details.State.LastOK, c.Now())
	var rows []fyne.CanvasObject
	known := []string{"org", "station", "cases", "user"}
	for _, l := range p.details.Lanes {
		name := l.Family
		if slices.Contains(known, l.Family) {
			name = c.T("sync.lane."+l.Family, map[string]any{"station": l.Name})
		}
		rows = append(rows, ui.Pad(9, 14, ui.Row(12, ui.Grow(ui.NewText(name, ui.Small, ui.ColInk).Clip()), ui.NewText(age, ui.Small, ui.ColMuted))))
	}
	rows = append(rows, ui.NewKeyText(c.T("sync.disk", nil), w.Bytes(p.details.DiskBytes)))
	if s := p.details.State.Server; s != "" {
		rows = append(rows, ui.NewKeyText(c.T("sync.address", nil), s))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(c.T("sync.data", nil)), ui.Group(rows...)}
}
