package sim

import (
	"context"
	"encoding/json"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// settle resolves the first open conflict that the phone shows and that its person may
// resolve, as app/patches does: only what differs from what stands is set.
//
//	settle PHONE [mine|theirs|VALUE]
func (p *phone) settle(ctx context.Context, s Step) error {
	e, found, err := p.unsettled(ctx)
	if err != nil || !found {
		return err
	}
	stands := fold.Fields{}
	if _, err := p.store.Get(ctx, e.RecordKind, e.RecordID, &stands); err != nil {
		return err
	}
	b := fold.Patch{Set: fold.Fields{}, Resolves: e.OpID}
	for name, value := range e.Mine {
		switch {
		case len(s) < 3 || s[2] == "mine":
		case s[2] == "theirs":
			value = stands[name]
		default:
			if value, err = json.Marshal(s[2]); err != nil {
				return fmt.Errorf("%q: %w", s, err)
			}
		}
		if string(value) != string(stands[name]) && len(value) > 0 {
			b.Set[name] = value
		}
	}
	ver, epoch, err := p.store.Seen(ctx, e.RecordKind, e.RecordID)
	if err != nil {
		return err
	}
	target := &wire.Target{Kind: string(e.RecordKind), Id: e.RecordID, BaseVer: ver, Epoch: epoch}
	return p.record(ctx, wire.Operation{Kind: target.Kind, Target: target}, b)
}

// unsettled finds that conflict: the first in the order of ids, so that a schedule is
// the same every time it is played.
func (p *phone) unsettled(ctx context.Context) (cases.Exception, bool, error) {
	var u people.User
	known, err := p.store.Get(ctx, model.KindUser, p.user, &u)
	if err != nil || !known {
		return cases.Exception{}, false, err
	}
	rows, err := p.store.ViewRows(ctx, model.KindException)
	if err != nil {
		return cases.Exception{}, false, err
	}
	shown := memory{}
	for _, r := range rows {
		shown.set(model.KindException, r.ID, record{body: r.Body})
	}
	open, err := all[cases.Exception](shown, model.KindException)
	for _, e := range open {
		if e.What != "conflict" || e.State != cases.Open || e.RecordKind != model.KindCustomer {
			continue
		}
		var c customer.Customer
		there, err := p.store.Get(ctx, e.RecordKind, e.RecordID, &c)
		if err != nil || there && u.MayWrite(model.StationLane(c.StationID)) {
			return e, err == nil, err
		}
	}
	return cases.Exception{}, false, err
}
