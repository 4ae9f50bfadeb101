// Package viewfinder is the live picture with what it was found to show: an outline
// and a verdict over every code, the list of a box ticking itself off below. It reads
// and judges nothing itself: app/viewing does.
//
//	closed --shown--> opening --a frame--> looking <--> paused
//	   ^                 '--denied, lost, busy--> fault --again, or back in front--> opening
//	   '--hidden, or the app left-- any
package viewfinder

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

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
	ticked map[string]bool // numbers that the list has shown as found; nil before it was read
	fault  error

	can   viewing.Can // what the camera that runs can do
	torch bool
	zoom  float64

	live    *live
	top     *fyne.Container
	below   *fyne.Container
	foot    *fyne.Container
	list    fyne.CanvasObject
	stop    context.CancelFunc // of the run; nil while none is wanted
	retry   func()             // stops the wait for the next try
	off     []func()
	pending atomic.Bool // a frame is on its way to the screen
	dirty   bool        // it is to be painted as soon as what waits before has been told
	reading bool        // the box is being read
	stale   bool        // and will have to be read again
	painted string      // the bar and the tools as they were painted last
}

// New makes the screen.
func New(a *app.App, c *ui.Context, view *viewing.Viewing, visit seals.Visit, title string, lead Go) *Page {
	return &Page{a: a, c: c, view: view, visit: visit, title: title, lead: lead, zoom: 1}
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
	p.off = append(p.off,
		p.view.Opened.On(func(can viewing.Can) { p.c.Do(func() { p.opened(can) }) }),
		p.view.Frames.On(p.frame),
		p.view.Seen.On(func(s viewing.Seen) { p.c.Do(func() { p.live.mark(s.Marks) }) }),
		p.view.Findings.On(func(f seals.Finding) { p.c.Do(func() { p.tell(f) }) }),
		p.view.Troubles.On(func(e *model.Error) { p.c.Do(func() { p.c.Toast(show.Line(p.c.Words(), e)) }) }),
		p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }),
		p.a.Front.On(func(on bool) { p.c.Do(func() { p.front(on) }) }))
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
	p.close()
}

// front follows the app out of sight and back: the camera is others' meanwhile.
func (p *Page) front(on bool) {
	if !on {
		p.close()
		return
	}
	if p.stop == nil || p.fault != nil {
		p.again()
	}
}

// open runs the camera until close. It is no work that anything waits for.
func (p *Page) open() {
	ctx, stop := context.WithCancel(context.Background())
	p.stop, p.fault = stop, nil
	go func() {
		if err := p.view.Run(ctx, p.visit); err != nil {
			p.c.Do(func() {
				if ctx.Err() == nil {
					p.fail(err)
				}
			})
		}
	}()
}

func (p *Page) close() {
	if p.retry != nil {
		p.retry()
		p.retry = nil
	}
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	p.can, p.torch, p.zoom = viewing.Can{}, false, 1
}

// again closes the camera and opens it.
func (p *Page) again() {
	p.close()
	p.open()
	p.paint()
}

// opened says what the camera can do, as it begins to run.
func (p *Page) opened(can viewing.Can) {
	p.can, p.torch, p.zoom, p.fault = can, false, 1, nil
	p.equip()
	p.paint()
}

// equip lets the picture take what the camera can do with it.
func (p *Page) equip() {
	p.live.aim, p.live.wheel = nil, nil
	if p.can.Focus {
		p.live.aim = p.aim
	}
	if p.can.Zoom > 1 {
		p.live.wheel = p.wheel
	}
}

// another is when a camera that was lost or in use is tried again by itself.
const another = 3 * time.Second

// fail shows why the camera ended. What may mend itself is tried again.
func (p *Page) fail(err error) {
	p.fault, p.can = err, viewing.Can{}
	p.live.blank()
	if code := show.Code(err); code == "camera.lost" || code == "camera.busy" {
		p.retry = p.c.After(another, p.again)
	}
	p.paint()
}

// frame hands a frame to the screen; one that comes while the last is not shown yet
// is left out.
func (p *Page) frame(f viewing.Frame) {
	if !p.pending.CompareAndSwap(false, true) {
		f.Free()
		return
	}
	p.c.Do(func() {
		p.pending.Store(false)
		p.live.show(f)
	})
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
