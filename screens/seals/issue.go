package seals

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

func sortedKinds(m map[string][]appseals.Range) []string { return slices.Sorted(maps.Keys(m)) }

// Issue is the form that hands seals of the store to a person, in the details
// pane: which lot, from which number, how many, to whom. It shows the numbers
// before anything is sent.
type Issue struct {
	a *app.App
	c *ui.Context

	lotID  string
	lots   []appseals.LotStock // that have something in the store
	from   string
	count  string
	person people.User
	people []people.User
	next   []string // what would be handed out
	wrong  *model.Error
	busy   bool
	read   bool

	preview *fyne.Container
	body    *fyne.Container
	whole   fyne.CanvasObject
	load    *ui.Latest
}

// NewIssue makes the form; of the first lot that has seals where lotID is empty.
func NewIssue(a *app.App, c *ui.Context, lotID string) *Issue {
	return &Issue{a: a, c: c, lotID: lotID, count: "100", load: ui.NewLatest(c.Bridge)}
}

// Title implements ui.Page.
func (p *Issue) Title() string { return p.c.T("seals.issue.title", nil) }

// Foot implements ui.Footed.
func (p *Issue) Foot() fyne.CanvasObject {
	if p.read && len(p.lots) == 0 {
		return nil
	}
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcSend, p.c.T("seals.issue", nil), p.send)))
}

// Content implements ui.Page.
func (p *Issue) Content() fyne.CanvasObject {
	p.body = ui.Col(8)
	p.whole = ui.Scroll(ui.Inset(4, 14, 24, 14, p.body))
	p.paint()
	return p.whole
}

// OnShown implements ui.Shown.
func (p *Issue) OnShown() {
	p.load.Go(0, func() func() {
		ctx := context.Background()
		all, err := p.a.Seals.Lots(ctx)
		staff, err2 := p.a.Work.People(ctx, "")
		return func() {
			p.lots = slices.DeleteFunc(all, func(l appseals.LotStock) bool { return l.By[seal.InStore] == 0 })
			p.people, p.read = staff, true
			if err := errors.Join(err, err2); err != nil {
				p.fail(err)
			}
			if p.lotID == "" && len(p.lots) > 0 {
				p.lotID = p.lots[0].ID
			}
			p.paint()
			p.c.Pane().Update()
			p.look(0)
		}
	})
}

// OnHidden implements ui.Hidden.
func (p *Issue) OnHidden() { p.load.Drop() }

func (p *Issue) lot() (appseals.LotStock, bool) {
	i := slices.IndexFunc(p.lots, func(l appseals.LotStock) bool { return l.ID == p.lotID })
	if i < 0 {
		return appseals.LotStock{}, false
	}
	return p.lots[i], true
}

func (p *Issue) paint() {
	if p.body == nil || !p.read {
		return
	}
	label := func(key string) fyne.CanvasObject {
		return ui.Inset(6, 0, 0, 0, ui.NewText(p.c.T("seals.issue."+key, nil), ui.SmallBold, ui.ColMuted).Clip())
	}
	if len(p.lots) == 0 {
		p.body.Objects = []fyne.CanvasObject{ui.NewEmpty(ui.Empty{Icon: ui.IcPack, Why: p.c.T("seals.issue.none", nil)})}
	} else {
		p.preview = ui.Col(6)
		p.body.Objects = []fyne.CanvasObject{label("lot"), p.whichLot(), label("from"), p.first(), label("count"), p.howMany(), label("to"), p.who(), p.preview}
		p.foretell()
	}
	p.body.Refresh()
	p.whole.Refresh()
}

// mostLots is how many lots the form offers: the newest; another is chosen in the
// list of lots.
const mostLots = 4

func (p *Issue) whichLot() fyne.CanvasObject {
	shown := p.lots[:min(mostLots, len(p.lots))]
	if l, ok := p.lot(); ok && !slices.ContainsFunc(shown, func(x appseals.LotStock) bool { return x.ID == l.ID }) {
		shown = append([]appseals.LotStock{l}, shown[:mostLots-1]...)
	}
	kinds := kindNames(p.a, p.c.Words())
	words, on := make([]string, len(shown)), -1
	for i, l := range shown {
		words[i] = kinds[l.Kind] + " · " + p.c.N("seals.instore", l.By[seal.InStore], nil) + " · " + l.Code
		if l.ID == p.lotID {
			on = i
		}
	}
	return ui.NewChoices(words, on, func(i int) {
		p.lotID, p.from = shown[i].ID, ""
		p.paint()
		p.look(0)
	})
}

func (p *Issue) first() fyne.CanvasObject {
	e := ui.NewNumberEntry(p.from, p.c.T("seals.issue.fromhint", nil), " ")
	e.OnChanged = func(text string) {
		p.from = text
		p.look(typing)
	}
	return e
}

func (p *Issue) howMany() fyne.CanvasObject {
	e := ui.NewNumberEntry(p.count, "", "")
	e.OnChanged = func(text string) {
		p.count = text
		p.look(typing)
	}
	amounts := []string{"20", "50", "100", "200", "500"}
	chips := make([]ui.Chip, len(amounts))
	for i, n := range amounts {
		chips[i] = ui.Chip{Word: n, On: n == p.count}
	}
	return ui.Col(4, e, ui.NewFilterBar(chips, func(i int) {
		p.count = amounts[i]
		p.paint()
		p.look(0)
	}))
}

// who is the staff of the lot's station.
func (p *Issue) who() fyne.CanvasObject {
	l, _ := p.lot()
	var names []string
	var fits []people.User
	on := -1
	for _, u := range p.people {
		if slices.Contains(u.Stations, l.StationID) {
			if u.ID == p.person.ID {
				on = len(fits)
			}
			fits = append(fits, u)
			names = append(names, u.Name)
		}
	}
	if len(fits) == 0 {
		return ui.NewText(p.c.T("seals.issue.nobody", nil), ui.Small, ui.ColMuted).Wrap()
	}
	return ui.NewChoices(names, on, func(i int) {
		p.person, p.wrong = fits[i], nil
		p.paint()
	})
}

// amount is how many are asked for, 0 for what is no number.
func (p *Issue) amount() int {
	n, err := strconv.Atoi(p.count)
	if err != nil {
		return 0
	}
	return n
}

// look reads which numbers would be handed out.
func (p *Issue) look(wait time.Duration) {
	lot, from, n := p.lotID, p.from, p.amount()
	if lot == "" {
		return
	}
	p.load.Go(wait, func() func() {
		next, err := p.a.Seals.Next(context.Background(), lot, from, n)
		return func() {
			p.next, p.wrong = next, nil
			if err != nil {
				p.fail(err)
			}
			p.foretell()
		}
	})
}

func (p *Issue) fail(err error) {
	if !errors.As(err, &p.wrong) {
		p.wrong = model.Fail("internal")
	}
}

// foretell says what would be handed out, or what is wrong.
func (p *Issue) foretell() {
	if p.preview == nil {
		return
	}
	p.preview.Objects = nil
	switch runs := appseals.Ranges(p.next); {
	case p.wrong != nil:
		p.preview.Objects = []fyne.CanvasObject{ui.NewText(show.Line(p.c.Words(), p.wrong), ui.Small, ui.ToneWrong.OnWash()).Wrap()}
	case len(p.next) == 0:
		p.preview.Objects = []fyne.CanvasObject{ui.NewText(p.c.T("seals.issue.nothing", nil), ui.Small, ui.ToneLook.OnWash()).Wrap()}
	default:
		to := p.person.Name
		if to == "" {
			to = "…"
		}
		lines := []fyne.CanvasObject{ui.NewText(p.c.N("seals.count", len(p.next), nil)+" → "+to, ui.BodyBold, ui.TonePrimary.OnWash()).Clip()}
		for i, r := range runs {
			if i == 3 {
				lines = append(lines, ui.NewText(p.c.N("seals.issue.more", len(runs)-i, nil), ui.Small, ui.ColInk))
				break
			}
			lines = append(lines, ui.NewText(rangeText(r), ui.Small, ui.ColInk).Clip())
		}
		if n := p.amount(); n > len(p.next) {
			lines = append(lines, ui.NewText(p.c.N("seals.issue.fewer", len(p.next), nil), ui.Small, ui.ToneLook.OnWash()).Wrap())
		}
		p.preview.Objects = []fyne.CanvasObject{ui.NewBlock(ui.Look{Fill: ui.TonePrimary.Wash(), Stroke: ui.TonePrimary.Edge(), Radius: ui.Radius, Top: 10, Bottom: 10, Left: 14, Right: 14}, ui.Col(2, lines...))}
	}
	p.preview.Refresh()
	p.whole.Refresh()
}

// send hands them out.
func (p *Issue) send() {
	if p.busy {
		return
	}
	p.c.Unfocus()
	switch {
	case p.wrong != nil:
		return
	case len(p.next) == 0:
		p.wrong = model.Fail("seal.none_in_store")
	case p.person.ID == "":
		p.wrong = model.Fail("seal.no_receiver")
	}
	if p.wrong != nil {
		p.foretell()
		return
	}
	p.busy = true
	numbers, to := slices.Clone(p.next), p.person
	p.c.Go(func() func() {
		err := p.a.Seals.Issue(context.Background(), numbers, to.ID)
		return func() {
			p.busy = false
			if err != nil {
				p.fail(err)
				p.foretell()
				return
			}
			p.a.Sync.Wake()
			p.c.Back()
			p.c.Toast(p.c.N("seals.issued", len(numbers), map[string]any{"name": to.Name}) + show.Later(p.a, p.c))
		}
	})
}
