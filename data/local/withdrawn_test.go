package local

import (
	"strings"
	"testing"

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
