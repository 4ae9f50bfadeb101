package local

import (
	"slices"
	"testing"

	"dianqin/data/model"
)

func TestColumn_ListsWhatTheViewSays(t *testing.T) {
	s := opened(t)
	applied := func() []string {
		t.Helper()
		got, err := s.Column(ctx, model.KindSeal, "number", "custody = ? ORDER BY number", "applied")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	before := applied()
	if len(before) != 3 || !slices.IsSorted(before) {
		t.Fatalf("%v", before)
	}
	record(t, s, removed("1"))
	if after := applied(); len(after) != 2 || slices.Contains(after, "1") {
		t.Errorf("after one was removed: %v", after)
	}
	if got, err := s.Column(ctx, model.KindSeal, "holder_id", "number = ?", before[2]); err != nil || !slices.Equal(got, []string{""}) {
		t.Errorf("without a value: %q, %v", got, err)
	}
	if _, err := s.Column(ctx, "of_tomorrow", "id", "1 = 1"); err == nil {
		t.Error("a kind that is not known has a column")
	}
}
