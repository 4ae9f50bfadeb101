package route

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Any change is priced as walking through the changed order prices it, and made only
// when it saves; what is added up along the way agrees with what is added up anew.
func TestTry_PricesAChangeAsWalkingWould(t *testing.T) {
	made := 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "stops")
		d := town(rapid.Uint64Range(0, 1000).Draw(t, "seed"), n, rapid.IntRange(0, n).Draw(t, "appointments"))
		if rapid.Bool().Draw(t, "back") {
			d.End = d.Start
		}
		m, _ := ways(t.Context(), one{Scooter}, d)
		known, _ := placed(d)
		p := newProblem(m, d, known, Default)
		tr := newTour(p)
		tr.set(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1)).Perm(n))
		for range rapid.IntRange(1, 30).Draw(t, "changes") {
			c := anyChange(t, n)
			want := slices.Clone(tr.order())
			apply(want, c)
			before, price := tr.cost, p.cost(want, math.Inf(1))
			done := tr.try(c)
			if math.Abs(price-before) > 1e-3 && done != (price < before) {
				t.Fatalf("%+v: made %v, from %g to %g", c, done, before, price)
			}
			if done {
				made++
				if !slices.Equal(tr.order(), want) || math.Abs(tr.cost-price) > 1e-6 {
					t.Fatalf("%+v: %v for %g, want %v for %g", c, tr.order(), tr.cost, want, price)
				}
			}
		}
	})
	if made == 0 {
		t.Fatal("no change was ever made")
	}
}

// anyChange is a turn, or a shift of one to three stops.
func anyChange(t *rapid.T, n int) change {
	a := rapid.IntRange(1, n).Draw(t, "a")
	if rapid.Bool().Draw(t, "turn") {
		return turn(a, rapid.IntRange(a, n).Draw(t, "z"))
	}
	z := min(n, a+rapid.IntRange(0, longest-1).Draw(t, "more"))
	k := rapid.IntRange(1, n+1).Draw(t, "k")
	if k >= a && k <= z+1 {
		return turn(a, z)
	}
	return shift(a, z, k, rapid.Bool().Draw(t, "turned"))
}

// apply makes a change to a plain order, whose first stop has position 1.
func apply(o []int, c change) {
	var out []int
	for _, pc := range c.pieces[:c.n] {
		part := slices.Clone(o[pc.a-1 : pc.z])
		if pc.turn {
			slices.Reverse(part)
		}
		out = append(out, part...)
	}
	copy(o[c.a-1:], out)
}
