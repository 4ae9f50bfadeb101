package local

import (
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

func TestInspect_TellsOutboxBaseAndViewApart(t *testing.T) {
	s := opened(t)
	first := record(t, s, moved(work.Started))
	record(t, s, moved(work.Returned))
	no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: first.OpId, Status: wire.Disputed, Seq: map[string]int64{"station:s1": 9}}}, 1))
	got, err := s.Outbox(ctx)
	no(t, err)
	if len(got) != 2 || got[0].OpID != first.OpId || !got[0].Answered || !got[0].Folded || got[0].Status != wire.Disputed ||
		got[1].Answered || got[1].DevSeq != 2 || got[1].Status != "" {
		t.Errorf("outbox: %+v", got)
	}
	base, err := s.BaseRows(ctx, model.KindTask)
	no(t, err)
	view, err := s.ViewRows(ctx, model.KindTask)
	no(t, err)
	if len(base) != 1 || len(view) != 1 || base[0].Lane != lS1 || base[0].Ver != 1 || string(base[0].Body) == string(view[0].Body) {
		t.Errorf("base %+v, view %+v", base, view)
	}
	if _, err := s.BaseRows(ctx, "nothing"); err == nil {
		t.Error("rows of a kind that there is not")
	}
}
