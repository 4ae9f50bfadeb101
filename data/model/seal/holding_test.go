package seal

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

func TestChain_TellsWhoHadASealWhen(t *testing.T) {
	events := []Event{
		{What: WhatApplied, At: 40, By: "li", BoxID: "b1", Place: "door"},
		{What: WhatReceived, At: 20, By: "keeper"},
		{What: WhatIssued, At: 30, By: "keeper", ToID: "li"},
		{What: WhatSighted, At: 45, By: "wang", BoxID: "b9"},
		{What: WhatApplied, At: 46, By: "wang", BoxID: "b9", Place: "door", Disputed: "seal.cannot_applied"},
		{What: WhatRemoved, At: 50, By: "wang", BoxID: "b1", Custody: Removed},
	}
	want := []Holding{
		{Custody: Purchased, From: 10, Until: 20},
		{Custody: InStore, From: 20, Until: 30, By: "keeper"},
		{Custody: Issued, From: 30, Until: 40, By: "keeper", Holder: "li"},
		{Custody: Applied, From: 40, Until: 50, By: "li", BoxID: "b1", Place: "door"},
		{Custody: Removed, From: 50, By: "wang", Holder: "wang"},
	}
	if got := Chain(&Lot{BoughtAt: 10}, events); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := Chain(nil, events); !slices.Equal(got, want[1:]) {
		t.Errorf("without a lot %+v", got)
	}
	if got := Chain(nil, nil); got != nil {
		t.Errorf("of nothing %+v", got)
	}
}

func TestChain_HasNoGapAndOneEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var events []Event
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			events = append(events, Event{What: rapid.SampledFrom(Whats).Draw(t, "what"), At: model.Millis(rapid.IntRange(0, 50).Draw(t, "at")),
				By: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "by"), ToID: "c", BoxID: "x"})
		}
		var lot *Lot
		if rapid.Bool().Draw(t, "lot") {
			lot = &Lot{BoughtAt: model.Millis(rapid.IntRange(0, 50).Draw(t, "bought"))}
		}
		line := Chain(lot, events)
		for i, h := range line {
			if h.Custody == "" {
				t.Fatalf("%+v has no custody", h)
			}
			last := i == len(line)-1
			if last != (h.Until == 0) && !(h.Until == 0 && line[i+1].From == 0) {
				t.Fatalf("%d of %d ends at %d", i, len(line), h.Until)
			}
			if !last && h.Until < h.From {
				t.Fatalf("%+v ends before it begins", h)
			}
		}
	})
}
