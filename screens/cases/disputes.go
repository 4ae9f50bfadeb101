package cases

import (
	"context"
	"slices"
	"time"

	"dianqin/app"
	"dianqin/app/work"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Disputes is the list of acts that the rules could not settle.
type Disputes struct {
	ui.Listing
	a    *app.App
	c    *ui.Context
	lead Go

	all  []work.Dispute
	text string
}

// NewDisputes makes the list.
func NewDisputes(a *app.App, c *ui.Context, lead Go) *Disputes {
	p := &Disputes{a: a, c: c, lead: lead}
	p.Listing = show.NewListing(c, p.middle, func() { p.reload(0) })
	return p
}

// Title implements ui.Page.
func (p *Disputes) Title() string { return p.c.T("cases.title", nil) }

// Subtitle implements ui.Subtitled.
func (p *Disputes) Subtitle() string {
	if !p.Read || p.Fault != nil {
		return ""
	}
	return p.c.N("cases.disputes", len(p.all), nil)
}

// Actions implements ui.Acting.
func (p *Disputes) Actions() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.NewSearch(200, p.text, p.c.T("cases.disputes.search", nil), func(text string) {
		p.text = text
		p.show()
	})}
}

// OnShown implements ui.Shown.
func (p *Disputes) OnShown() {
	p.UntilHidden(p.a.Records.On(func(kinds []model.Kind) {
		if slices.Contains(kinds, model.KindException) {
			p.c.Do(func() { p.reload(pause) })
		}
	}))
	p.reload(0)
}

func (p *Disputes) reload(wait time.Duration) {
	p.Load(wait, func() func() {
		all, err := p.a.Work.Disputes(context.Background())
		return func() {
			p.all = all
			p.Loaded(err)
		}
	})
}

func (p *Disputes) middle() fyne.CanvasObject {
	if len(p.all) == 0 {
		return ui.NewEmpty(ui.Empty{Icon: ui.IcShieldOK, Why: p.c.T("cases.disputes.empty", nil)})
	}
	p.show()
	return p.NewTable("disputes", p.columns(), p.Sorted, func(row int) { p.lead.Dispute(p.all[p.Sorted.Source(row)]) }, p.show)
}

// show narrows and sorts what was read and puts it into the table.
func (p *Disputes) show() { p.ShowRows(p, len(p.columns()), p.text) }

// Len implements ui.Rows.
func (p *Disputes) Len() int { return len(p.all) }

// Cell implements ui.Rows.
func (p *Disputes) Cell(row, column int) ui.Cell {
	w, d := p.c.Words(), p.all[row]
	switch column {
	case 0:
		if d.Proposal() {
			return ui.Cell{State: ui.State{Word: p.c.T("cases.what.proposal", nil), Icon: ui.IcPin, Tone: ui.ToneCalm}}
		}
		return ui.Cell{State: ui.State{Word: what(p.c, d.What), Icon: ui.IcBang, Tone: ui.ToneLook}}
	case 1:
		return ui.Cell{Text: operation(p.c, d.OpKind), Bold: true}
	case 2:
		why := d.Why
		return ui.Cell{Text: show.Sentence(w, &why)}
	case 3:
		return ui.Cell{Text: d.Author}
	}
	return ui.Cell{Text: show.When(w, d.At, p.c.Now()), Ink: ui.ColMuted}
}

// what names the way in which an act could not be settled.
func what(c *ui.Context, w string) string {
	if key := "cases.what." + w; c.Words().Has(key) {
		return c.T(key, nil)
	}
	return w
}

// operation names a kind of operation, or shows the code of a newer server.
func operation(c *ui.Context, kind string) string {
	if key := "sync.op." + kind; c.Words().Has(key) {
		return c.T(key, nil)
	}
	return kind
}

func (p *Disputes) columns() []ui.Column {
	t := func(key string) string { return p.c.T("cases.disputes."+key, nil) }
	return []ui.Column{
		{Title: t("what"), Width: 108, Kind: ui.StateCell},
		{Title: t("act"), Width: 120},
		{Title: t("why")},
		{Title: t("by"), Width: 96, Minor: true},
		{Title: t("at"), Width: 120, End: true, Minor: true},
	}
}

// Dispute is one of them in the details pane: what happened, what was kept, what to
// do, and both sides beside each other.
type Dispute struct {
	a    *app.App
	c    *ui.Context
	lead Go
	d    work.Dispute
}

// NewDispute makes the pane's page of a dispute.
func NewDispute(a *app.App, c *ui.Context, d work.Dispute, lead Go) *Dispute {
	return &Dispute{a: a, c: c, d: d, lead: lead}
}

// Title implements ui.Page.
func (p *Dispute) Title() string { return operation(p.c, p.d.OpKind) }

// Subtitle implements ui.Subtitled.
func (p *Dispute) Subtitle() string {
	return p.d.Author + " · " + show.When(p.c.Words(), p.d.At, p.c.Now())
}

// Foot implements ui.Footed.
func (p *Dispute) Foot() fyne.CanvasObject {
	if !p.a.Session.User().Has(people.Supervisor) {
		return nil
	}
	if p.d.Proposal() {
		return p.judge()
	}
	return ui.NewActionBar(ui.Grow(ui.NewTonal(ui.IcCheck, p.c.T("cases.settle", nil), func() {
		p.c.Pane().Push(&decide{a: p.a, c: p.c, title: "cases.settle", done: "cases.settle.done", chosen: -1,
			usual: []string{"cases.settled.right", "cases.settled.records", "cases.settled.again"},
			send: func(ctx context.Context, reason string) error {
				return p.a.Work.Settle(ctx, p.d.ID, reason)
			}, after: p.c.Pane().Clear})
	})))
}

// Content implements ui.Page.
func (p *Dispute) Content() fyne.CanvasObject {
	w := p.c.Words()
	why := p.d.Why
	problem := show.Error(w, &why, false)
	problem.Kept = p.c.T("cases.kept."+kept(p.d.What), nil)
	problem.Todo = p.c.T("cases.todo", nil)
	if key := "cases.todo." + p.d.OpKind; w.Has(key) {
		problem.Todo = p.c.T(key, nil)
	}
	if p.d.Proposal() {
		problem.Kept = p.c.T("places.proposal.kept", nil)
	}
	parts := []fyne.CanvasObject{ui.NewProblem(problem)}
	if p.d.Proposal() {
		parts = append(parts, p.proposed()...)
	} else {
		parts = append(parts, ui.NewSectionTitle(p.c.T("cases.said", nil)), p.said(), ui.NewSectionTitle(p.c.T("cases.stands", nil)), p.stands())
	}
	if n := p.number(); n != "" {
		parts = append(parts, ui.NewTonal(ui.IcSeal, p.c.T("cases.history", nil), func() { p.lead.Seal(n) }))
	}
	if t := p.d.Task; t != nil {
		parts = append(parts, ui.NewTonal(ui.IcSheet, p.c.T("cases.task", nil), func() { p.lead.Task(t.ID) }))
	}
	return ui.Scroll(ui.Inset(4, 12, 24, 12, ui.Col(10, parts...)))
}

func kept(what string) string {
	if what == "disputed" {
		return "fact"
	}
	return "patch"
}

func (p *Dispute) number() string {
	if p.d.Said != nil {
		return p.d.Said.Number
	}
	n, _ := p.d.Why.Args["number"].(string)
	if p.d.Seal == nil {
		return ""
	}
	return n
}

// facts are lines of name and value, those without a value left out.
func (p *Dispute) facts(pairs ...string) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			rows = append(rows, ui.NewKeyText(p.c.T(pairs[i], nil), pairs[i+1]))
		}
	}
	if len(rows) == 0 {
		return ui.NewText(p.c.T("cases.notrace", nil), ui.Small, ui.ColMuted).Wrap()
	}
	return ui.Group(rows...)
}

// said is what the device said.
func (p *Dispute) said() fyne.CanvasObject {
	w := p.c.Words()
	e := p.d.Said
	if e == nil {
		return p.facts("cases.disputes.act", operation(p.c, p.d.OpKind), "cases.disputes.by", p.d.Author, "cases.disputes.at", show.When(w, p.d.At, p.c.Now()))
	}
	return p.facts("cases.disputes.act", show.What(w, e.What), "cases.col.seal", show.Tail(e.Number), "cases.place", placed(p.c, e.Place),
		"cases.condition", conditionWord(p.c, e.Condition), "cases.disputes.by", p.d.Author, "cases.disputes.at", show.When(w, e.At, p.c.Now()))
}

// stands is what the records say now.
func (p *Dispute) stands() fyne.CanvasObject {
	w := p.c.Words()
	if s := p.d.Seal; s != nil {
		return p.facts("cases.custody", show.Custody(w, s.Custody), "cases.place", placed(p.c, s.Place), "cases.condition", conditionWord(p.c, s.Condition),
			"cases.changed", show.When(w, s.ChangedAt, p.c.Now()))
	}
	if t := p.d.Task; t != nil {
		return p.facts("cases.task", show.Number(w, t.Number), "cases.col.state", show.TaskState(w, t.State).Word, "cases.col.where", t.Address)
	}
	return p.facts()
}

func placed(c *ui.Context, code string) string {
	if code == "" {
		return ""
	}
	return show.Place(c.Words(), code)
}

func conditionWord(c *ui.Context, k seal.Condition) string {
	if k == "" {
		return ""
	}
	return show.Condition(c.Words(), k)
}
