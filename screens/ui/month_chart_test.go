package ui

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTheScaleOfAChartIsRoundAndHoldsTheHighestBar(t *testing.T) {
	for highest, want := range map[float64]float64{388: 400, 41: 60, 1: 1, 0: 1, 1000: 1000, 1001: 1200, 9_000: 10_000} {
		if top, _ := roundScale(highest); top < want-0.001 || top > want+0.001 {
			t.Errorf("%v: %v, want %v", highest, top, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		highest := rapid.Float64Range(0.01, 1e6).Draw(t, "highest")
		top, steps := roundScale(highest)
		if top < highest*0.999 || top > highest*1.7 || steps < 1 || steps > 3 {
			t.Fatalf("%v: %v in %d", highest, top, steps)
		}
	})
}

func TestTheAxisIsShort(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 200: "200", 0.5: "0.5", 12_000: "12k", 7_500: "7500"} {
		if got := axisWord(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}
