package syncstate

import (
	"context"

	"dianqin/app/syncing"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// disputes are what a person has to look at; each opens in full.
func (p *Page) disputes() []fyne.CanvasObject {
	if len(p.items) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, i := range p.items {
		why, to := show.Sentence(p.c.Words(), i.Why), ui.Page(&item{p: p, i: i})
		if i.Status == "conflict" && p.lead.Conflict != nil {
			why, to = p.c.T("sync.conflict", nil), p.lead.Conflict(i.OpID)
		}
		rows = append(rows, ui.NewItemRow(ui.Item{Icon: ui.IcAlert, Tone: ui.ToneLook, Title: p.operation(i.Kind),
			Sub: show.When(p.c.Words(), i.At, p.c.Now()) + " · " + why, Open: true}, func() { p.open(to) }))
	}
	return []fyne.CanvasObject{ui.NewSectionTitle(p.c.N("sync.items", len(p.items), nil)), ui.Group(rows...)}
}

// open shows a page over this one, on whichever stack it stands.
func (p *Page) open(page ui.Page) {
	if pane := p.c.Pane(); pane != nil && pane.Current() == ui.Page(p) {
		pane.Push(page)
		return
	}
	p.c.Nav.Push(page)
}

// item is one thing that the server did not take as it came: what happened, what was
// kept, what to do, and both sides beside each other.
type item struct {
	p *Page
	i syncing.Item
}

// Title implements ui.Page.
func (x *item) Title() string { return x.p.operation(x.i.Kind) }

// Subtitle implements ui.Subtitled.
func (x *item) Subtitle() string { return show.When(x.p.c.Words(), x.i.At, x.p.c.Now()) }

// Content implements ui.Page.
func (x *item) Content() fyne.CanvasObject {
	c, w := x.p.c, x.p.c.Words()
	problem := show.Error(w, x.i.Why, false)
	problem.Kept = c.T("sync.kept."+x.kept(), nil)
	if problem.Todo == "" {
		problem.Todo = c.T("sync.todo", nil)
	}
	var parts []fyne.CanvasObject
	if r := x.i.Ruling; r != nil {
		key, tone := "places.ruled.refused", ui.LookAt
		if r.Accepted {
			key, tone = "places.ruled.accepted", ui.Right
		} else if x.i.Kind != "position.proposed" {
			key = "places.ruled"
		}
		parts = append(parts, ui.NewVerdictBanner(tone, c.T(key, map[string]any{"by": r.By}), r.Reason))
	}
	parts = append(parts, ui.NewProblem(problem))
	if x.i.Kind != "position.proposed" {
		parts = append(parts, ui.NewSectionTitle(c.T("sync.compare", nil)), x.compare())
	}
	if n := x.i.Said.Number; n != "" {
		parts = append(parts, ui.NewTonal(ui.IcSeal, c.T("sync.seal", nil), func() { x.p.lead.Seal(n) }))
	}
	if t := x.i.Task; t != nil {
		parts = append(parts, ui.NewTonal(ui.IcSheet, c.T("sync.task", nil), func() { x.p.lead.Task(t.ID) }))
	}
	return ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, ui.Col(12, parts...)))
}

// kept is what became of the operation: kept and disputed, or not taken.
func (x *item) kept() string {
	if x.i.Kept {
		return "fact"
	}
	return "refused"
}

// compare is what the device said and what there is, side by side. What the
// operation says nothing of is left out.
func (x *item) compare() fyne.CanvasObject {
	c, w, said := x.p.c, x.p.c.Words(), x.i.Said
	rows := []fyne.CanvasObject{triple(c.T("sync.what", nil), c.T("sync.device", nil), c.T("sync.server", nil), ui.CaptionBold, ui.ColMuted, ui.ColMuted)}
	add := func(key, one, two string) {
		if one == "" {
			return
		}
		ink := ui.ColInk
		if two == "" {
			two = c.T("sync.norecord", nil)
		}
		if one != two {
			ink = ui.ToneWrong.OnWash()
		}
		rows = append(rows, ui.Pad(9, 14, ui.Cells(ui.Gap, ui.NewText(c.T(key, nil), ui.Small, ui.ColMuted).Wrap(),
			ui.NewText(one, ui.SmallBold, ui.ColInk).Wrap().End(), ui.NewText(two, ui.SmallBold, ink).Wrap().End())))
	}
	place := func(code string) string {
		if code == "" {
			return ""
		}
		return show.Place(w, code)
	}
	if s := x.i.Seal; s != nil {
		add("sync.number", tail(said.Number), tail(s.Number))
		if said.Custody != "" {
			add("sync.custody", show.Custody(w, said.Custody), show.Custody(w, s.Custody))
		}
		add("sync.place", place(said.Place), place(s.Place))
		if said.Condition != "" {
			add("sync.condition", show.Condition(w, said.Condition), show.Condition(w, s.Condition))
		}
	} else {
		add("sync.number", tail(said.Number), "")
	}
	if t := x.i.Task; t != nil && said.State != "" {
		add("sync.state", show.TaskState(w, said.State).Word, show.TaskState(w, t.State).Word)
	}
	if len(rows) == 1 {
		rows = append(rows, ui.Pad(10, 14, ui.NewText(c.T("sync.compare.none", nil), ui.Small, ui.ColMuted).Wrap()))
	}
	return ui.Group(rows...)
}

// tail is the end of a number, which is what a person compares.
func tail(number string) string {
	if number == "" {
		return ""
	}
	return ui.GroupDigits(number[max(0, len(number)-8):])
}

// Foot implements ui.Footed: putting it away, which can be undone.
func (x *item) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, x.p.c.T("sync.away", nil), x.away)))
}

func (x *item) away() {
	c, sync, id := x.p.c, x.p.a.Sync, x.i.OpID
	x.p.Do(func(ctx context.Context) error { return sync.PutAway(ctx, id) }, func() {
		c.Back()
		c.ToastUndo(c.T("sync.away.done", nil), c.T("common.undo", nil), func() {
			x.p.Do(func(ctx context.Context) error { return sync.PutBack(ctx, id) }, nil)
		})
	})
}
