package seals

import (
	"context"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
)

// Apply records that a seal of one's own was put on a place of the box 加封, and that
// it was seen there whole: what a scan said of it before no longer counts.
func (s *Seals) Apply(ctx context.Context, v Visit, number string, at metering.Place) error {
	known, ok, err := s.store.World().SealByNumber(number)
	if err != nil {
		return err
	}
	if ok { // a number of no record is told all the same: the office looks into it
		if _, bad := seal.Next(known, seal.Act{What: seal.WhatApplied, By: s.rec.User().ID, BoxID: v.BoxID, Place: at.Code}); bad != nil {
			return bad
		}
	}
	_, err = s.rec.Do(ctx, act.Act{Kind: "seal.applied", TaskID: v.TaskID, Body: seal.PutOn{Number: number, BoxID: v.BoxID, MeterID: at.MeterID, Place: at.Code}})
	if err != nil {
		return err
	}
	return s.Note(ctx, v, number, at.Code, seal.Intact, "")
}

// Remove records that a seal was taken off 启封, why, and how it looked.
func (s *Seals) Remove(ctx context.Context, v Visit, number, why string, looked seal.Condition) error {
	known, ok, err := s.store.World().SealByNumber(number)
	if err != nil {
		return err
	}
	if ok {
		if _, bad := seal.Next(known, seal.Act{What: seal.WhatRemoved, By: s.rec.User().ID}); bad != nil {
			return bad
		}
	}
	_, err = s.rec.Do(ctx, act.Act{Kind: "seal.removed", TaskID: v.TaskID, Body: seal.TakenOff{Number: number, BoxID: v.BoxID, Reason: why, Condition: looked}})
	return err
}

// Free lists the places of a box where no seal hangs.
func (s *Seals) Free(ctx context.Context, boxID string) ([]metering.Place, error) {
	var box metering.Box
	if _, err := s.store.Get(ctx, model.KindBox, boxID, &box); err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	on, err := local.Find[seal.Seal](ctx, s.store, model.KindSeal, local.OnBox, boxID)
	for _, x := range on {
		taken[x.Place] = true
	}
	var out []metering.Place
	for _, p := range box.Places {
		if !taken[p.Code] {
			out = append(out, p)
		}
	}
	return out, err
}

// station names a supply station; "" where it is not known here.
func (s *Seals) station(ctx context.Context, id string) (string, error) {
	var st grid.Station
	_, err := s.store.Get(ctx, model.KindStation, id, &st)
	return st.Name, err
}
