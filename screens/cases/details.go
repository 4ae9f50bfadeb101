package cases

import (
	"context"
	"slices"

	"dianqin/app"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Details is one case in the details pane: what was seen, where, by whom, and
// the ways to the seal and the task.
type Details struct {
	ui.PageBody
	a    *app.App
	c    *ui.Context
	lead Go
	k    cases.Case

	boxes   map[string]string // address by box id
	who     string
	decided string // name of who decided last
	files   []evidence.File
	task    string // its number
}

// NewDetails makes the pane's page of a case.
func NewDetails(a *app.App, c *ui.Context, k cases.Case, lead Go) *Details {
	p := &Details{a: a, c: c, k: k, lead: lead}
	p.PageBody = show.NewPaneBody(c, p, p.parts, p.reload)
	return p
}

// Title implements ui.Page.
func (p *Details) Title() string { return show.CaseKind(p.c.Words(), string(p.k.Kind)) }

// Subtitle implements ui.Subtitled.
func (p *Details) Subtitle() string { return show.Number(p.c.Words(), p.k.Number) }

// Foot implements ui.Footed: what may be decided.
func (p *Details) Foot() fyne.CanvasObject {
	if !p.Known() || !p.a.Session.User().Has(people.Supervisor, people.Approver) {
		return nil
	}
	to := func(icon ui.Glyph, word, done string, s cases.State) fyne.CanvasObject {
		return ui.Grow(ui.NewTonal(icon, p.c.T(word, nil), func() {
			act(p.a, p.c, done, func(ctx context.Context) error { return p.a.Work.Decide(ctx, p.k.ID, s, "") })
		}))
	}
	end := ui.Grow(ui.NewTonal(ui.IcCheck, p.c.T("cases.close", nil), p.close))
	switch p.k.State {
	case cases.Open:
		return ui.NewActionBar(to(ui.IcPen, "cases.begin", "cases.begin.done", cases.Reviewing), end)
	case cases.Reviewing:
		return ui.NewActionBar(end)
	}
	return ui.NewActionBar(to(ui.IcSync, "cases.reopen", "cases.reopen.done", cases.Open))
}

// close asks what was found and closes the case.
func (p *Details) close() {
	p.c.Pane().Push(&decide{a: p.a, c: p.c, title: "cases.close", done: "cases.close.done", chosen: -1,
		usual: []string{"cases.found.replaced", "cases.found.mistake", "cases.found.fixed", "cases.found.handed"},
		send: func(ctx context.Context, reason string) error {
			return p.a.Work.Decide(ctx, p.k.ID, cases.Closed, reason)
		}})
}

// OnShown implements ui.Shown.
func (p *Details) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }))
	p.reload()
}

func (p *Details) reload() {
	k := p.k
	p.Load(p.Pause(pause), func() func() {
		ctx := context.Background()
		story, err := p.a.Seals.Story(ctx, k.SealNumber)
		if at := slices.IndexFunc(story.Cases, func(now cases.Case) bool { return now.ID == k.ID }); at >= 0 {
			k = story.Cases[at] // its number and state may be newer
		}
		boxes := map[string]string{}
		for _, id := range []string{k.BoxID, text(k.Reason.Args["box"])} {
			if b, found, err := p.a.Lookup.Box(ctx, id); err == nil && found {
				boxes[id] = b.Address
			}
		}
		task := ""
		if k.TaskID != "" { // of another station it may not be here
			if site, err := p.a.Work.Site(ctx, k.TaskID); err == nil {
				task = site.Task.Number
			}
		}
		return func() {
			p.k, p.boxes, p.who, p.files, p.task = k, boxes, story.People[k.OpenedBy], story.Files, task
			p.decided = story.People[k.DecidedBy]
			p.Loaded(err)
		}
	})
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func (p *Details) parts() []fyne.CanvasObject {
	return slices.Concat(p.seen(), p.facts(), p.ways(), p.pictures())
}

// seen says in words what opened the case.
func (p *Details) seen() []fyne.CanvasObject {
	title, detail := show.Verdict(p.c.Words(), seal.Verdict{Reason: p.k.Reason}, func(kind model.Kind, id string) string {
		if kind == model.KindBox {
			return p.boxes[id]
		}
		return ""
	})
	return []fyne.CanvasObject{ui.NewVerdictBanner(ui.Wrong, title, detail)}
}

func (p *Details) facts() []fyne.CanvasObject {
	w := p.c.Words()
	rows := []fyne.CanvasObject{ui.NewKeyValue(p.c.T("cases.col.state", nil), ui.NewStateBadge(state(p.c, p.k.State)))}
	row := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.NewKeyText(p.c.T("cases."+key, nil), value))
		}
	}
	row("col.where", p.boxes[p.k.BoxID])
	if p.k.Place != "" {
		row("place", show.Place(w, p.k.Place))
	}
	row("col.opened", show.When(w, p.k.OpenedAt, p.c.Now()))
	row("by", p.who)
	row("facts", w.Count(len(p.k.Facts)))
	if p.k.DecidedAt != 0 {
		row("decided", p.decided+" · "+show.When(w, p.k.DecidedAt, p.c.Now()))
		row("decision", p.k.Decision)
	}
	return []fyne.CanvasObject{ui.Group(rows...)}
}

// ways lead to the seal's history and to the task.
func (p *Details) ways() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if n := p.k.SealNumber; n != "" {
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcSeal, Title: ui.GroupDigits(n), Sub: p.c.T("cases.history", nil), Open: true}, func() { p.lead.Seal(n) }))
	}
	if p.task != "" {
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcSheet, Title: p.task, Sub: p.c.T("cases.task", nil), Open: true}, func() { p.lead.Task(p.k.TaskID) }))
	}
	if len(rows) == 0 {
		return nil
	}
	return []fyne.CanvasObject{ui.Group(rows...)}
}

func (p *Details) pictures() []fyne.CanvasObject {
	if len(p.files) == 0 {
		return nil
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("common.photos", nil)), p.lead.Pictures(p.files)}
}
