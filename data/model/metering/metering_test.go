package metering

import (
	"slices"
	"testing"
)

func TestBox_FindsItsPlaces(t *testing.T) {
	b := Box{Places: []Place{{Code: "door", Kind: "box"}, {Code: "m1.terminal", Kind: "terminal", MeterID: "m"}}}
	if p, ok := b.Place("m1.terminal"); !ok || p.MeterID != "m" {
		t.Errorf("%+v %v", p, ok)
	}
	if p, ok := b.Place("roof"); ok || p != (Place{}) {
		t.Errorf("%+v %v", p, ok)
	}
}

func TestReadings_UseIsTheStepBetweenNeighbours(t *testing.T) {
	of := func(kwh ...float64) []float64 {
		var r Readings
		for _, k := range kwh {
			r.Months = append(r.Months, Reading{KWh: k})
		}
		return r.Use()
	}
	if got := of(100, 150, 150, 140); !slices.Equal(got, []float64{50, 0, -10}) {
		t.Error(got) // a register that runs backwards shows as such
	}
	if of() != nil || of(100) != nil {
		t.Error("use without two readings")
	}
}
