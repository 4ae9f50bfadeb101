package route

// The changes that are tried: a stretch is turned round (2-opt), or one to three
// stops move elsewhere, either way round (Or-opt).
// Croes 1958; Or 1976. The quick search looks at neighbours of the stops whose
// surroundings changed (Bentley 1992: don't-look bits), the thorough one at all.

// turn reverses positions a..z.
func turn(a, z int) change {
	return change{a: a, n: 1, pieces: [2]piece{{a: a, z: z, turn: true}}}
}

// shift moves positions a..z so that they come before position k, k < a or k > z+1.
func shift(a, z, k int, turned bool) change {
	moved := piece{a: a, z: z, turn: turned}
	if k < a {
		return change{a: k, n: 2, pieces: [2]piece{moved, {a: k, z: a - 1}}}
	}
	return change{a: a, n: 2, pieces: [2]piece{{a: z + 1, z: k - 1}, moved}}
}

// longest is how many stops move together.
const longest = 3

// thorough tries everything until nothing helps.
func (t *tour) thorough() {
	for t.sweep() {
	}
}

func (t *tour) sweep() (better bool) {
	n, lo := t.p.n, t.p.locked+1
	for a := lo; a < n; a++ {
		for z := a + 1; z <= n; z++ {
			better = t.try(turn(a, z)) || better
		}
	}
	for size := 1; size <= longest; size++ {
		for a := lo; a+size-1 <= n; a++ {
			z := a + size - 1
			for k := lo; k <= n+1; k++ {
				if k >= a && k <= z+1 {
					continue
				}
				better = t.try(shift(a, z, k, false)) || size > 1 && t.try(shift(a, z, k, true)) || better
			}
		}
	}
	return better
}

// queue holds stops whose surroundings changed, each once, first in, first out.
type queue struct {
	list []int
	in   []bool
}

func (q *queue) push(stop int) {
	if stop < len(q.in) && !q.in[stop] { // the start and the end never move
		q.in[stop] = true
		q.list = append(q.list, stop)
	}
}

// quick improves around the stops in q until nothing near them helps.
func (t *tour) quick(q *queue) {
	for i := 0; i < len(q.list); i++ {
		v := q.list[i]
		q.in[v] = false
		if t.pos[v] > t.p.locked {
			for t.around(v, q) {
			}
		}
	}
	q.list = q.list[:0]
}

// around tries what puts v beside one of its neighbours.
func (t *tour) around(v int, q *queue) bool {
	for _, u := range t.p.near[v] {
		i, j := t.pos[v], t.pos[u]
		if j <= t.p.locked {
			if j == t.p.locked && t.beside(i, j+1, q) { // the last of the locked has one side
				return true
			}
			continue
		}
		lo, hi := min(i, j), max(i, j)
		if hi-lo > 1 && (t.note(turn(lo+1, hi), q) || t.note(turn(lo, hi-1), q)) {
			return true
		}
		if t.beside(i, j, q) || t.beside(i, j+1, q) {
			return true
		}
	}
	return false
}

// beside tries to move the stretches that begin or end at position i before position k.
func (t *tour) beside(i, k int, q *queue) bool {
	for size := 1; size <= longest; size++ {
		for _, a := range [2]int{i, i - size + 1} {
			z := a + size - 1
			if a <= t.p.locked || z > t.p.n || k >= a && k <= z+1 {
				continue
			}
			if t.note(shift(a, z, k, false), q) || size > 1 && t.note(shift(a, z, k, true), q) {
				return true
			}
			if size == 1 {
				break
			}
		}
	}
	return false
}

// note tries a change, and remembers whose surroundings it changed.
func (t *tour) note(c change, q *queue) bool {
	if !t.try(c) {
		return false
	}
	k := c.a
	q.push(t.o[k-1])
	for _, pc := range c.pieces[:c.n] {
		last := k + pc.z - pc.a
		q.push(t.o[k])
		q.push(t.o[last])
		k = last + 1
	}
	q.push(t.o[k])
	return true
}
