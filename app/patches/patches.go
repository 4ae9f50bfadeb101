// Package patches is what a person sets by hand in a record: a telephone number, a
// note, a position; and the conflict that such a change may meet, which a person
// resolves by taking one side, the other, or something else. It decides nothing
// itself: a conflict stays open until a person has chosen.
//
//	sheet -> saved -> applied | merged
//	                  conflict -> resolved (mine, theirs, else) -> applied | conflict
package patches

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/wire"
)

// Patches writes patches.
type Patches struct {
	store *local.Store
	rec   *act.Recorder
}

// New wires the use case.
func New(store *local.Store, rec *act.Recorder) *Patches { return &Patches{store, rec} }

// Sheet is a customer as a person is about to change them.
type Sheet struct {
	Customer customer.Customer
	Base     wire.Target // what was on the screen when the change began
}

// Open reads a customer to be changed; customer.unknown where there is none.
func (p *Patches) Open(ctx context.Context, id string) (Sheet, error) {
	s := Sheet{}
	var err error
	if s.Base, err = p.base(ctx, model.KindCustomer, id); err != nil {
		return s, err
	}
	found, err := p.store.Get(ctx, model.KindCustomer, id, &s.Customer)
	if err == nil && !found {
		err = model.Fail("customer.unknown", "id", id)
	}
	return s, err
}

func (p *Patches) base(ctx context.Context, kind model.Kind, id string) (wire.Target, error) {
	ver, epoch, err := p.store.Seen(ctx, kind, id)
	return wire.Target{Kind: string(kind), Id: id, BaseVer: ver, Epoch: epoch}, err
}

// Change is what became of a sheet's fields.
type Change struct {
	Phone, Note string
	Position    *model.Position // nil: as it was
}

// Save sends what differs from the sheet, and says whether anything does. It counts
// on this device at once. A position is no part of it: it is proposed
// (app/atlas.Places), since not every capture is better than what stands.
func (p *Patches) Save(ctx context.Context, s Sheet, c Change) (changed bool, err error) {
	set := fold.Fields{}
	for name, values := range map[string][2]string{"phone": {s.Customer.Phone, c.Phone}, "note": {s.Customer.Note, c.Note}} {
		if now := strings.TrimSpace(values[1]); now != values[0] {
			if set[name], err = json.Marshal(now); err != nil {
				return false, fmt.Errorf("encode %s: %w", name, err)
			}
		}
	}
	if len(set) == 0 {
		return false, nil
	}
	base := s.Base
	_, err = p.rec.Do(ctx, act.Act{Kind: base.Kind, Target: &base, Body: fold.Patch{Set: set}})
	return err == nil, err
}

// Here is where the device is now, nil where that is not known soon enough.
func (p *Patches) Here(ctx context.Context) *model.Position { return p.rec.WhereWithin(ctx, patience) }
