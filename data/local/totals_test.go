package local

import (
	"os"
	"strings"
	"testing"

	"dianqin/data/model/seal"
	"dianqin/data/wire"
)

func TestFilesAreCountedWithWhatTheServerConfirmed(t *testing.T) {
	s := opened(t)
	var kept []NewFile
	for _, text := range []string{"one", "three"} {
		f, err := s.KeepFile(ctx, strings.NewReader(text), 100)
		no(t, err)
		kept = append(kept, f)
	}
	_, err := s.Record(ctx, moved("started"), key, kept...)
	no(t, err)
	no(t, s.FileDone(ctx, kept[1].SHA256))
	got, err := s.FileTotals(ctx)
	if err != nil || got != (FileTotals{Made: 2, Confirmed: 1, MadeBytes: 8, ConfirmedBytes: 5}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestTheDataIsMeasuredOnTheDisk(t *testing.T) {
	s := opened(t)
	before, err := s.DiskBytes()
	no(t, err)
	no(t, os.WriteFile(s.filePath("x"), make([]byte, 5000), 0o600))
	if after, err := s.DiskBytes(); err != nil || after < before+5000 {
		t.Errorf("%d after %d, %v", after, before, err)
	}
}

func TestAnItemThatWasPutAwayComesBack(t *testing.T) {
	s := opened(t)
	op := record(t, s, draft("seal.removed", "", seal.TakenOff{Number: "1", BoxID: "b1"}))
	no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: op.OpId, Status: wire.Disputed}}, 1))
	no(t, s.ItemSeen(ctx, op.OpId))
	if c, _ := s.Counts(ctx); c.Items != 0 {
		t.Fatalf("%d items", c.Items)
	}
	no(t, s.ItemBack(ctx, op.OpId))
	if c, _ := s.Counts(ctx); c.Items != 1 {
		t.Errorf("%d items", c.Items)
	}
}
