package task

import (
	"context"
	"strings"

	"dianqin/app/atlas"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// looking notes where the person goes while the page of an open task is shown, for the
// case that nobody finds the place. It stays on the device until then.
func (p *Page) looking() {
	if p.InFront() && p.Known() && p.open() && p.look == nil && p.site.Task.AssigneeID == p.a.Session.User().ID {
		p.look = p.a.Places.Look(p.id)
	}
}

// looked takes the noting over: what it returns ends it and waits until the last place is
// kept.
func (p *Page) looked() func() {
	stop := p.look
	if p.look = nil; stop == nil {
		return func() {}
	}
	return stop
}

func (p *Page) lookNoMore() {
	stop := p.looked()
	p.c.Go(func() func() { stop(); return nil })
}

// elsewhere warns who is about to begin away from the place. It never stops anybody: the
// records may be wrong.
func (p *Page) elsewhere() []fyne.CanvasObject {
	if t := p.site.Task; p.near.Where != work.Away || t.State != work.Todo && t.State != work.Returned {
		return nil
	}
	title := p.c.T("places.away", map[string]any{"way": p.far(), "side": p.c.T(show.Side(p.near.BearingDeg), nil)})
	return []fyne.CanvasObject{ui.NewVerdictBanner(ui.LookAt, title, p.c.T("places.away.why", nil))}
}

func (p *Page) far() string { return p.c.Words().Distance(float64(p.near.DistanceM)) }

// arrival says how the task was begun, where that was not as it should be.
func (p *Page) arrival() []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	if text := show.Arrival(p.c.Words(), p.site.Task.Arrival); text != "" {
		lines = append(lines, ui.NewText(text, ui.Small, ui.ToneLook.OnWash()).Wrap())
	}
	if text := show.Looked(p.c.Words(), atlas.Looked(p.site.Task)); text != "" {
		lines = append(lines, ui.NewText(text, ui.Small, ui.ToneLook.OnWash()).Wrap(),
			ui.NewTonal(ui.IcMap, p.c.T("map.track", nil), func() { p.lead.Track(p.site.Task) }))
	}
	return lines
}

// begin starts the task; away from its place it first asks why.
func (p *Page) begin(then func()) {
	t := p.site.Task
	start := func(reason string) {
		p.Do(func(ctx context.Context) error { return p.a.Work.StartAway(ctx, t, reason) }, then)
	}
	if p.near.Where != work.Away || t.State == work.Started {
		start("")
		return
	}
	p.c.Open(&away{task: p, start: start, picked: -1})
}

// awayReasons are the keys of why somebody begins away from the place.
func awayReasons() []string {
	return []string{"places.away.register", "places.away.fix", "places.away.gate"}
}

// away is the screen on which somebody says why they begin away from the place.
type away struct {
	task   *Page
	start  func(reason string)
	picked int
	note   string
	place  *fyne.Container
}

// Title implements ui.Page.
func (p *away) Title() string { return p.task.c.T("places.away.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *away) Subtitle() string {
	t := p.task
	return t.c.T("places.away.error", map[string]any{"way": t.far(), "m": t.near.AccuracyM})
}

// Content implements ui.Page.
func (p *away) Content() fyne.CanvasObject {
	c := p.task.c
	p.place = ui.Col(0)
	note := ui.NewNoteEntry(p.note, c.T("task.why.note", nil), 3)
	note.OnChanged = func(s string) { p.note = s }
	p.paint()
	return ui.NewForm().Add(p.place).Field(ui.NewField(c.T("task.why.more", nil), note, "")).Object()
}

func (p *away) paint() {
	var words []string
	for _, key := range awayReasons() {
		words = append(words, p.task.c.T(key, nil))
	}
	p.place.Objects = []fyne.CanvasObject{ui.NewChoices(words, p.picked, func(i int) {
		p.picked = i
		p.paint()
	})}
	p.place.Refresh()
}

// Foot implements ui.Footed: it can be begun without a word, too.
func (p *away) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcPen, p.task.c.T("places.away.start", nil), p.submit)))
}

func (p *away) submit() {
	var why []string
	if p.picked >= 0 {
		why = append(why, p.task.c.T(awayReasons()[p.picked], nil))
	}
	if s := strings.TrimSpace(p.note); s != "" {
		why = append(why, s)
	}
	p.task.c.Back()
	p.start(strings.Join(why, ": "))
}
