package route

import (
	"context"
	"math"
	"math/rand/v2"
	"time"

	"dianqin/data/model/geo"
)

// Order plans a day from start at now: nearest neighbour and earliest due as first
// plans, 2-opt and Or-opt to a local best, then kicks (double bridge) for as many
// rounds as given (0 = 40) while the context lives.
func Order(ctx context.Context, r Router, start geo.Point, now time.Time, stops []Stop, w Weights, rounds int) (Plan, error) {
	at := make([]geo.Point, 0, len(stops)+1)
	for _, s := range stops {
		at = append(at, s.At)
	}
	legs, err := r.Matrix(ctx, append(at, start))
	if err != nil {
		return Plan{}, err
	}
	p := newProblem(legs, now, stops, w)
	if rounds == 0 {
		rounds = 40
	}
	return p.plan(p.solve(ctx, rounds), now, stops, legs), nil
}

// problem holds the costs in seconds; place n is the start.
type problem struct {
	n         int
	leg       [][]float64
	stay      []float64
	due, by   []float64 // NaN = none
	w         Weights
	fixed     bool // any appointment at all
	tmp, best []int
}

func newProblem(legs [][]Leg, now time.Time, stops []Stop, w Weights) *problem {
	p := &problem{n: len(stops), w: w}
	p.leg = make([][]float64, len(legs))
	for i := range legs {
		p.leg[i] = make([]float64, len(legs))
		for j := range legs[i] {
			p.leg[i][j] = legs[i][j].Time.Seconds()
		}
	}
	rel := func(t time.Time) float64 {
		if t.IsZero() {
			return math.NaN()
		}
		p.fixed = true
		return t.Sub(now).Seconds()
	}
	for _, s := range stops {
		p.stay = append(p.stay, s.Stay.Seconds())
		p.due, p.by = append(p.due, rel(s.Due)), append(p.by, rel(s.Before))
	}
	p.tmp = make([]int, p.n)
	return p
}

// cost of an order, given up as soon as it exceeds limit.
func (p *problem) cost(order []int, limit float64) float64 {
	t, c, at := 0.0, 0.0, p.n
	for _, s := range order {
		d := p.leg[at][s]
		t += d
		c += d
		if p.fixed {
			if due := p.due[s]; due == due {
				if t > due {
					c += (t - due) * p.w.Late
				} else {
					c += (due - t) * p.w.Wait
					t = due
				}
			}
			if by := p.by[s]; by == by && t > by {
				c += (t - by) * p.w.Late
			}
		}
		if c >= limit {
			return math.Inf(1)
		}
		t += p.stay[s]
		at = s
	}
	return c
}

func (p *problem) solve(ctx context.Context, rounds int) []int {
	best := p.nearest()
	bc := p.improve(best)
	if p.fixed {
		if o := p.earliest(); true {
			if c := p.improve(o); c < bc {
				best, bc = o, c
			}
		}
	}
	if p.n < 5 {
		return best
	}
	rng := rand.New(rand.NewPCG(1, uint64(p.n)))
	cur := make([]int, p.n)
	for range rounds {
		if ctx.Err() != nil {
			break
		}
		kick(rng, best, cur)
		if c := p.improve(cur); c < bc-1e-9 {
			copy(best, cur)
			bc = c
		}
	}
	return best
}

func (p *problem) nearest() []int {
	used := make([]bool, p.n)
	var o []int
	for at := p.n; len(o) < p.n; {
		k := -1
		for i := range p.n {
			if !used[i] && (k < 0 || p.leg[at][i] < p.leg[at][k]) {
				k = i
			}
		}
		used[k], at = true, k
		o = append(o, k)
	}
	return o
}

// earliest puts appointments in time order and the rest where they cost least.
func (p *problem) earliest() []int {
	var o, rest []int
	for _, s := range p.nearest() {
		if d := p.when(s); d == d {
			i := len(o)
			for i > 0 && p.when(o[i-1]) > d {
				i--
			}
			o = append(o[:i], append([]int{s}, o[i:]...)...)
		} else {
			rest = append(rest, s)
		}
	}
	for _, s := range rest {
		bi, bc := 0, math.Inf(1)
		for i := 0; i <= len(o); i++ {
			t := append(append(append([]int{}, o[:i]...), s), o[i:]...)
			if c := p.cost(t, bc); c < bc {
				bi, bc = i, c
			}
		}
		o = append(o[:bi], append([]int{s}, o[bi:]...)...)
	}
	return o
}

func (p *problem) when(s int) float64 {
	if d := p.due[s]; d == d {
		return d
	}
	return p.by[s]
}

// improve runs 2-opt (reverse a stretch) and Or-opt (move one to three stops, either
// way round) until neither helps.
func (p *problem) improve(o []int) float64 {
	c := p.cost(o, math.Inf(1))
	for better := true; better; {
		better = false
		for i := 0; i < p.n-1; i++ {
			for j := i + 1; j < p.n; j++ {
				if !p.fixed && p.gain2(o, i, j) >= -1e-9 {
					continue
				}
				reverse(o[i : j+1])
				if n := p.cost(o, c-1e-9); n < c {
					c, better = n, true
				} else {
					reverse(o[i : j+1])
				}
			}
		}
		for size := 1; size <= 3; size++ {
			for i := 0; i+size <= p.n; i++ {
				for j := 0; j+size <= p.n; j++ {
					if i == j {
						continue
					}
					for _, flip := range [2]bool{false, true} {
						if size == 1 && flip || !p.fixed && p.gainOr(o, i, j, size, flip) >= -1e-9 {
							continue
						}
						move(p.tmp, o, i, j, size, flip)
						if n := p.cost(p.tmp, c-1e-9); n < c {
							copy(o, p.tmp)
							c, better = n, true
						}
					}
				}
			}
		}
	}
	return c
}

// gain2 is the change of length when o[i..j] is reversed (no appointments).
func (p *problem) gain2(o []int, i, j int) float64 {
	a := p.n
	if i > 0 {
		a = o[i-1]
	}
	d := p.leg[a][o[j]] - p.leg[a][o[i]]
	if j+1 < p.n {
		d += p.leg[o[i]][o[j+1]] - p.leg[o[j]][o[j+1]]
	}
	return d
}

// gainOr is the change of length when size stops from i move to j (no appointments).
func (p *problem) gainOr(o []int, i, j, size int, flip bool) float64 {
	rest := func(k int) int { // o without the stretch
		switch {
		case k < 0:
			return p.n
		case k < i:
			return o[k]
		case k+size < p.n:
			return o[k+size]
		}
		return -1
	}
	leg := func(a, b int) float64 {
		if b < 0 {
			return 0
		}
		return p.leg[a][b]
	}
	a, b := o[i], o[i+size-1]
	d := leg(rest(i-1), rest(i)) - leg(rest(i-1), a) - leg(b, rest(i))
	if flip {
		a, b = b, a
	}
	return d + leg(rest(j-1), a) + leg(b, rest(j)) - leg(rest(j-1), rest(j))
}

func reverse(s []int) {
	for a, b := 0, len(s)-1; a < b; a, b = a+1, b-1 {
		s[a], s[b] = s[b], s[a]
	}
}

// move writes o to dst with the size stops from i standing at j of what remains.
func move(dst, o []int, i, j, size int, flip bool) {
	k := 0
	for r := 0; r < len(o); {
		if k == j {
			for q := range size {
				if flip {
					dst[k] = o[i+size-1-q]
				} else {
					dst[k] = o[i+q]
				}
				k++
			}
		}
		if r == i {
			r += size
			continue
		}
		dst[k] = o[r]
		k, r = k+1, r+1
	}
	if k == j {
		for q := range size {
			if flip {
				dst[k] = o[i+size-1-q]
			} else {
				dst[k] = o[i+q]
			}
			k++
		}
	}
}

// kick swaps two neighbouring stretches: what 2-opt and Or-opt cannot undo.
func kick(rng *rand.Rand, from, to []int) {
	n := len(from)
	a := rng.IntN(n - 2)
	b := a + 1 + rng.IntN(min(n-a-1, 20))
	c := b + 1 + rng.IntN(max(1, min(n-b, 20)))
	c = min(c, n)
	k := copy(to, from[:a])
	k += copy(to[k:], from[b:c])
	k += copy(to[k:], from[a:b])
	copy(to[k:], from[c:])
}

func (p *problem) plan(o []int, now time.Time, stops []Stop, legs [][]Leg) Plan {
	out := Plan{Order: o}
	at, t := p.n, now
	for _, s := range o {
		l := legs[at][s]
		out.Metres += l.Metres
		out.Travel += l.Time
		t = t.Add(l.Time)
		st := stops[s]
		if d := st.Due; !d.IsZero() {
			if t.After(d) {
				out.Late += t.Sub(d)
			} else {
				out.Wait += d.Sub(t)
				t = d
			}
		}
		if d := st.Before; !d.IsZero() && t.After(d) {
			out.Late += t.Sub(d)
		}
		out.Arrive = append(out.Arrive, t)
		t, at = t.Add(st.Stay), s
	}
	return out
}
