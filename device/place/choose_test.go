package place

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestChoose_TakesTheOneThatSaysMost(t *testing.T) {
	now := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	fix := func(source string, age time.Duration, accuracy float64) Fix {
		return Fix{Lat: 1, Lon: 1, Source: source, AccuracyM: accuracy, At: now.Add(-age)}
	}
	for name, c := range map[string]struct {
		fixes []Fix
		want  int // -1: none
	}{
		"nothing":                           {nil, -1},
		"satellites before a finer network": {[]Fix{fix("network", 0, 8), fix("gps", time.Second, 12)}, 1},
		"a network before old satellites":   {[]Fix{fix("gps", time.Minute, 5), fix("network", 0, 40)}, 1},
		"old satellites before a cell":      {[]Fix{fix("gps", time.Minute, 5), fix("network", 0, 2000)}, 0},
		"what says nothing is vague":        {[]Fix{fix("network", 0, 0), fix("fused", 0, 60)}, 1},
		"stale is none":                     {[]Fix{fix("gps", Stale+time.Second, 5)}, -1},
		"off the globe is none":             {[]Fix{{Lat: 91, At: now}, {Lat: math.NaN(), At: now}}, -1},
		"a clock that was set back":         {[]Fix{fix("gps", -time.Hour, 5)}, 0},
	} {
		got, ok := Choose(now, c.fixes...)
		if ok != (c.want >= 0) || ok && got != c.fixes[c.want] {
			t.Errorf("%s: %+v %v", name, got, ok)
		}
	}
}

func TestChoose_TakesTheSameInAnyOrder(t *testing.T) {
	now := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var fixes []Fix
		for i := range rapid.IntRange(0, 5).Draw(t, "fixes") {
			fixes = append(fixes, Fix{Lat: float64(i), Source: rapid.SampledFrom([]string{"gps", "network"}).Draw(t, "source"),
				AccuracyM: float64(rapid.IntRange(1, 500).Draw(t, "accuracy")) + float64(i)/100, // no two alike
				At:        now.Add(-time.Duration(rapid.IntRange(0, 150).Draw(t, "age")) * time.Second)})
		}
		a, okA := Choose(now, fixes...)
		b, okB := Choose(now, rapid.Permutation(fixes).Draw(t, "order")...)
		if okA != okB || a != b {
			t.Fatalf("%+v and %+v", a, b)
		}
		if okA && now.Sub(a.At) > Stale {
			t.Fatalf("%+v is stale", a)
		}
	})
}
