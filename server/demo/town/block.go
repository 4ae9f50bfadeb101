package town

import (
	"math"

	"github.com/paulmach/orb"
)

// cell is a rectangle of the straight grid.
type cell struct{ u0, v0, u1, v1 float64 }

func (c cell) inset(m float64) cell { return cell{c.u0 + m, c.v0 + m, c.u1 - m, c.v1 - m} }

func (c cell) middle() xy { return bend((c.u0+c.u1)/2, (c.v0+c.v1)/2) }

// kerb is from the middle of a street to the wall of a compound, metres.
const kerb = 14.0

// superblock fills the square between four arterials by where it lies.
func (b *builder) superblock(i, j int) {
	c := cell{b.us[i].at, b.vs[j].at, b.us[i+1].at, b.vs[j+1].at}
	k := b.Half / 5000
	p := c.middle()
	fromCentre := math.Hypot(p.x-600*k, p.y-200*k)
	roll := b.rng.Float64()
	switch {
	case roll < 0.05 && fromCentre > 900*k:
		b.park(c)
	case p.y < -3000*k && roll < 0.6 || p.x > 3300*k && roll < 0.35:
		b.split(c, 2, 2, Industrial, i, j)
	case fromCentre < 1300*k:
		b.split(c, 4, 4, Commercial, i, j)
	default:
		b.split(c, 3+b.rng.IntN(2), 3+b.rng.IntN(2), Residential, i, j)
	}
}

// side is a street that blocks may open to, with the grid coordinate where it begins.
type side struct {
	street int
	begins float64
}

// split cuts a superblock by local streets and fills the blocks. Each block has a
// street to its west and one to its south.
func (b *builder) split(c cell, nu, nv int, kind Kind, i, j int) {
	cu, cv := b.cuts(c.u0, c.u1, nu), b.cuts(c.v0, c.v1, nv)
	wests := []side{{b.us[i].street, -b.reach - 500}}
	for k := 1; k < nu; k++ {
		s := b.street([2]float64{cu[k], c.v0}, [2]float64{cu[k], c.v1}, local(k, nu), false)
		wests = append(wests, side{s, c.v0})
	}
	souths := []side{{b.vs[j].street, -b.reach - 500}}
	for k := 1; k < nv; k++ {
		s := b.street([2]float64{c.u0, cv[k]}, [2]float64{c.u1, cv[k]}, local(k, nv), false)
		souths = append(souths, side{s, c.u0})
	}
	for a := range nu {
		for d := range nv {
			b.block(cell{cu[a], cv[d], cu[a+1], cv[d+1]}.inset(kerb), kind, wests[a], souths[d])
		}
	}
}

// local is the class of the k-th of n-1 streets through a superblock.
func local(k, n int) Class {
	if k == n/2 {
		return Tertiary
	}
	return Minor
}

func (b *builder) cuts(lo, hi float64, n int) []float64 {
	c := []float64{lo}
	for k := 1; k < n; k++ {
		c = append(c, lo+(hi-lo)*(float64(k)+b.uniform(-0.12, 0.12))/float64(n))
	}
	return append(c, hi)
}

// block makes a compound of a block, or a green, or leaves it where it lies in water
// or out of town.
func (b *builder) block(c cell, kind Kind, west, south side) {
	p := c.middle()
	roll, swap := b.rng.Float64(), b.rng.IntN(2) == 0
	if math.Abs(p.x) > b.Half || math.Abs(p.y) > b.Half || b.water.fromRiver(p) < 40 {
		return
	}
	if kind != Industrial && roll >= 0.045 && roll < 0.08 {
		b.ground("park", b.names.stem()+"绿地", orb.Polygon{b.ring(c.edge())})
		return
	}
	street, number, gate, ok := b.front(c, west, south, swap)
	if !ok {
		return
	}
	kind, name := b.use(kind, roll)
	b.Compounds = append(b.Compounds, Compound{
		Name: name, Kind: kind, Street: street, Number: number,
		Gate: b.geo(gate), Outline: b.ring(c.edge()), First: len(b.Houses),
	})
	b.fill(c, kind)
	made := &b.Compounds[len(b.Compounds)-1]
	if made.Count = len(b.Houses) - made.First; made.Count == 0 {
		b.Compounds = b.Compounds[:len(b.Compounds)-1]
	}
}

// use is what a block becomes.
func (b *builder) use(kind Kind, roll float64) (Kind, string) {
	one := func(of ...string) string { return b.names.named(of[b.rng.IntN(len(of))]) }
	switch {
	case kind == Industrial:
		return Industrial, one("产业园", "机械厂", "物流园", "科技园")
	case roll < 0.035:
		return School, one("小学", "中学", "实验学校")
	case roll < 0.045:
		return Hospital, one("医院")
	case kind == Commercial:
		return Commercial, one("广场", "大厦", "中心", "商厦")
	}
	return Residential, b.names.estate()
}

// front finds a gate on one of the two streets, and its number: two for each 12 m from
// the street's beginning, all on one side. Where the river has taken a street there is
// no gate.
func (b *builder) front(c cell, west, south side, swap bool) (street, number int, gate xy, ok bool) {
	for try := range 2 {
		for _, f := range [...]float64{0.5, 0.3, 0.7, 0.15, 0.85} {
			u, v := c.u0, c.v0+f*(c.v1-c.v0)
			s, along := west, v
			if (try == 0) == swap {
				u, v = c.u0+f*(c.u1-c.u0), c.v0
				s, along = south, u
			}
			// A street's points are a pace apart: so far from the shore both
			// neighbours of the gate are there.
			if p := bend(u, v); b.water.fromRiver(p) > shore+1.5*pace {
				return s.street, 2 * (1 + int((along-s.begins)/12)), p, true
			}
		}
	}
	return 0, 0, xy{}, false
}

// edge walks round a cell on the bent grid.
func (c cell) edge() []xy {
	var p []xy
	walk := func(ua, va, ub, vb float64) {
		n := max(1, int(math.Hypot(ub-ua, vb-va)/120))
		for k := range n {
			t := float64(k) / float64(n)
			p = append(p, bend(ua+(ub-ua)*t, va+(vb-va)*t))
		}
	}
	walk(c.u0, c.v0, c.u1, c.v0)
	walk(c.u1, c.v0, c.u1, c.v1)
	walk(c.u1, c.v1, c.u0, c.v1)
	walk(c.u0, c.v1, c.u0, c.v0)
	return p
}

// park turns a whole superblock green, with a lake and a wood.
func (b *builder) park(c cell) {
	name := b.names.stem()
	p := c.middle()
	b.ground("park", name+"公园", orb.Polygon{b.ring(c.inset(16).edge())})
	var lake, wood []xy
	for k := range 40 {
		t := 2 * math.Pi * float64(k) / 40
		r := 150 + 40*math.Sin(3*t+c.u0) + 25*math.Sin(5*t)
		s, co := math.Sincos(t)
		lake = append(lake, xy{p.x + 1.3*r*co - 40, p.y + 0.8*r*s + 40})
		wood = append(wood, xy{p.x + 160 + 110*co + 20*math.Sin(4*t), p.y - 210 + 80*s})
	}
	b.ground("wood", "", orb.Polygon{b.ring(wood)})
	if b.water.fromRiver(p) > 250 {
		b.ground("lake", name+"湖", orb.Polygon{b.ring(lake)})
	}
}
