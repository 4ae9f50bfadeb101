package local

import (
	"strings"
	"testing"

	"dianqin/data/model"
)

func TestSealsOfABoxAreReadThroughTheIndexOfBoxes(t *testing.T) {
	s, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // nothing was written
	view, err := viewOf(model.KindSeal)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.reads.QueryContext(t.Context(), "EXPLAIN QUERY PLAN SELECT count(*) FROM "+view+" WHERE "+OnBox, "b1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	plan := ""
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan += step + "\n"
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(plan, "seal_box_id") || strings.Contains(plan, "seal_custody") {
		t.Errorf("the plan is:\n%s", plan)
	}
}
