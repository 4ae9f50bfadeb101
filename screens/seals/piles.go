package seals

import (
	"context"
	"strings"

	"dianqin/app"
	appseals "dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// Pile is a lot, or what a person has, in the details pane.
type Pile struct {
	ui.PageBody
	a      *app.App
	c      *ui.Context
	lead   Go
	lotID  string
	person people.User // where it is no lot

	lot    appseals.LotStock
	ranges map[string][]appseals.Range // of what the person has, by kind
	held   int
	kinds  map[string]string
}

// NewLot makes the pane's page of a lot.
func NewLot(a *app.App, c *ui.Context, lotID string, lead Go) *Pile {
	p := &Pile{a: a, c: c, lotID: lotID, lead: lead}
	p.PageBody = show.NewPaneBody(c, p, p.parts, p.reload)
	return p
}

// NewHolder makes the pane's page of what a person has.
func NewHolder(a *app.App, c *ui.Context, u people.User, lead Go) *Pile {
	p := &Pile{a: a, c: c, person: u, lead: lead}
	p.PageBody = show.NewPaneBody(c, p, p.parts, p.reload)
	return p
}

// Title implements ui.Page.
func (p *Pile) Title() string {
	if p.lotID == "" {
		return p.person.Name
	}
	return p.c.T("seals.lot", nil)
}

// Subtitle implements ui.Subtitled.
func (p *Pile) Subtitle() string {
	switch {
	case !p.Known():
		return ""
	case p.lotID == "":
		return p.c.N("seals.inhand", p.held, nil)
	}
	return p.lot.Code
}

// Foot implements ui.Footed.
func (p *Pile) Foot() fyne.CanvasObject {
	if p.lotID == "" {
		if p.held == 0 {
			return nil
		}
		return ui.NewActionBar(ui.Grow(ui.NewTonal(ui.IcSeal, p.c.T("seals.listthem", nil), func() {
			p.lead.Seals(appseals.Wanted{HolderID: p.person.ID}, p.person.Name)
		})))
	}
	list := ui.NewTonal(ui.IcSeal, p.c.T("seals.listthem", nil), func() {
		p.lead.Seals(appseals.Wanted{LotID: p.lotID}, p.lot.Code)
	})
	if p.lot.By[seal.InStore] == 0 {
		return ui.NewActionBar(ui.Grow(list))
	}
	return ui.NewActionBar(ui.Grow(list), ui.Grow(ui.NewTonal(ui.IcSend, p.c.T("seals.issue", nil), func() { p.lead.Issue(p.lotID) })))
}

// OnShown implements ui.Shown.
func (p *Pile) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.reload) }))
	p.reload()
}

func (p *Pile) reload() {
	names := p.c.Words()
	p.Load(p.Pause(pause), func() func() {
		ctx := context.Background()
		var lot appseals.LotStock
		var ranges map[string][]appseals.Range
		var err error
		held := 0
		if p.lotID != "" {
			lot, _, err = p.a.Seals.Lot(ctx, p.lotID)
		} else {
			ranges, held, err = p.inHand(ctx)
		}
		kinds := kindNames(p.a, names)
		return func() {
			p.lot, p.ranges, p.held, p.kinds = lot, ranges, held, kinds
			p.Loaded(err)
		}
	})
}

// inHand gathers what the person has into runs of numbers, by kind.
func (p *Pile) inHand(ctx context.Context) (map[string][]appseals.Range, int, error) {
	list, err := p.a.Seals.List(ctx, appseals.Wanted{HolderID: p.person.ID})
	if err != nil {
		return nil, 0, err
	}
	rows, err := list.Page(ctx, 0, len(list.Numbers))
	numbers := map[string][]string{}
	for _, r := range rows {
		numbers[r.Seal.Kind] = append(numbers[r.Seal.Kind], r.Number)
	}
	out := map[string][]appseals.Range{}
	for kind, some := range numbers {
		out[kind] = appseals.Ranges(some)
	}
	return out, len(rows), err
}

func (p *Pile) parts() []fyne.CanvasObject {
	if p.lotID != "" {
		return p.ofLot()
	}
	return p.ofPerson()
}

// ofLot is where the seals of a lot are: a bar, and the counts.
func (p *Pile) ofLot() []fyne.CanvasObject {
	c, l := p.c, p.lot
	w := c.Words()
	facts := []fyne.CanvasObject{
		ui.NewKeyText(c.T("seals.col.kind", nil), p.kindName(l.Kind)),
		ui.NewKeyText(c.T("seals.lots.first", nil), show.Tail(l.From)),
		ui.NewKeyText(c.T("seals.lots.last", nil), show.Tail(l.To)),
		ui.NewKeyText(c.T("seals.lots.size", nil), c.N("seals.count", l.Count, nil)),
		ui.NewKeyText(c.T("seals.lots.bought", nil), w.Date(l.BoughtAt.Time(), c.Now())),
	}
	var parts []ui.Part
	var counts []fyne.CanvasObject
	for _, k := range seal.Custodies {
		n := l.By[k]
		if n == 0 {
			continue
		}
		parts = append(parts, ui.Part{Share: float32(n) / float32(max(1, l.Known)), Tone: custodyTone(k)})
		counts = append(counts, ui.NewItemRow(ui.Item{Icon: ui.IcSeal, Tone: custodyTone(k), Title: show.Custody(w, k), End: ui.NewText(w.Count(n), ui.BodyBold, ui.ColInk), Open: true},
			func() { p.lead.Seals(appseals.Wanted{LotID: l.ID, Custody: k}, l.Code+" · "+show.Custody(w, k)) }))
	}
	if len(counts) == 0 {
		return []fyne.CanvasObject{ui.Group(facts...), ui.NewText(c.T("seals.lots.away", nil), ui.Small, ui.ColMuted).Wrap()}
	}
	return []fyne.CanvasObject{ui.Group(facts...), ui.NewSectionTitle(c.T("seals.lots.where", nil)), ui.Pad(4, 2, ui.NewProgress(10, 0, parts...)), ui.Group(counts...)}
}

func (p *Pile) kindName(code string) string {
	if name := p.kinds[code]; name != "" {
		return name
	}
	return code
}

// mostRanges is how many runs of numbers are shown of a kind.
const mostRanges = 40

func (p *Pile) ofPerson() []fyne.CanvasObject {
	if p.held == 0 {
		return []fyne.CanvasObject{ui.NewEmpty(ui.Empty{Icon: ui.IcSeal, Why: p.c.T("seals.nothingheld", nil)})}
	}
	var out []fyne.CanvasObject
	for _, kind := range sortedKinds(p.ranges) {
		n := 0
		var rows []fyne.CanvasObject
		for i, r := range p.ranges[kind] {
			n += r.Count
			if i >= mostRanges {
				continue
			}
			rows = append(rows, ui.NewItemRow(ui.Item{Title: rangeText(r), End: ui.NewText(p.c.N("seals.count", r.Count, nil), ui.Small, ui.ColMuted), Open: true}, func() { p.lead.Seal(r.First) }))
		}
		out = append(out, ui.NewSectionTitle(p.kindName(kind), ui.NewText(p.c.Words().Count(n), ui.Small, ui.ColMuted)), ui.Group(rows...))
	}
	return out
}

// rangeText is a run of numbers by their ends.
func rangeText(r appseals.Range) string {
	if r.Count == 1 {
		return show.Tail(r.First)
	}
	first, last := r.First[max(0, len(r.First)-8):], r.Last[max(0, len(r.Last)-8):]
	return "… " + ui.GroupDigits(first) + " – " + strings.TrimSpace(ui.GroupDigits(last))
}
