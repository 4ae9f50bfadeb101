package local

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

func TestOperationsAreNumberedChainedAndSigned(t *testing.T) {
	s := opened(t)
	first, second := record(t, s, removed("1")), record(t, s, removed("2"))
	raw, err := s.Pending(ctx, 10)
	no(t, err)
	if len(raw) != 2 {
		t.Fatalf("%d pending", len(raw))
	}
	hash, err := wire.Hash(raw[0])
	no(t, err)
	if first.DevSeq != 1 || first.Prev != "" || second.DevSeq != 2 || second.Prev != hash {
		t.Errorf("chain is %d %q, %d %q", first.DevSeq, first.Prev, second.DevSeq, second.Prev)
	}
	for _, r := range raw {
		if _, bad := wire.Open(r, key.Public().(ed25519.PublicKey)); bad != nil {
			t.Error(bad)
		}
	}
}

func TestManyAtOnceLeaveNoGap(t *testing.T) {
	s := opened(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 10 {
				if _, err := s.Record(ctx, moved(work.Started), key); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 10 {
		page(t, s, int64(i+2), town()...)
	}
	all.Wait()
	c, err := s.Counts(ctx)
	no(t, err)
	if c.Pending != 40 || c.MadeSeq != 40 {
		t.Errorf("got %+v", c)
	}
}

func TestWhatTheRulesRefuseHereLeavesNoTrace(t *testing.T) {
	s := opened(t)
	for name, op := range map[string]wire.Operation{
		"malformed": draft("seal.sighted", "", seal.Sighted{}),
		"command":   draft("task.assign", "", work.Assignment{TaskID: "t1", ToID: "nobody"}),
	} {
		var why *model.Error
		if _, err := s.Record(ctx, op, key); !errors.As(err, &why) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	c, err := s.Counts(ctx)
	no(t, err)
	if c.MadeSeq != 0 || c.Pending != 0 {
		t.Errorf("got %+v", c)
	}
	// A fact is kept whatever the rules think of it.
	record(t, s, draft("seal.removed", "", seal.TakenOff{Number: "123", BoxID: "b1"}))
}

func TestAnAcknowledgedOperationStaysUntilThePullPassesIt(t *testing.T) {
	s := opened(t)
	op := record(t, s, moved(work.Started))
	no(t, s.Answer(ctx, []wire.OpAnswer{applied(op, 5)}, 1))
	if got := taskState(t, s); got != work.Started {
		t.Fatalf("acknowledged: %s", got)
	}
	page(t, s, 4)
	if got := taskState(t, s); got != work.Started {
		t.Fatalf("before its seq: %s", got)
	}
	page(t, s, 5) // without the row: now only the server's word counts
	if got := taskState(t, s); got != work.Todo {
		t.Errorf("after its seq: %s", got)
	}
	c, err := s.Counts(ctx)
	no(t, err)
	if c.Pending != 0 || c.HeldSeq != 1 || c.MadeSeq != 1 {
		t.Errorf("got %+v", c)
	}
}

func TestNothingIsLetGoBeforeTheFirstPullHasEnded(t *testing.T) {
	s := open(t, t.TempDir())
	first := end(len(town()), 3)
	first.More, first.Cursor = true, map[string]int64{"org": 3} // the station's lane comes later
	no(t, s.ApplyPage(ctx, town(), first))
	op := record(t, s, moved(work.Started))
	no(t, s.Answer(ctx, []wire.OpAnswer{applied(op, 5)}, 1))
	if got := taskState(t, s); got != work.Started {
		t.Fatalf("let go too early: %s", got)
	}
	page(t, s, 5)
	if got := taskState(t, s); got != work.Todo {
		t.Errorf("kept after the pull: %s", got)
	}
}

func TestARefusedOperationLeavesTheViewAndBecomesAnItem(t *testing.T) {
	for _, status := range []wire.OpAnswerStatus{wire.Refused, wire.Conflict, wire.Rejected, wire.Disputed} {
		s := opened(t)
		op := record(t, s, moved(work.Started))
		no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: op.OpId, Status: status, Problem: &wire.Problem{Code: "task.not_yours"},
			Seq: map[string]int64{"station:s1": 9}}}, 1))
		want := work.Todo
		if status == wire.Disputed {
			want = work.Started
		}
		if got := taskState(t, s); got != want {
			t.Errorf("%s: the view shows %s", status, got)
		}
		items, err := s.Items(ctx)
		no(t, err)
		if len(items) != 1 || items[0].Op.OpId != op.OpId || items[0].Problem.Code != "task.not_yours" || items[0].Status != status {
			t.Errorf("%s: items %+v", status, items)
		}
		no(t, s.ItemSeen(ctx, op.OpId))
		if items, _ = s.Items(ctx); len(items) != 0 {
			t.Errorf("%s: still there", status)
		}
	}
}

func TestAHeldOperationIsAskedForAgain(t *testing.T) {
	s := opened(t)
	op := record(t, s, moved(work.Started))
	no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: op.OpId, Status: wire.Held}}, 0))
	if raw, _ := s.Pending(ctx, 10); len(raw) != 1 {
		t.Error("held, and forgotten")
	}
}

func TestAPageIsTakenWholeOrNotAtAll(t *testing.T) {
	s := opened(t)
	better := town()
	better[3].Ver = 7
	broken := append(slices.Clone(better), wire.PullRow{Kind: "seal", Id: "x", State: wire.Live}) // no body
	other := end(len(better), 9)
	other.Epoch = "e2"
	cut := end(len(better)+1, 9)
	for name, err := range map[string]error{
		"a row that cannot be": s.ApplyPage(ctx, broken, end(len(broken), 9)),
		"another epoch":        s.ApplyPage(ctx, better, other),
		"cut short":            s.ApplyPage(ctx, better, cut),
		"no end":               s.ApplyPage(ctx, nil, wire.PullEnd{}),
	} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	_, cursor, err := s.Cursor(ctx)
	no(t, err)
	if n, _ := s.Count(ctx, model.KindCustomer, "ver = 7"); n != 0 || cursor["station:s1"] != 1 {
		t.Errorf("%d rows, cursor %v", n, cursor)
	}
}

func TestARecordThatMovedIntoAnotherLaneIsNotDeletedWithTheOld(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		s := opened(t)
		moved := []wire.PullRow{row(model.KindSeal, "n1", "station:s2", 2, seal.Seal{ID: "n1", Number: "7000000001"}),
			{Kind: "seal", Id: "n1", Lane: "station:s1", Ver: 2, Seq: 9, State: wire.Left}}
		page(t, s, 2, moved[order[0]], moved[order[1]])
		n := 0
		no(t, s.base.QueryRow("SELECT count(*) FROM rec_seal AS r JOIN lane AS l ON l.n = r.lane WHERE r.id = 'n1' AND l.name = 'station:s2'").Scan(&n))
		if n != 1 {
			t.Errorf("order %v: %d", order, n)
		}
	}
}

func TestAfterARestoreTheServerGetsTheLastMonthAgain(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	s, err := Open(t.TempDir(), Options{Now: func() time.Time { return now }})
	no(t, err)
	defer s.Close()
	page(t, s, 1, town()...)
	old := record(t, s, moved(work.Started))
	no(t, s.Answer(ctx, []wire.OpAnswer{applied(old, 1)}, 1))
	now = now.Add(31 * 24 * time.Hour)
	refused, kept, unsent := record(t, s, removed("1")), record(t, s, removed("2")), record(t, s, removed("3"))
	no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: refused.OpId, Status: wire.Rejected}, applied(kept, 9)}, 3))
	no(t, s.ResetBase(ctx))
	raw, err := s.Pending(ctx, 10)
	no(t, err)
	var got []string
	for _, r := range raw {
		var op wire.Operation
		no(t, json.Unmarshal(r, &op))
		got = append(got, op.OpId)
	}
	if want := []string{refused.OpId, kept.OpId, unsent.OpId}; !slices.Equal(got, want) {
		t.Errorf("goes up %v, want %v", got, want)
	}
	epoch, cursor, err := s.Cursor(ctx)
	no(t, err)
	if n, _ := s.Count(ctx, model.KindBox, "1 = 1"); n != 0 || epoch != "" || len(cursor) != 0 {
		t.Errorf("base has %d boxes, %q, %v", n, epoch, cursor)
	}
	restored := end(len(town()), 1)
	restored.Epoch = "e2"
	no(t, s.ApplyPage(ctx, town(), restored))
	for id, want := range map[string]seal.Custody{"n1": seal.Applied, "n2": seal.Removed, "n3": seal.Removed} {
		var sl seal.Seal
		if ok, err := s.Get(ctx, model.KindSeal, id, &sl); !ok || err != nil || sl.Custody != want {
			t.Errorf("%s is %s, want %s (%v)", id, sl.Custody, want, err)
		}
	}
}

func TestWatchersHearWhatChangedOutsideOfLocks(t *testing.T) {
	s := opened(t)
	var heard []model.Kind
	stop := s.OnChange(func(kinds []model.Kind) {
		heard = append(heard, kinds...)
		if err := s.SetSetting("k", "v"); err != nil { // would hang under a lock
			t.Error(err)
		}
	})
	op := record(t, s, moved(work.Started))
	if !slices.Contains(heard, model.KindTask) {
		t.Errorf("a record: heard %v", heard)
	}
	heard = nil
	no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: op.OpId, Status: wire.Rejected}}, 1))
	if !slices.Contains(heard, model.KindTask) {
		t.Errorf("a refusal: heard %v", heard)
	}
	stop()
	heard = nil
	record(t, s, moved(work.Started))
	if heard != nil {
		t.Error("heard after the end")
	}
	if v, ok, err := s.Setting("k"); v != "v" || !ok || err != nil {
		t.Error(v, ok, err)
	}
}

func TestACallerThatGoesLeavesNothingHalfDone(t *testing.T) {
	s := opened(t)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Record(gone, moved(work.Started), key); err == nil {
		t.Error("recorded for nobody")
	}
	record(t, s, moved(work.Started))
	if c, err := s.Counts(ctx); c.MadeSeq != 1 {
		t.Error(c, err)
	}
}
