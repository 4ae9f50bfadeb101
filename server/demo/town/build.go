package town

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"dianqin/data/model/geo"
)

// smallest is half the side of the smallest town: less than 5 km is no town.
const smallest = 2500.0

// builder holds what is only needed while a town is being built.
type builder struct {
	*Town
	rng    *rand.Rand
	names  *namer
	water  water
	tracks []track // what houses keep away from
	us, vs []arterial
	reach  float64 // streets go a little further than houses
}

// arterial is a road across the whole town, at a fixed u or v.
type arterial struct {
	at     float64
	street int
}

func build(seed uint64, centre geo.Point, half float64) *Town {
	rng := rand.New(rand.NewPCG(seed, 7))
	b := &builder{
		Town:  &Town{Centre: centre, Half: half, seed: seed, plane: geo.NewPlane(centre)},
		rng:   rng,
		names: newNamer(rng),
		water: water{half / 5000},
		reach: half * 1.08,
	}
	b.addWater()
	b.addTracks()
	b.us, b.vs = b.arterials(true), b.arterials(false)
	for i := range len(b.us) - 1 {
		for j := range len(b.vs) - 1 {
			b.superblock(i, j)
		}
	}
	b.addDistricts()
	return b.Town
}

// bend turns the straight grid into a town that grew.
func bend(u, v float64) xy {
	return xy{
		u + 260*math.Sin(v/2600+0.4) + 80*math.Sin(u/1500+v/1900),
		v + 230*math.Sin(u/2900) + 70*math.Sin(v/1300-u/2300),
	}
}

// xy is a place on the plane, metres from the centre.
type xy struct{ x, y float64 }

func (b *builder) uniform(lo, hi float64) float64 { return lo + b.rng.Float64()*(hi-lo) }

func (b *builder) geo(p xy) geo.Point { return b.plane.Point(p.x, p.y) }

func (b *builder) point(p xy) orb.Point {
	g := b.geo(p)
	return orb.Point{g.Lon, g.Lat}
}

func (b *builder) line(pts []xy) orb.LineString {
	l := make(orb.LineString, len(pts))
	for i, p := range pts {
		l[i] = b.point(p)
	}
	return l
}

// ring closes pts.
func (b *builder) ring(pts []xy) orb.Ring {
	r := make(orb.Ring, 0, len(pts)+1)
	for _, p := range pts {
		r = append(r, b.point(p))
	}
	return append(r, r[0])
}

func (b *builder) ground(kind, name string, g orb.Geometry) {
	b.Ground = append(b.Ground, Feature{kind, name, g})
}

// addDistricts names the quarters of the town.
func (b *builder) addDistricts() {
	for _, d := range []struct {
		x, y float64
		name string
	}{
		{500, 200, "示例新区"}, {-3300, 3000, "云溪镇"}, {3500, 1200, "高新园区"}, {-3500, -800, "望江街道"},
		{900, -2000, "锦和街道"}, {3300, -3900, "东港工业区"}, {-3200, -4200, "白荷镇"},
		{600, 4100, "北湖街道"}, {400, 1900, "滨江街道"},
	} {
		k := b.Half / 5000
		b.ground("district", d.name, b.point(xy{d.x * k, d.y * k}))
	}
}
