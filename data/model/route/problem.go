package route

import (
	"math"
	"slices"
	"time"
)

// problem is a day in seconds from now. Its places are the stops that have one, by
// their number here, then the start and the end.
type problem struct {
	n      int
	wide   int       // n + 2: row length of leg
	leg    []float64 // from*wide + to
	stay   []float64
	from   []float64 // -Inf = none
	until  []float64 // +Inf = none
	timed  []bool
	any    bool // any timed stop
	locked int
	w      Weights
	near   [][]int // of each stop: the stops that it may well be beside
}

// neighbours is how many stops each may be moved beside in the quick search. More
// find hardly anything (TestSolve_IsNearTheOptimum).
const neighbours = 10

func newProblem(m *matrix, d Day, known []int, w Weights) *problem {
	n := len(known)
	p := &problem{n: n, wide: n + 2, w: w, leg: make([]float64, (n+2)*(n+2)),
		stay: make([]float64, n+2), from: make([]float64, n+2), until: make([]float64, n+2), timed: make([]bool, n+2)}
	place := append(slices.Clone(known), m.n, m.n+1)
	for i, a := range place {
		for j, b := range place {
			p.leg[i*p.wide+j] = m.legs[a][b].Time.Seconds()
		}
		p.from[i], p.until[i] = math.Inf(-1), math.Inf(1)
	}
	for i, k := range known {
		s := d.Stops[k]
		p.stay[i] = max(0, s.Stay.Seconds())
		if !s.From.IsZero() {
			p.from[i] = seconds(s.From, d.Now)
		}
		if !s.Until.IsZero() {
			p.until[i] = max(seconds(s.Until, d.Now), p.from[i])
		}
		p.timed[i] = !s.From.IsZero() || !s.Until.IsZero()
		p.any = p.any || p.timed[i]
		if k < d.Locked {
			p.locked++
		}
	}
	p.findNear()
	return p
}

func seconds(t, now time.Time) float64 { return t.Sub(now).Seconds() }

func (p *problem) way(a, b int) float64 { return p.leg[a*p.wide+b] }

func (p *problem) findNear() {
	p.near = make([][]int, p.n)
	for i := range p.n {
		all := make([]int, 0, p.n)
		for j := range p.n {
			if j != i {
				all = append(all, j)
			}
		}
		slices.SortStableFunc(all, func(a, b int) int {
			x, y := min(p.way(i, a), p.way(a, i)), min(p.way(i, b), p.way(b, i))
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return a - b
		})
		p.near[i] = all[:min(neighbours, len(all))]
	}
}

// cost of an order, given up as soon as it reaches limit.
func (p *problem) cost(order []int, limit float64) float64 {
	t, c, at := 0.0, 0.0, p.n
	for _, s := range order {
		d := p.way(at, s)
		t, c = t+d, c+d
		if p.timed[s] {
			var fine float64
			t, fine = p.serve(s, t)
			c += fine
		}
		if c >= limit {
			return math.Inf(1)
		}
		t, at = t+p.stay[s], s
	}
	return c + p.way(at, p.n+1)
}

// serve is when a stop that is reached at t is begun, and what waiting or lateness costs.
func (p *problem) serve(s int, t float64) (begin, fine float64) {
	if t < p.from[s] {
		fine = (p.from[s] - t) * p.w.Wait
		t = p.from[s]
	}
	if t > p.until[s] {
		fine += (t - p.until[s]) * p.w.Late
	}
	return t, fine
}
