package local

import (
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/wire"
)

func TestALaneThatThePersonLostLeavesThePhone(t *testing.T) {
	s := opened(t)
	var told []model.Kind
	s.OnChange(func(kinds []model.Kind) { told = append(told, kinds...) })
	next := customer.Customer{ID: "c9", StationID: "s2", Name: "赵丽"}
	rows := []wire.PullRow{row(model.KindCustomer, "c9", model.StationLane("s2"), 1, next)}
	no(t, s.ApplyPage(ctx, rows, wire.PullEnd{End: true, Epoch: "e1", Rows: 1, Cursor: map[string]int64{"org": 1, "station:s2": 1}}))
	for kind, want := range map[model.Kind]int{model.KindSeal: 0, model.KindTask: 0, model.KindCustomer: 1, model.KindUser: 1} {
		if n, err := s.Count(ctx, kind, "1 = 1"); err != nil || n != want {
			t.Errorf("%d records of %s are left, want %d (%v)", n, kind, want, err)
		}
	}
	if hits, err := s.Search(ctx, "王建国", 10); err != nil || len(hits) != 0 {
		t.Errorf("a customer of a lost lane is found: %v, %v", hits, err)
	}
	if hits, err := s.Search(ctx, "赵丽", 10); err != nil || len(hits) != 1 {
		t.Errorf("the customer of the new lane: %v, %v", hits, err)
	}
	if len(told) == 0 {
		t.Error("no screen was told")
	}
}
