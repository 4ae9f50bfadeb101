package route

// tour is an order being improved, with running sums over it, so that most changes
// are priced without walking through them: a change that travels further than it can
// save in fines is refused at once, and what remains is priced from one timed stop to
// the next.
//
// Position 0 is the start, n+1 the end, the stops lie between.
type tour struct {
	p    *problem
	o    []int // place by position
	pos  []int // position by place
	cost float64

	ahead []float64 // travel from position 0 to here
	back  []float64 // travel from here to position 0, against the order
	run   []float64 // time from position 0 to here: travel and stays, no waiting
	rerun []float64 // the same against the order: from here down to 0, its own stay included
	leave []float64 // when one leaves, waiting included
	begin []float64 // when a timed stop is begun
	fine  []float64 // fines up to here, its own included
	next  []int     // first timed position at or after
	prev  []int     // last timed position at or before; 0 = none

	tmp []int
}

func newTour(p *problem) *tour {
	m := p.n + 2
	floats := func() []float64 { return make([]float64, m) }
	return &tour{p: p, o: make([]int, m), pos: make([]int, m), tmp: make([]int, 0, m),
		ahead: floats(), back: floats(), run: floats(), rerun: floats(), leave: floats(), begin: floats(), fine: floats(),
		next: make([]int, m+1), prev: make([]int, m+1)}
}

// set takes an order over and sums it up.
func (t *tour) set(order []int) {
	t.o[0] = t.p.n
	copy(t.o[1:], order)
	t.o[t.p.n+1] = t.p.n + 1
	t.sum()
}

// order is the stops in their order.
func (t *tour) order() []int { return t.o[1 : t.p.n+1] }

func (t *tour) sum() {
	p := t.p
	t.pos[t.o[0]] = 0
	for k := 1; k <= p.n+1; k++ {
		a, b := t.o[k-1], t.o[k]
		t.pos[b] = k
		t.ahead[k] = t.ahead[k-1] + p.way(a, b)
		t.back[k] = t.back[k-1] + p.way(b, a)
		t.run[k] = t.run[k-1] + p.stay[a] + p.way(a, b)
		t.rerun[k] = t.rerun[k-1] + p.stay[b] + p.way(b, a)
		at := t.leave[k-1] + p.way(a, b)
		t.fine[k], t.prev[k] = t.fine[k-1], t.prev[k-1]
		if p.timed[b] {
			var fine float64
			at, fine = p.serve(b, at)
			t.fine[k] += fine
			t.prev[k] = k
		}
		t.begin[k] = at
		t.leave[k] = at + p.stay[b]
	}
	t.next[p.n+2] = p.n + 2
	for k := p.n + 1; k >= 0; k-- {
		t.next[k] = t.next[k+1]
		if p.timed[t.o[k]] {
			t.next[k] = k
		}
	}
	t.cost = t.ahead[p.n+1] + t.fine[p.n+1]
}

// piece is a stretch of positions, from its first to its last, perhaps against the order.
type piece struct {
	a, z int // a <= z
	turn bool
}

func (c piece) ends() (first, last int) {
	if c.turn {
		return c.z, c.a
	}
	return c.a, c.z
}

// change replaces the positions from a on by pieces, which hold the same positions up
// to the last of them.
type change struct {
	a      int
	n      int
	pieces [2]piece
}

// gainful is what a change must save, in seconds: more than sums can be off.
const gainful = 1e-6

// try makes a change if it saves something.
func (t *tour) try(c change) bool {
	p := t.p
	// What is travelled, in a few additions.
	at, z := t.o[c.a-1], c.a-1
	travel := t.ahead[c.a-1]
	for _, pc := range c.pieces[:c.n] {
		first, last := pc.ends()
		travel += p.way(at, t.o[first])
		if pc.turn {
			travel += t.back[pc.z] - t.back[pc.a]
		} else {
			travel += t.ahead[pc.z] - t.ahead[pc.a]
		}
		at = t.o[last]
		z += pc.z - pc.a + 1
	}
	travel += p.way(at, t.o[z+1]) + t.ahead[p.n+1] - t.ahead[z+1]
	limit := t.cost - gainful
	if travel+t.fine[c.a-1] >= limit {
		return false
	}
	if t.next[c.a] <= p.n && t.fines(c, z+1, limit-travel) >= limit-travel {
		return false
	}
	t.apply(c, z)
	return true
}

// fines are those of a change, given up when they reach limit. rest is the first
// position that stays where it is.
func (t *tour) fines(c change, rest int, limit float64) float64 {
	p := t.p
	now, fine, at := t.leave[c.a-1], t.fine[c.a-1], t.o[c.a-1]
	for _, pc := range c.pieces[:c.n] {
		first, last := pc.ends()
		now += p.way(at, t.o[first])
		now, fine = t.pass(pc, now, fine)
		if fine >= limit {
			return fine
		}
		at = t.o[last]
	}
	now += p.way(at, t.o[rest])
	cur := rest
	for k := t.next[rest]; k <= p.n; k = t.next[k+1] {
		now += t.run[k] - t.run[cur]
		begin, f := p.serve(t.o[k], now)
		now, fine, cur = begin, fine+f, k
		if fine >= limit {
			return fine
		}
		if begin == t.begin[k] { // from here on the day is as it was
			return fine + t.fine[p.n+1] - t.fine[k]
		}
	}
	return fine
}

// pass goes through a piece that is reached at now, and says when one leaves it.
func (t *tour) pass(pc piece, now, fine float64) (leave, fines float64) {
	p := t.p
	if pc.turn {
		cur := pc.z
		for k := t.prev[pc.z]; k >= pc.a; k = t.prev[k-1] {
			begin, f := p.serve(t.o[k], now+t.rerun[cur]-t.rerun[k])
			now, fine, cur = begin, fine+f, k
		}
		return now + t.rerun[cur] - t.rerun[pc.a] + p.stay[t.o[pc.a]], fine
	}
	cur := pc.a
	for k := t.next[pc.a]; k <= pc.z; k = t.next[k+1] {
		begin, f := p.serve(t.o[k], now+t.run[k]-t.run[cur])
		now, fine, cur = begin, fine+f, k
	}
	return now + t.run[pc.z] - t.run[cur] + p.stay[t.o[pc.z]], fine
}

// apply makes a change that ends at position z.
func (t *tour) apply(c change, z int) {
	t.tmp = t.tmp[:0]
	for _, pc := range c.pieces[:c.n] {
		if !pc.turn {
			t.tmp = append(t.tmp, t.o[pc.a:pc.z+1]...)
			continue
		}
		for k := pc.z; k >= pc.a; k-- {
			t.tmp = append(t.tmp, t.o[k])
		}
	}
	copy(t.o[c.a:z+1], t.tmp)
	t.sum()
}
