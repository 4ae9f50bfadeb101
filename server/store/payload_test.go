package store

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"dianqin/data/model"
)

func TestPayloads_FitIntoANotifyAndLeaveNothingOut(t *testing.T) {
	var lanes, got []model.Lane
	for i := range 300 {
		lanes = append(lanes, model.Lane("station:"+strings.Repeat("x", i)))
	}
	for _, p := range payloads(lanes) {
		var some []model.Lane
		if err := json.Unmarshal([]byte(p), &some); err != nil || len(p) >= 8000 {
			t.Fatalf("%d bytes: %v", len(p), err)
		}
		got = append(got, some...)
	}
	if !slices.Equal(got, lanes) {
		t.Errorf("%d lanes of %d", len(got), len(lanes))
	}
	if payloads(nil) != nil {
		t.Error("a notice of nothing")
	}
}
