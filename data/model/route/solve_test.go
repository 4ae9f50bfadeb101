package route

import (
	"math"
	"slices"
	"testing"
)

// heldKarp is the least cost without appointments: every set of stops, every last of them.
func heldKarp(p *problem) float64 {
	n := p.n
	least := make([][]float64, 1<<n)
	for m := range least {
		least[m] = slices.Repeat([]float64{math.Inf(1)}, n)
	}
	for i := range n {
		least[1<<i][i] = p.way(n, i)
	}
	for m := 1; m < 1<<n; m++ {
		for i := range n {
			if m>>i&1 == 0 {
				continue
			}
			for j := range n {
				if m>>j&1 == 0 {
					least[m|1<<j][j] = min(least[m|1<<j][j], least[m][i]+p.way(i, j))
				}
			}
		}
	}
	best := math.Inf(1)
	for i, c := range least[1<<n-1] {
		best = min(best, c+p.way(i, n+1))
	}
	return best
}

// every goes through all orders, appointments included, leaving those that cost more
// than the best already. Locked stops stay.
func every(p *problem) float64 {
	o := make([]int, p.n)
	for i := range o {
		o[i] = i
	}
	best := math.Inf(1)
	var down func(k int, now, cost float64, at int)
	down = func(k int, now, cost float64, at int) {
		if cost >= best {
			return
		}
		if k == p.n {
			best = min(best, cost+p.way(at, p.n+1))
			return
		}
		last := p.n
		if k < p.locked {
			last = k + 1
		}
		for i := k; i < last; i++ {
			o[k], o[i] = o[i], o[k]
			d := p.way(at, o[k])
			begin, fine := p.serve(o[k], now+d)
			down(k+1, begin+p.stay[o[k]], cost+d+fine, o[k])
			o[k], o[i] = o[i], o[k]
		}
	}
	down(0, 0, 0, p.n)
	return best
}

func problemOf(t testing.TB, d Day) *problem {
	t.Helper()
	m, err := ways(t.Context(), Scooter, d)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := placed(d)
	return newProblem(m, d, known, Default)
}

func TestSolve_IsNearTheOptimum(t *testing.T) {
	for _, c := range []struct {
		name            string
		n, appointments int
		locked          int
		back            bool // to where one started
		cases           int
		optimum         func(*problem) float64
		mean, worst     float64
	}{
		{"12 stops", 12, 0, 0, false, 40, heldKarp, 0.0005, 0.01},
		{"12 stops and back", 12, 0, 0, true, 20, heldKarp, 0.0005, 0.01},
		{"3 stops", 3, 0, 0, false, 50, heldKarp, 0, 0},
		{"4 stops, 2 appointments", 4, 2, 0, false, 50, every, 0, 0},
		{"8 stops, 4 appointments", 8, 4, 0, false, 25, every, 0.001, 0.01},
		{"9 stops, 3 appointments, 3 locked, and back", 9, 3, 3, true, 25, every, 0.001, 0.01},
	} {
		t.Run(c.name, func(t *testing.T) {
			mean, worst, exact := 0.0, 0.0, 0
			for seed := range c.cases {
				d := town(uint64(seed), c.n, c.appointments)
				d.Locked = c.locked
				if c.back {
					d.End = d.Start
				}
				p := problemOf(t, d)
				want := c.optimum(p)
				gap := p.cost(p.solve(t.Context()), math.Inf(1))/want - 1
				if gap < -1e-9 {
					t.Fatalf("seed %d: better than the optimum by %g", seed, -gap)
				}
				if gap < 1e-9 {
					exact++
				}
				mean, worst = mean+gap/float64(c.cases), max(worst, gap)
			}
			t.Logf("mean +%.3f %%, worst +%.2f %%, the optimum in %d of %d", mean*100, worst*100, exact, c.cases)
			if mean > c.mean+1e-9 || worst > c.worst+1e-9 {
				t.Error("too far from the optimum")
			}
		})
	}
}
