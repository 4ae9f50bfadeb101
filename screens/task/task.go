// Package task is the screen of one task on site: who and where, the expected
// seals as they tick themselves off, the sheet, who is there, and what is still
// lacking. Everything that is filled in is kept at every change.
package task

import (
	"context"
	"errors"
	"slices"

	"dianqin/app"
	"dianqin/app/atlas"
	"dianqin/app/evidence"
	"dianqin/app/seals"
	appwork "dianqin/app/work"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Go is where the screen leads.
type Go struct {
	Scan  func(v seals.Visit, title string)
	Seal  func(v seals.Visit, number, place string, verdict *seal.Verdict)
	Shoot func(s evidence.Subject, then func()) // takes a picture

	Pictures func([]evidence.Item) fyne.CanvasObject // rows of pictures
	Way      func(to geo.Point, name string)         // the way there
	Track    func(work.Task)                         // where somebody looked who did not find it, on the map
}

// Page is the screen.
type Page struct {
	ui.PageBody
	show.Acts
	a    *app.App
	c    *ui.Context
	lead Go
	id   string

	site appwork.Site
	pics []evidence.Item // of the task, oldest first
	ways []evidence.Item // pictures of the way to the place, of every visit, newest first
	gone evidence.Absent // those of them that are not here
	near atlas.Nearness  // how far the place is
	look func()          // ends the noting of where the person goes; nil: it is not noted

	notes           map[string]*ui.Entry // of the sheet, by item: a field that is typed into is not made anew
	saving, unsaved bool                 // the draft is on its way to the disk; it has changed since

}

// New makes the screen of a task.
func New(a *app.App, c *ui.Context, taskID string, lead Go) *Page {
	p := &Page{a: a, c: c, id: taskID, lead: lead, notes: map[string]*ui.Entry{}}
	p.Acts = show.NewActs(c, p.load)
	p.PageBody = show.NewBody(c, p, p.parts, p.load)
	return p
}

// Title implements ui.Page.
func (p *Page) Title() string {
	if !p.Known() {
		return p.c.T("task.title", nil)
	}
	return show.Kind(p.c.Words(), p.site.Task.Kind)
}

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	if !p.Known() {
		return ""
	}
	s := p.c.T("task.number", map[string]any{"number": show.Number(p.c.Words(), p.site.Task.Number)})
	if at := p.site.Task.DueAt; at != 0 {
		s += " · " + p.c.T("task.due", map[string]any{"time": p.c.Words().Stamp(at.Time(), p.c.Now())})
	}
	return s
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.load) }), p.lookNoMore)
	p.looking()
	p.load()
}

func (p *Page) load() {
	p.Load(0, func() func() {
		site, err := p.a.Work.Site(context.Background(), p.id)
		pics, err2 := p.a.Evidence.Of(context.Background(), p.id, "")
		near, err3 := p.a.Places.Near(context.Background(), site.Task.Position)
		ways, err4 := p.a.Evidence.Approach(context.Background(), site.Task)
		gone := p.a.Evidence.Absent(ways)
		err = errors.Join(err, err2, err3, err4)
		return func() {
			if err == nil {
				p.pics, p.near, p.ways, p.gone = pics, near, ways, gone
				if p.saving { // a change is on its way to the disk: what is on the screen is newer
					site.Draft = p.site.Draft
				}
				p.site = site
			}
			p.Loaded(err)
			p.looking()
		}
	})
}

// visit is where the person stands.
func (p *Page) visit() seals.Visit {
	return seals.Visit{TaskID: p.site.Task.ID, StationID: p.site.Task.StationID, BoxID: p.site.Task.BoxID}
}

// open says whether anything may still be changed.
func (p *Page) open() bool { return p.site.Task.Open() }

func (p *Page) parts() []fyne.CanvasObject {
	parts := append(p.elsewhere(), p.head())
	if p.ahead() {
		parts = append(append(parts, p.section("places.approach")), p.shown()...)
	}
	parts = append(parts, p.seals()...)
	parts = append(parts, p.meters()...)
	parts = append(parts, p.sheet()...)
	parts = append(parts, p.around()...)
	if !p.ahead() {
		parts = append(parts, p.approach()...)
	}
	parts = append(parts, p.people()...)
	if p.open() {
		parts = append(parts, p.lacking()...)
		parts = append(parts, ui.NewPlain(ui.IcBack, p.c.T("task.giveback", nil), p.giveBack))
	}
	return parts
}

// beside is the least width of a word beside the main action.
const beside = 72

// Foot implements ui.Footed: the one thing to do next.
func (p *Page) Foot() fyne.CanvasObject {
	if !p.Known() {
		return nil
	}
	c := p.c
	scan := func() { p.lead.Scan(p.visit(), p.site.Task.Name) }
	left := len(p.site.Sweep.Unseen())
	switch {
	case p.site.Task.State == work.Todo, p.site.Task.State == work.Returned:
		if left > 0 { // scanning starts the task: one press less
			return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcScan, c.N("task.scan", left, nil), p.startScanning)),
				ui.AtLeast(beside, 0, ui.NewTonal("", c.T("task.start", nil), p.start)))
		}
		return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcPen, c.T("task.start", nil), p.start)))
	case p.site.Task.State != work.Started:
		return nil
	}
	if left > 0 {
		return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcScan, c.N("task.scan", left, nil), scan)),
			ui.AtLeast(beside, 0, ui.NewTonal("", c.T("task.finish", nil), p.finish)))
	}
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, c.T("task.finish", nil), p.finish)),
		ui.NewTonal(ui.IcScan, "", scan))
}

func (p *Page) start() {
	p.begin(nil)
}

// startScanning begins the task and opens the viewfinder.
func (p *Page) startScanning() {
	t := p.site.Task
	p.begin(func() { p.lead.Scan(p.visit(), t.Name) })
}

// finish ends the task; where something is lacking it says what.
func (p *Page) finish() {
	if len(p.site.Lacking) > 0 {
		p.c.Toast(p.sentence(p.site.Lacking[0]))
		return
	}
	stop := p.looked()
	p.Do(func(ctx context.Context) error {
		if err := p.a.Work.Finish(ctx, p.id); err != nil {
			return err
		}
		stop() // what it notes after Forget would stay
		return p.a.Places.Forget(ctx, p.id)
	}, func() {
		p.c.Toast(p.c.T("task.finished", nil))
		p.c.Back()
		p.orderRest(true)
	})
}

// orderRest puts what is left of the day in order from here. Where it is said, it can be
// undone; where another undo stands at the bottom it is not.
func (p *Page) orderRest(said bool) {
	p.c.Go(func() func() {
		rest, err := p.a.Places.Rest(context.Background())
		return func() {
			switch {
			case err != nil:
				p.c.Toast(show.Line(p.c.Words(), err))
			case said && rest.Changed():
				show.Ordered(p.a, p.c, rest, show.Arranged(p.c.Words(), rest))
			}
		}
	})
}

// sentence says what is lacking; an item of the sheet by its question.
func (p *Page) sentence(e *model.Error) string {
	code, ok := e.Args["item"].(string)
	if !ok {
		return show.Sentence(p.c.Words(), e)
	}
	text := code
	for _, i := range p.site.Sheet.Items {
		if i.Code == code {
			text = show.Question(p.c.Words(), i)
		}
	}
	if e.Code == "finish.photo_missing" {
		return p.c.T("task.item.photo", map[string]any{"item": text})
	}
	return p.c.T("task.item.open", map[string]any{"item": text})
}

// lacking lists what stands between the task and its end.
func (p *Page) lacking() []fyne.CanvasObject {
	if len(p.site.Lacking) == 0 {
		return []fyne.CanvasObject{p.section("task.lacking.none", ui.NewVerdictMark(ui.Right, 22))}
	}
	var rows []fyne.CanvasObject
	for _, e := range p.site.Lacking {
		rows = append(rows, ui.Pad(10, 14, ui.Row(10, ui.NewIcon(ui.IcRing, 18, ui.ColMuted),
			ui.Grow(ui.NewText(p.sentence(e), ui.Small, ui.ColInk).Wrap()))))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.N("task.lacking", len(p.site.Lacking), nil)), ui.Group(rows...)}
}

func (p *Page) section(key string, end ...fyne.CanvasObject) fyne.CanvasObject {
	return ui.NewSectionTitle(p.c.T(key, nil), end...)
}

// worst orders strange finds: wrong ones first.
func worst(found []seal.Found) []seal.Found {
	found = slices.Clone(found)
	rank := map[seal.Tone]int{seal.Wrong: 0, seal.Look: 1, seal.Unknown: 2, seal.Right: 3}
	slices.SortStableFunc(found, func(a, b seal.Found) int { return rank[a.Verdict.Tone] - rank[b.Verdict.Tone] })
	return found
}
