package orders

import (
	"context"
	"errors"
	"slices"

	"dianqin/app"
	"dianqin/app/atlas"
	appwork "dianqin/app/work"
	"dianqin/data/model"
	"dianqin/data/model/inspection"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Details is a task and what came back from it, in the details pane.
type Details struct {
	ui.PageBody
	a    *app.App
	c    *ui.Context
	lead Go
	id   string

	site   appwork.Site
	result inspection.Inspection
	has    bool              // there is a result
	names  map[string]string // of people by id
}

// NewDetails makes the pane's page of a task.
func NewDetails(a *app.App, c *ui.Context, taskID string, lead Go) *Details {
	p := &Details{a: a, c: c, id: taskID, lead: lead}
	p.PageBody = show.NewPaneBody(c, p, p.parts, p.reload)
	return p
}

// Title implements ui.Page.
func (p *Details) Title() string {
	if !p.Known() {
		return p.c.T("orders.task", nil)
	}
	return show.Kind(p.c.Words(), p.site.Task.Kind)
}

// Subtitle implements ui.Subtitled.
func (p *Details) Subtitle() string {
	if !p.Known() {
		return ""
	}
	return show.Number(p.c.Words(), p.site.Task.Number)
}

// Foot implements ui.Footed.
func (p *Details) Foot() fyne.CanvasObject {
	t := p.site.Task
	if !p.Known() || t.State == work.Done || t.State == work.Cancelled {
		return nil
	}
	return ui.NewActionBar(ui.Grow(ui.NewTonal(ui.IcSend, p.c.T("orders.give", nil), func() {
		p.c.Pane().Push(NewAssign(p.a, p.c, []work.Task{t}, func() {}))
	})))
}

// OnShown implements ui.Shown.
func (p *Details) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }))
	p.reload()
}

func (p *Details) reload() {
	p.Load(p.Pause(pause), func() func() {
		ctx := context.Background()
		site, err := p.a.Work.Site(ctx, p.id)
		result, has, err2 := p.a.Work.Result(ctx, p.id)
		users, err3 := p.a.Work.People(ctx, "")
		names := map[string]string{}
		for _, u := range users {
			names[u.ID] = u.Name
		}
		return func() {
			p.site, p.result, p.has, p.names = site, result, has, names
			p.Loaded(errors.Join(err, err2, err3))
		}
	})
}

func (p *Details) parts() []fyne.CanvasObject {
	return slices.Concat(p.head(), p.searched(), p.seals(), p.sheet(), p.pictures(), p.cases())
}

func (p *Details) head() []fyne.CanvasObject {
	w, t := p.c.Words(), p.site.Task
	rows := []fyne.CanvasObject{ui.NewKeyValue(p.c.T("orders.col.state", nil), ui.NewStateBadge(show.TaskState(w, t.State)))}
	row := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.NewKeyText(p.c.T("orders."+key, nil), value))
		}
	}
	row("col.where", t.Address)
	row("col.name", t.Name)
	who := p.names[t.AssigneeID]
	if t.AssigneeID == "" {
		who = p.c.T("orders.nobody", nil)
	}
	row("col.person", who)
	if t.DueAt != 0 {
		row("col.due", w.Stamp(t.DueAt.Time(), p.c.Now()))
	}
	row("new.appointment", show.Hours(w, t, p.c.Now()))
	if t.EndedAt != 0 {
		row("ended", w.Stamp(t.EndedAt.Time(), p.c.Now()))
	}
	row("why", t.Reason)
	if p.has {
		for i, name := range p.result.Persons {
			if i == 0 {
				row("present", name)
			} else {
				rows = append(rows, ui.NewKeyText("", name))
			}
		}
	}
	return []fyne.CanvasObject{ui.Group(rows...)}
}

// searched is how long somebody looked who did not find the place, and the way to where.
func (p *Details) searched() []fyne.CanvasObject {
	text := show.Looked(p.c.Words(), atlas.Looked(p.site.Task))
	if text == "" {
		return nil
	}
	return []fyne.CanvasObject{ui.NewText(text, ui.Small, ui.ToneLook.OnWash()).Wrap(),
		ui.NewTonal(ui.IcMap, p.c.T("map.track", nil), func() { p.lead.Track(p.site.Task) })}
}

// seals are the lines of the sheet, or before there is one what is expected.
func (p *Details) seals() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if p.has {
		for _, l := range p.result.Seals {
			rows = append(rows, p.sealRow(l.Number, l.Place, p.lineState(l)))
		}
	} else {
		for _, l := range p.site.Sweep.Lines {
			state := ui.State{Word: p.c.T("orders.notseen", nil), Tone: ui.ToneCalm}
			if l.Verdict != nil {
				title, _ := show.Verdict(p.c.Words(), *l.Verdict, nil)
				state = ui.State{Word: title, Icon: show.Mark(l.Verdict.Tone).Icon(), Tone: show.Tone(l.Verdict.Tone)}
			}
			rows = append(rows, p.sealRow(l.Seal.Number, l.Seal.Place, state))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("orders.seals", nil), ui.NewText(p.c.Words().Count(len(rows)), ui.Small, ui.ColMuted)), ui.Group(rows...)}
}

func (p *Details) sealRow(number, place string, state ui.State) fyne.CanvasObject {
	where := show.Place(p.c.Words(), place)
	// The number takes the line for itself: it is long, and words may be too.
	body := ui.Col(1, ui.NewGroupedNumber(ui.GroupDigits(number), ui.Caption, ui.SmallBold, ui.ColInk),
		ui.Row(8, ui.Grow(ui.NewText(where, ui.Caption, ui.ColMuted).Clip()), ui.NewStateBadge(state)))
	return ui.NewTap(ui.Look{Left: 12, Right: 10, Top: 6, Bottom: 6, Min: fyne.NewSize(0, ui.TouchMin)}, body, func() { p.lead.Seal(number) })
}

// lineState says what the sheet says of a seal: its condition where that is
// bad, else whether it belongs there.
func (p *Details) lineState(l inspection.SealLine) ui.State {
	w, c := p.c.Words(), seal.Condition(l.Condition)
	switch {
	case c == seal.Broken, c == seal.Missing:
		return ui.State{Word: show.Condition(w, c), Icon: ui.IcCross, Tone: ui.ToneWrong}
	case l.Identity != string(seal.Here):
		return ui.State{Word: known(p.c, "verdict.", l.Identity), Icon: ui.IcCross, Tone: ui.ToneWrong}
	case c == seal.Worn:
		return ui.State{Word: show.Condition(w, c), Icon: ui.IcBang, Tone: ui.ToneLook}
	}
	return ui.State{Word: known(p.c, "verdict.", l.Identity), Icon: ui.IcCheck, Tone: ui.ToneRight}
}

// known is the word for a code, or the code where a newer server has sent it.
func known(c *ui.Context, family, code string) string {
	if c.Words().Has(family + code) {
		return c.T(family+code, nil)
	}
	return code
}

func (p *Details) sheet() []fyne.CanvasObject {
	if !p.has || len(p.result.Items) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, i := range p.result.Items {
		rows = append(rows, p.answer(i))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("orders.sheet", nil)), ui.Group(rows...)}
}

func (p *Details) answer(i inspection.Item) fyne.CanvasObject {
	text := i.Code
	if at := slices.IndexFunc(p.site.Sheet.Items, func(s policy.SheetItem) bool { return s.Code == i.Code }); at >= 0 {
		text = show.Question(p.c.Words(), p.site.Sheet.Items[at])
	}
	state := ui.State{Word: known(p.c, "orders.answer.", string(i.Answer)), Icon: ui.IcCheck, Tone: ui.ToneRight}
	switch i.Answer {
	case inspection.Abnormal:
		state.Icon, state.Tone = ui.IcBang, ui.ToneLook
	case inspection.NotApplicable:
		state.Icon, state.Tone = ui.IcDash, ui.ToneCalm
	}
	lines := []fyne.CanvasObject{ui.NewText(text, ui.Small, ui.ColInk).Wrap()}
	if i.Note != "" {
		lines = append(lines, ui.NewText(i.Note, ui.Small, ui.ColMuted).Wrap())
	}
	return ui.Pad(8, 12, ui.Row(8, ui.Grow(ui.Col(2, lines...)), ui.NewStateBadge(state)))
}

func (p *Details) pictures() []fyne.CanvasObject {
	if len(p.site.Files) == 0 {
		return nil
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("common.photos", nil)), p.lead.Pictures(p.site.Files)}
}

func (p *Details) cases() []fyne.CanvasObject {
	if len(p.site.Cases) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, k := range p.site.Cases {
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcShield, Tone: ui.ToneWrong, Open: true,
			Title: show.CaseKind(p.c.Words(), string(k.Kind)),
			Sub:   show.Number(p.c.Words(), k.Number) + " · " + show.CaseState(p.c.Words(), string(k.State))}, func() { p.lead.Case(k) }))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.T("orders.cases", nil)), ui.Group(rows...)}
}
