package atlas

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	places "dianqin/data/model/place"
	"dianqin/data/wire"
)

// patience is how long a fix is waited for that is to be kept.
const patience = 8 * time.Second

// Capture is where the device is now, good enough to be proposed or not; nil where it
// does not know soon enough.
func (p *Places) Capture(ctx context.Context) *model.Position {
	return p.rec.WhereWithin(ctx, patience)
}

// Propose says where a customer, usage point, box or area lies. It counts at once where
// the rules believe it; else doubt says why the office looks at it first, and what stood
// stays. It works without a network: the server judges again. An error is a position
// that is none, or a record that is not on this device.
func (p *Places) Propose(ctx context.Context, kind model.Kind, id string, b places.Proposed) (doubt *model.Error, err error) {
	var record struct {
		Position model.Position `json:"position"`
	}
	found, err := p.store.Get(ctx, kind, id, &record)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, model.Fail("record.unknown", "kind", string(kind), "id", id).At("/target")
	}
	ver, epoch, err := p.store.Seen(ctx, kind, id)
	if err != nil {
		return nil, err
	}
	set, err := p.store.World().Policy()
	if err != nil {
		return nil, err
	}
	doubt = places.Doubt(b, record.Position, set.Place(p.rec.Now()), p.rec.User().Has(people.Supervisor))
	_, err = p.rec.Do(ctx, act.Act{Kind: "position.proposed", Body: b,
		Target: &wire.Target{Kind: string(kind), Id: id, BaseVer: ver, Epoch: epoch}})
	return doubt, err
}

// Proposal is a position that waits for the office, or that was decided lately.
type Proposal struct {
	cases.Exception
	From, To  model.Position // what stood when it was proposed, and what is proposed
	DistanceM float64        // between them; 0 where nothing stood
	Decider   string         // name
}

// Proposals lists the positions that were proposed for a record, the newest first: what
// its proposer, and everybody who stands there, may know of them.
func (p *Places) Proposals(ctx context.Context, kind model.Kind, id string) ([]Proposal, error) {
	all, err := local.Find[cases.Exception](ctx, p.store, model.KindException, "1 = 1 ORDER BY at DESC, id LIMIT 1000")
	if err != nil {
		return nil, err
	}
	var out []Proposal
	for _, e := range all {
		if e.RecordKind != kind || e.RecordID != id || !e.Proposal() {
			continue
		}
		one := ProposalOf(e)
		var decider people.User
		if _, err := p.store.Get(ctx, model.KindUser, e.DecidedBy, &decider); err != nil {
			return nil, err
		}
		one.Decider = decider.Name
		out = append(out, one)
	}
	return slices.Clip(out), nil
}

// ProposalOf reads both positions of a proposal.
func ProposalOf(e cases.Exception) Proposal {
	out := Proposal{Exception: e}
	for raw, into := range map[*model.Position]json.RawMessage{&out.To: e.Mine["position"], &out.From: e.Theirs["position"]} {
		if json.Unmarshal(into, raw) != nil { // absent, or none
			*raw = model.Position{}
		}
	}
	if out.From.Valid() && out.To.Valid() {
		out.DistanceM = geo.Distance(pointOf(out.From), pointOf(out.To))
	}
	return out
}
