// Package viewfinder is the live picture with what it was found to show: the
// verdicts over it, the list of a box ticking itself off below it. It reads and
// judges nothing itself: app/viewing does.
package viewfinder

import (
	"context"
	"sync/atomic"

	"dianqin/app"
	"dianqin/app/seals"
	"dianqin/app/viewing"
	"dianqin/data/model"
	"dianqin/data/model/seal"
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
	a     *app.App
	c     *ui.Context
	view  *viewing.Viewing
	visit seals.Visit
	title string
	lead  Go

	sweep  seal.Sweep
	found  []seals.Finding // newest first, where there is no box
	latest *seals.Finding  // the last one that is not right
	where  string          // the address of the box that it speaks of
	fault  error

	live    *live
	top     *fyne.Container
	below   *fyne.Container
	list    fyne.CanvasObject
	stop    context.CancelFunc
	off     []func()
	pending atomic.Bool // a frame is on its way to the screen
}

// New makes the screen.
func New(a *app.App, c *ui.Context, view *viewing.Viewing, visit seals.Visit, title string, lead Go) *Page {
	return &Page{a: a, c: c, view: view, visit: visit, title: title, lead: lead}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.title }

// Bare implements ui.Bare: the picture fills the window.
func (p *Page) Bare() bool { return true }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.live = newLive()
	p.top = ui.Col(0)
	p.below = ui.Col(10)
	p.list = ui.Scroll(ui.Inset(12, 12, 4, 12, p.below))
	p.paint()
	sheet := ui.NewBlock(ui.Look{Fill: ui.ColSurface, Radius: 20, Flat: [4]bool{false, false, true, true}},
		ui.Frame(nil, p.tools(), nil, nil, p.list))
	return container.New(&halves{}, p.live, ui.Inset(10, 10, 0, 10, p.top), sheet)
}

// OnShown implements ui.Shown: the camera opens.
func (p *Page) OnShown() {
	p.off = append(p.off,
		p.view.Frames.On(p.frame),
		p.view.Findings.On(func(f seals.Finding) { p.c.Do(func() { p.tell(f) }) }),
		p.view.Troubles.On(func(e *model.Error) { p.c.Do(func() { p.c.Toast(show.Line(p.c.Words(), e)) }) }),
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }))
	p.open()
	p.load()
}

// OnHidden implements ui.Hidden: the camera closes.
func (p *Page) OnHidden() {
	for _, f := range p.off {
		f()
	}
	p.off = nil
	p.view.Pause(false)
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// open runs the camera until the page is hidden. It is no work that anything waits for.
func (p *Page) open() {
	ctx, stop := context.WithCancel(context.Background())
	p.stop, p.fault = stop, nil
	go func() {
		if err := p.view.Run(ctx, p.visit); err != nil {
			p.c.Do(func() { p.fault = err; p.paint() })
		}
	}()
}

// frame hands a frame to the screen; one that comes while the last is not shown yet
// is left out.
func (p *Page) frame(f viewing.Frame) {
	if !p.pending.CompareAndSwap(false, true) {
		return
	}
	p.c.Do(func() {
		p.pending.Store(false)
		p.live.set(f)
	})
}

func (p *Page) tell(f seals.Finding) {
	if f.Verdict.Tone != seal.Right {
		p.latest, p.where = &f, ""
		p.locate(f)
	}
	if p.visit.BoxID == "" {
		p.found = append([]seals.Finding{f}, p.found...)
	}
	p.paint()
	p.load()
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
				p.paint()
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

// load reads what the box has been found to hold.
func (p *Page) load() {
	if p.visit.TaskID == "" {
		return
	}
	p.c.Go(func() func() {
		site, err := p.a.Work.Site(context.Background(), p.visit.TaskID)
		return func() {
			if err != nil {
				p.c.Toast(show.Line(p.c.Words(), err))
				return
			}
			p.sweep = site.Sweep
			p.paint()
		}
	})
}

func (p *Page) pause() {
	p.view.Pause(!p.view.Paused())
	p.paint()
}

func (p *Page) again() {
	if p.stop != nil {
		p.stop()
	}
	p.open()
	p.paint()
}
