package local

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dianqin/data/model/work"
	"dianqin/data/wire"
)

// TestARestoreIsNoticedByAPhoneWhoseBaseWasLost: base.db was made anew and knows no
// epoch; that the server was restored meanwhile must not hide behind that.
func TestARestoreIsNoticedByAPhoneWhoseBaseWasLost(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	page(t, s, 1, town()...)
	op := record(t, s, moved(work.Started))
	no(t, s.Answer(ctx, answersOf(applied(op, 2)), 1))
	no(t, s.Close())
	bases, err := filepath.Glob(filepath.Join(dir, "base*"))
	no(t, err)
	for _, b := range bases {
		no(t, os.Remove(b))
	}
	s = open(t, dir)
	first := end(len(town()), 1)
	no(t, s.ApplyPage(ctx, town(), first))
	if c, err := s.Counts(ctx); err != nil || c.Pending != 0 {
		t.Fatalf("the same server, and %d go up again (%v)", c.Pending, err)
	}
	no(t, s.Close())
	for _, b := range bases {
		no(t, os.Remove(b))
	}
	s = open(t, dir)
	first.Epoch = "e2"
	no(t, s.ApplyPage(ctx, town(), first))
	if c, err := s.Counts(ctx); err != nil || c.Pending != 1 || taskState(t, s) != work.Started {
		t.Errorf("the server was restored, and %d go up again (%v)", c.Pending, err)
	}
}

func answersOf(a ...wire.OpAnswer) []wire.OpAnswer { return a }

// TestWhatARestoredServerJudgesOtherwiseIsSaidAnew: a person must not be told of a
// refusal that the server, which forgot it, does not stand by.
func TestWhatARestoredServerJudgesOtherwiseIsSaidAnew(t *testing.T) {
	s := opened(t)
	page(t, s, 1, town()...)
	op := record(t, s, moved(work.Started))
	answer := func(status wire.OpAnswerStatus, want ...wire.OpAnswerStatus) {
		t.Helper()
		a := applied(op, 2) // which no pull has passed
		a.Status = status
		no(t, s.Answer(ctx, answersOf(a), 1))
		items, err := s.Items(ctx)
		no(t, err)
		var got []wire.OpAnswerStatus
		for _, i := range items {
			got = append(got, i.Status)
		}
		if !slices.Equal(got, want) {
			t.Errorf("after %s the person is told of %v, not %v", status, got, want)
		}
	}
	answer(wire.Refused, wire.Refused)
	no(t, s.ItemSeen(ctx, op.OpId))
	answer(wire.Refused) // said twice, seen once
	no(t, s.ResetBase(ctx))
	answer(wire.Conflict, wire.Conflict)
	no(t, s.ResetBase(ctx))
	answer(wire.Applied)
	page(t, s, 1, town()...)
	if got := taskState(t, s); got != work.Started {
		t.Errorf("what is applied after all is shown as %s", got)
	}
}
