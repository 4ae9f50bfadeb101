// Package viewfinder is the live picture with what it was found to show: an outline
// and a verdict over every code, the list of a box ticking itself off below. It reads
// and judges nothing itself: app/viewing does.
//
//	opening --running--> looking <--> paused
//	   '--> fault: see lens
package viewfinder

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/app/seals"
	"dianqin/app/viewing"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/screens/lens"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Go is where the screen leads.
type Go struct {
	Seal func(v seals.Visit, number, place string, verdict *seal.Verdict)
	Else func(kind model.Kind, number string) // a meter or a box that was looked up
}

// Page is the screen. A visit without a box only looks numbers up.
type Page struct {
	ui.WhileShown
	a     *app.App
	c     *ui.Context
	view  *viewing.Viewing
	lens  *lens.Lens
	visit seals.Visit
	title string
	lead  Go

	sweep  seal.Sweep
	found  []seals.Finding // newest first, where there is no box
	latest *seals.Finding  // the last one that is not right
	where  string          // the address of the box that it speaks of
	ticked map[string]bool // numbers that the list has shown as found; nil before it was read

	live    *live
	top     *fyne.Container
	below   *fyne.Container
	foot    *fyne.Container
	list    fyne.CanvasObject
	dirty   bool   // it is to be painted as soon as what waits before has been told
	reading bool   // the box is being read
	stale   bool   // and will have to be read again
	painted string // the bar and the tools as they were painted last
}

// New makes the screen.
func New(a *app.App, c *ui.Context, view *viewing.Viewing, visit seals.Visit, title string, lead Go) *Page {
	p := &Page{a: a, c: c, view: view, visit: visit, title: title, lead: lead}
	p.lens = lens.New(c, view, func(ctx context.Context) error { return view.Run(ctx, visit) }, p.changed)
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.title }

// Bare implements ui.Bare: the picture fills the window.
func (p *Page) Bare() bool { return true }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.top = ui.Col(0)
	bar := ui.Inset(10, 10, 0, 10, p.top)
	p.live = newLive(func(t seal.Tone) string { return p.c.T("scan.tone."+toneKey(t), nil) }, p.view.Fit,
		func() (float32, float32) { return bar.MinSize().Height, behind })
	p.equip()
	p.below, p.foot = ui.Col(10), ui.Col(0)
	p.list = ui.Scroll(ui.Inset(12, 12, 4, 12, p.below))
	p.paint()
	sheet := ui.NewBlock(ui.Look{Fill: ui.ColSurface, Radius: 20, Flat: [4]bool{false, false, true, true}},
		ui.Frame(nil, p.foot, nil, nil, p.list))
	return container.New(&halves{}, p.live, bar, sheet)
}

// OnShown implements ui.Shown: the camera opens.
func (p *Page) OnShown() {
	p.UntilHidden(
		p.view.Seen.On(func(s viewing.Seen) { p.c.Do(func() { p.live.mark(s.Marks) }) }),
		p.view.Findings.On(func(f seals.Finding) { p.c.Do(func() { p.tell(f) }) }),
		p.view.Troubles.On(func(e *model.Error) { p.c.Do(func() { p.c.Toast(show.Line(p.c.Words(), e)) }) }),
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.lens.OnShown(p.a, p.live.show)
	p.load()
}

// OnHidden implements ui.Hidden: the camera closes.
func (p *Page) OnHidden() {
	p.WhileShown.OnHidden()
	p.lens.OnHidden()
	p.view.Pause(false)
}

// changed shows how the camera stands.
func (p *Page) changed() {
	if p.lens.State().Fault != nil {
		p.live.blank()
	}
	p.equip()
	p.paint()
}

// equip lets the picture take what the camera can do with it.
func (p *Page) equip() {
	p.live.aim, p.live.wheel = nil, nil
	if p.lens.State().Can.Focus {
		p.live.aim = p.lens.Aim
	}
	if p.lens.State().Can.Zoom > 1 {
		p.live.wheel = p.lens.Wheel
	}
}

func (p *Page) tell(f seals.Finding) {
	if f.Verdict.Tone != seal.Right {
		p.latest, p.where = &f, ""
		p.locate(f)
		p.soon()
	}
	if p.visit.BoxID == "" {
		p.found = slices.Insert(p.found, 0, f)
		p.soon()
	} // a box's list follows what is recorded
}

// soon paints once for all that is told at a time.
func (p *Page) soon() {
	if !p.dirty {
		p.dirty = true
		p.c.Do(func() { p.dirty = false; p.paint() })
	}
}

// locate finds the address of the box that a finding speaks of.
func (p *Page) locate(f seals.Finding) {
	id, _ := f.Verdict.Reason.Args["box"].(string)
	if id == "" {
		return
	}
	p.c.Go(func() func() {
		box, ok, err := p.a.Lookup.Box(context.Background(), id)
		return func() {
			if err == nil && ok && p.latest != nil && p.latest.Number == f.Number {
				p.where = box.Address
				p.soon()
			}
		}
	})
}

func (p *Page) name(kind model.Kind, _ string) string {
	if kind == model.KindBox {
		return p.where
	}
	return ""
}

// load reads what the box has been found to hold, once for all that changed meanwhile.
func (p *Page) load() {
	if p.visit.TaskID == "" {
		return
	}
	if p.reading {
		p.stale = true
		return
	}
	p.reading, p.stale = true, false
	p.c.Go(func() func() {
		site, err := p.a.Work.Site(context.Background(), p.visit.TaskID)
		return func() { p.loaded(site.Sweep, err) }
	})
}

func (p *Page) loaded(found seal.Sweep, err error) {
	p.reading = false
	if p.stale {
		p.load()
	}
	if err != nil {
		p.c.Toast(show.Line(p.c.Words(), err))
		return
	}
	p.sweep = found
	if p.ticked == nil { // what was found before does not move
		p.ticked = map[string]bool{}
		p.tick()
	}
	p.soon()
}
