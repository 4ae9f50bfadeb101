package orders

import (
	"strconv"

	appwork "dianqin/app/work"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// rows is the list as the table asks for it.
type rows struct {
	p    *Page
	rows []appwork.Row
}

// Len implements ui.Rows.
func (r *rows) Len() int { return len(r.rows) }

// Cell implements ui.Rows.
func (r *rows) Cell(row, column int) ui.Cell {
	w, t := r.p.c.Words(), r.rows[row]
	if r.p.choosing {
		if column == 0 {
			return r.tick(t.Task.ID)
		}
		column--
	}
	switch column {
	case 0:
		return ui.Cell{Text: show.Number(w, t.Task.Number)}
	case 1:
		return ui.Cell{Text: show.Kind(w, t.Task.Kind), Bold: true}
	case 2:
		return ui.Cell{State: show.TaskState(w, t.Task.State)}
	case 3:
		return ui.Cell{Text: t.Task.Address}
	case 4:
		return r.person(t)
	case 5:
		return r.due(t.Task)
	case 6:
		return ui.Cell{Text: t.Task.Name}
	}
	return ui.Cell{Text: t.Station, Ink: ui.ColMuted}
}

func (r *rows) tick(id string) ui.Cell {
	if r.p.chosen[id] {
		return ui.Cell{State: ui.State{Word: r.p.c.T("orders.chosen", nil), Icon: ui.IcCheck, Tone: ui.TonePrimary}}
	}
	return ui.Cell{State: ui.State{Word: r.p.c.T("orders.unchosen", nil), Tone: ui.ToneCalm}}
}

func (r *rows) person(t appwork.Row) ui.Cell {
	if t.Person == "" {
		return ui.Cell{Text: r.p.c.T("orders.nobody", nil), Ink: ui.ToneLook.OnWash(), Bold: true}
	}
	return ui.Cell{Text: t.Person}
}

func (r *rows) due(t work.Task) ui.Cell {
	if t.DueAt == 0 {
		return ui.Cell{}
	}
	c := ui.Cell{Text: r.p.c.Words().Stamp(t.DueAt.Time(), r.p.c.Now()), Ink: ui.ColMuted}
	if t.Open() && t.DueAt.Time().Before(r.p.c.Now()) {
		c.Ink, c.Bold = ui.ToneWrong.OnWash(), true
	}
	return c
}

func (p *Page) columns() []ui.Column {
	t := func(key string) string { return p.c.T("orders.col."+key, nil) }
	cols := []ui.Column{
		{Title: t("number"), Width: 112},
		{Title: t("kind"), Width: 88},
		{Title: t("state"), Width: 96, Kind: ui.StateCell},
		{Title: t("where")},
		{Title: t("person"), Width: 84},
		{Title: t("due"), Width: 88, Minor: true},
		{Title: t("name"), Width: 120, Minor: true},
		{Title: t("station"), Width: 110, Minor: true},
	}
	if p.choosing {
		cols = append([]ui.Column{{Title: t("chosen"), Width: 72, Kind: ui.StateCell, Fixed: true}}, cols...)
	}
	return cols
}

// filters are the chips of states, and of kinds and the person below them.
func (p *Page) filters() fyne.CanvasObject {
	count := map[work.State]int{}
	for _, r := range p.all {
		count[r.Task.State]++
	}
	states := append([]work.State{""}, work.States...)
	chips := make([]ui.Chip, len(states))
	for i, s := range states {
		chips[i] = ui.Chip{Word: p.c.T("common.all", nil), Count: strconv.Itoa(len(p.all)), On: s == p.narrow.state}
		if s != "" {
			chips[i].Word, chips[i].Count = show.TaskState(p.c.Words(), s).Word, strconv.Itoa(count[s])
		}
	}
	byState := ui.NewFilterBar(chips, func(i int) {
		p.narrow.state = states[i]
		p.Paint()
	})
	return ui.Col(0, byState, p.others())
}

func (p *Page) others() fyne.CanvasObject {
	kinds := append([]work.Kind{""}, work.Kinds...)
	chips := make([]ui.Chip, len(kinds), len(kinds)+2)
	for i, k := range kinds {
		chips[i] = ui.Chip{Word: p.c.T("orders.allkinds", nil), On: k == p.narrow.kind}
		if k != "" {
			chips[i].Word = show.Kind(p.c.Words(), k)
		}
	}
	who := ui.Chip{Word: p.c.T("orders.anybody", nil)}
	if p.narrow.person.ID != "" {
		who = ui.Chip{Word: p.narrow.person.Name, On: true}
	}
	return ui.NewFilterBar(append(chips, who), func(i int) {
		if i == len(kinds) {
			p.c.Open(NewPersons(p.a, p.c, func(u people.User) {
				p.narrow.person = u
				p.again()
			}))
			return
		}
		p.narrow.kind = kinds[i]
		p.again()
	})
}

// again reads and builds everything for other conditions.
func (p *Page) again() {
	p.Read = false
	p.reload()
}

// counted says how many are listed, and the keys.
func (p *Page) counted() string {
	closed := 0
	for _, r := range p.all {
		if !r.Task.Open() && r.Task.State != work.Returned {
			closed++
		}
	}
	if closed >= appwork.MostClosed {
		return p.c.N("orders.shown", p.Sorted.Len(), nil) + " · " + p.c.N("orders.lastclosed", appwork.MostClosed, nil)
	}
	return p.c.N("orders.shown", p.Sorted.Len(), nil) + " · " + p.c.T("orders.keys", nil)
}

func (p *Page) foot() fyne.CanvasObject {
	p.line = ui.NewText(p.counted(), ui.Caption, ui.ColMuted).Clip()
	return ui.Inset(6, 4, 0, 4, p.line)
}
