package local

import (
	"os"
	"strings"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
)

func TestAWithdrawnPictureWaitsNoLongerUntilItIsTakenBack(t *testing.T) {
	s := opened(t)
	keep := func(text string) NewFile {
		f, err := s.KeepFile(ctx, strings.NewReader(text), 100)
		no(t, err)
		f.Mime, f.Name = "image/jpeg", "a.jpg"
		return f
	}
	original, stamped, other := keep("\xff\xd8 the original"), keep("\xff\xd8 copy"), keep("\xff\xd8 another picture of it")
	record(t, s, draft("file.declared", "t1", evidence.Declared{SHA256: original.SHA256, Bytes: original.Bytes, Mime: "image/jpeg", Name: "a.jpg", BoxID: "b1",
		Copies: []evidence.Copy{{Role: evidence.Stamped, SHA256: stamped.SHA256, Bytes: stamped.Bytes, Mime: "image/jpeg", Name: "a.jpg"}}}), original, stamped)
	record(t, s, draft("file.declared", "t1", evidence.Declared{SHA256: other.SHA256, Bytes: other.Bytes, Mime: "image/jpeg", Name: "b.jpg", BoxID: "b1"}), other)
	waiting := func(want ...string) {
		t.Helper()
		queue, err := s.Files(ctx)
		no(t, err)
		var got []string
		for _, f := range queue {
			got = append(got, f.SHA256)
		}
		c, err := s.Counts(ctx)
		no(t, err)
		totals, err := s.FileTotals(ctx)
		no(t, err)
		if strings.Join(got, " ") != strings.Join(want, " ") || c.Files != len(want) || totals.Made != len(want) {
			t.Errorf("%d counted, %d made, wait: %v, want %v", c.Files, totals.Made, got, want)
		}
	}
	waiting(stamped.SHA256, original.SHA256, other.SHA256) // the small one first: there is something to see
	files, err := Find[evidence.File](ctx, s, model.KindFile, "task_id = ? AND sha256 <> ?", "t1", other.SHA256)
	no(t, err)
	ids := []string{}
	for _, f := range files {
		ids = append(ids, f.ID)
	}
	record(t, s, draft("file.withdrawn", "t1", evidence.Withdrawn{Files: ids}))
	waiting(other.SHA256)
	record(t, s, draft("file.withdrawn", "t1", evidence.Withdrawn{Files: ids, Back: true}))
	waiting(stamped.SHA256, original.SHA256, other.SHA256)
}

func TestBytesThatWereWithdrawnGoWhenTheServerKnowsForLong(t *testing.T) {
	dir, now := t.TempDir(), time.UnixMilli(1e12)
	s, err := Open(dir, Options{Now: func() time.Time { return now }})
	no(t, err)
	page(t, s, 1, town()...)
	f, err := s.KeepFile(ctx, strings.NewReader("\xff\xd8 the original"), 100)
	no(t, err)
	record(t, s, draft("file.declared", "t1", evidence.Declared{SHA256: f.SHA256, Bytes: f.Bytes, Mime: "image/jpeg", Name: "a.jpg", BoxID: "b1"}), f)
	files, err := Find[evidence.File](ctx, s, model.KindFile, "sha256 = ?", f.SHA256)
	no(t, err)
	record(t, s, draft("file.withdrawn", "t1", evidence.Withdrawn{Files: []string{files[0].ID}}))
	there := func(want bool) {
		t.Helper()
		no(t, s.Close())
		s, err = Open(dir, Options{Now: func() time.Time { return now }})
		no(t, err)
		if _, err := os.Stat(f.Path); (err == nil) != want {
			t.Errorf("the bytes are there: %v, want %v", err == nil, want)
		}
	}
	now = now.Add(keepWithdrawn + time.Hour)
	there(true) // the server does not know yet
	files[0].Withdrawn = true
	page(t, s, 2, row(model.KindFile, files[0].ID, model.StationLane("s1"), 2, files[0]))
	there(false)
	no(t, s.Close())
}
