package cases

import (
	"context"
	"fmt"
	"math"

	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// proposed is what somebody proposes for a position, beside what stands.
func (p *Dispute) proposed() []fyne.CanvasObject {
	v := atlas.ProposalOf(p.d.Exception)
	name := p.d.Name
	if p.d.RecordKind == model.KindBox {
		name = show.Tail(name)
	}
	far := ""
	if v.DistanceM > 0 {
		far = p.c.Words().Distance(v.DistanceM)
	}
	parts := []fyne.CanvasObject{
		ui.NewSectionTitle(p.c.T("places.proposal.about", nil)),
		p.facts("places.kind."+string(p.d.RecordKind), name, "cases.col.where", p.d.Address, "places.proposal.apart", far),
		ui.NewSectionTitle(p.c.T("places.proposal.new", nil)), p.spot(v.To),
		ui.NewSectionTitle(p.c.T("places.proposal.old", nil)), p.spot(v.From),
	}
	if v.To.Valid() && p.lead.Map != nil {
		parts = append(parts, ui.NewTonal(ui.IcMap, p.c.T("places.proposal.map", nil), func() {
			p.lead.Map(p.d.RecordKind, p.d.RecordID)
		}))
	}
	return parts
}

// spot is a position as a person can judge it.
func (p *Dispute) spot(at model.Position) fyne.CanvasObject {
	if !at.Valid() {
		return ui.NewText(p.c.T("place.unknown", nil), ui.Small, ui.ColMuted).Wrap()
	}
	exact, mocked := "", ""
	if at.AccuracyM > 0 {
		exact = p.c.T("places.within", map[string]any{"m": int(math.Ceil(at.AccuracyM))})
	}
	if at.Mocked {
		mocked = p.c.T("places.mocked", nil)
	}
	source := at.Source
	if key := "places.source." + source; p.c.Words().Has(key) {
		source = p.c.T(key, nil)
	}
	when := ""
	if at.At != 0 {
		when = show.When(p.c.Words(), at.At, p.c.Now())
	}
	return p.facts("places.at", fmt.Sprintf("%.5f, %.5f", at.Lat, at.Lon), "places.exact", exact, "places.source", source, "places.made", mocked, "cases.disputes.at", when)
}

// judge are the two ends of a proposal.
func (p *Dispute) judge() fyne.CanvasObject {
	page := func(title, done string, usual []string, send func(context.Context, string, string) error) func() {
		return func() {
			p.c.Pane().Push(&decide{a: p.a, c: p.c, title: title, done: done, chosen: -1, usual: usual,
				send:  func(ctx context.Context, reason string) error { return send(ctx, p.d.ID, reason) },
				after: p.c.Pane().Clear})
		}
	}
	return ui.NewActionBar(
		ui.Grow(ui.NewAction(ui.IcCheck, p.c.T("places.accept", nil), page("places.accept", "places.accept.done",
			[]string{"places.accepted.site", "places.accepted.map", "places.accepted.asked"}, p.a.Work.Accept))),
		ui.NewTonal(ui.IcClose, p.c.T("places.refuse", nil), page("places.refuse", "places.refuse.done",
			[]string{"places.refused.map", "places.refused.inexact", "places.refused.again"}, p.a.Work.Settle)))
}
