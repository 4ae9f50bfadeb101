package local

import (
	"os"
	"path/filepath"
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
