package seals

import (
	"context"

	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/screens/show"
	"dianqin/screens/ui"
)

// rows are seals with what the table says of them besides.
type rows struct {
	p     *Page
	seals []seal.Seal
	boxes map[string]string // address by box id
	kinds map[string]string // name by code
}

// find reads a list, or what a number finds. It runs beside the screen.
func (p *Page) find(ctx context.Context, custody seal.Custody, text string) (*rows, error) {
	r := &rows{p: p, boxes: map[string]string{}, kinds: map[string]string{}}
	var err error
	switch {
	case text != "":
		r.seals, err = p.byNumber(ctx, text)
	case custody == "":
		r.seals, err = p.a.Seals.Amiss(ctx, most)
	default:
		r.seals, err = p.a.Seals.OfCustody(ctx, custody, most)
	}
	if err != nil {
		return r, err
	}
	for _, s := range r.seals {
		if _, done := r.boxes[s.BoxID]; !done && s.BoxID != "" {
			b, _, err := p.a.Lookup.Box(ctx, s.BoxID)
			if err != nil {
				return r, err
			}
			r.boxes[s.BoxID] = b.Address
		}
		if _, done := r.kinds[s.Kind]; !done {
			k, ok := p.a.Seals.Kind(s.Kind)
			r.kinds[s.Kind] = kindName(p.c.Words(), k, ok, s.Kind)
		}
	}
	return r, nil
}

// kindName names a seal kind in the language of the screen.
func kindName(w *words.Words, k policy.SealKind, known bool, code string) string {
	switch {
	case !known:
		return code
	case w.Language() == words.EN && k.NameEN != "":
		return k.NameEN
	}
	return k.NameZH
}

// found is how many seals a search shows: more are a matter of more digits.
const found = 50

func (p *Page) byNumber(ctx context.Context, text string) ([]seal.Seal, error) {
	hits, err := p.a.Lookup.Search(ctx, text, found)
	if err != nil {
		return nil, err
	}
	var out []seal.Seal
	for _, h := range hits {
		if h.Kind != model.KindSeal {
			continue
		}
		story, err := p.a.Seals.Story(ctx, h.Number)
		if err != nil {
			return nil, err
		}
		if story.Seal != nil {
			out = append(out, *story.Seal)
		}
	}
	return out, nil
}

// Len implements ui.Rows.
func (r *rows) Len() int { return len(r.seals) }

// Cell implements ui.Rows.
func (r *rows) Cell(row, column int) ui.Cell {
	w, s := r.p.c.Words(), r.seals[row]
	switch column {
	case 0:
		return ui.Cell{Text: ui.GroupDigits(s.Number)}
	case 1:
		return ui.Cell{State: custody(w, s.Custody)}
	case 2:
		return ui.Cell{State: condition(w, s.Condition)}
	case 3:
		return ui.Cell{Text: r.where(s)}
	case 4:
		return ui.Cell{Text: r.kinds[s.Kind]}
	}
	return ui.Cell{Text: show.When(w, s.ChangedAt, r.p.c.Now()), Ink: ui.ColMuted}
}

func (r *rows) where(s seal.Seal) string {
	if s.BoxID == "" {
		return ""
	}
	return r.boxes[s.BoxID] + " · " + show.Place(r.p.c.Words(), s.Place)
}

func (p *Page) columns() []ui.Column {
	t := func(key string) string { return p.c.T("seals.col."+key, nil) }
	return []ui.Column{
		{Title: t("number"), Width: 216, Kind: ui.NumberCell},
		{Title: t("custody"), Width: 104, Kind: ui.StateCell},
		{Title: t("condition"), Width: 92, Kind: ui.StateCell},
		{Title: t("where")},
		{Title: t("kind"), Width: 88, Minor: true},
		{Title: t("changed"), Width: 104, End: true, Minor: true},
	}
}

// custody is the badge of a state of custody.
func custody(w *words.Words, c seal.Custody) ui.State {
	s := ui.State{Word: show.Custody(w, c), Tone: ui.ToneCalm}
	switch c {
	case seal.Applied:
		s.Icon, s.Tone = ui.IcCheck, ui.ToneRight
	case seal.Scrapped:
		s.Icon, s.Tone = ui.IcDash, ui.ToneUnknown
	case seal.Lost:
		s.Icon, s.Tone = ui.IcQuery, ui.ToneUnknown
	case seal.Damaged:
		s.Icon, s.Tone = ui.IcBang, ui.ToneLook
	}
	return s
}

// condition is the badge of a condition.
func condition(w *words.Words, c seal.Condition) ui.State {
	s := ui.State{Word: show.Condition(w, c), Icon: ui.IcCheck, Tone: ui.ToneRight}
	switch c {
	case seal.Broken, seal.Missing:
		s.Icon, s.Tone = ui.IcCross, ui.ToneWrong
	case seal.Worn:
		s.Icon, s.Tone = ui.IcBang, ui.ToneLook
	case "":
		return ui.State{}
	}
	return s
}
