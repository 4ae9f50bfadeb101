package town

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dianqin/data/model/geo"
)

// centre is open sea: nobody can take the town for a real one.
var centre = geo.Point{Lat: 30.5, Lon: 124.5}

func invent(t testing.TB, seed uint64, customers int) *Town {
	t.Helper()
	town, err := Generate(Plan{Seed: seed, Centre: centre, Customers: customers})
	if err != nil {
		t.Fatal(err)
	}
	return town
}

func TestGenerate_TheSameSeedBuildsTheSameTown(t *testing.T) {
	a, b, c := invent(t, 1, 0), invent(t, 1, 0), invent(t, 2, 0)
	if !reflect.DeepEqual(a, b) {
		t.Error("two towns of one seed differ")
	}
	if reflect.DeepEqual(a.Houses, c.Houses) {
		t.Error("another seed built the same houses")
	}
}

func TestGenerate_BuildsForAsManyAsPlanned(t *testing.T) {
	for _, n := range []int{0, 1000, 100_000, 300_000} {
		town := invent(t, 3, n)
		if town.Flats < n || n > 200_000 && town.Flats > n*5/4 {
			t.Errorf("%d flats for %d customers", town.Flats, n)
		}
		sum := 0
		for _, h := range town.Houses {
			if f := h.Flats(); f < 1 || f > maxFlats {
				t.Fatalf("a house of %d flats", f)
			}
			sum += h.Flats()
		}
		if sum != town.Flats {
			t.Errorf("%d flats counted, %d said", sum, town.Flats)
		}
		t.Logf("%d customers: %.0f m, %d streets, %d compounds, %d houses, %d flats", n, 2*town.Half,
			len(town.Streets), len(town.Compounds), len(town.Houses), town.Flats)
	}
}

func TestGenerate_RefusesAPlanThatCannotBe(t *testing.T) {
	for name, p := range map[string]Plan{
		"nowhere":  {Centre: geo.Point{Lat: math.NaN()}},
		"the pole": {Centre: geo.Point{Lat: 89.9}},
		"fewer":    {Centre: centre, Customers: -1},
		"too many": {Centre: centre, Customers: MaxCustomers + 1},
	} {
		if _, err := Generate(p); err == nil {
			t.Errorf("%s was built", name)
		}
	}
}

// flat is a WGS84 geometry point on the town's plane, in metres.
func (t *Town) flat(p orb.Point) orb.Point {
	x, y := t.plane.XY(geo.Point{Lat: p[1], Lon: p[0]})
	return orb.Point{x, y}
}

func (t *Town) flatAll(pts []orb.Point) []orb.Point {
	out := make([]orb.Point, len(pts))
	for i, p := range pts {
		out[i] = t.flat(p)
	}
	return out
}

func (t *Town) toStreet(street int, p orb.Point) float64 {
	best := math.Inf(1)
	for _, l := range t.Streets[street].Lines {
		best = min(best, planar.DistanceFrom(orb.LineString(t.flatAll(l)), p))
	}
	return best
}

func at(p geo.Point) orb.Point { return orb.Point{p.Lon, p.Lat} }

// Every house stands inside its compound, and the compound's gate opens to the street
// that the address names.
func TestHouses_StandAtTheStreetThatTheirAddressNames(t *testing.T) {
	for seed := range uint64(3) {
		town := invent(t, seed, 0)
		for i, c := range town.Compounds {
			if d := town.toStreet(c.Street, town.flat(at(c.Gate))); d > kerb+12 {
				t.Errorf("%s: its gate is %.0f m from %s", c.Name, d, town.Streets[c.Street].Name)
			}
			wall := orb.Ring(town.flatAll(c.Outline))
			if d := planar.DistanceFrom(wall, town.flat(at(c.Gate))); d > 12 {
				t.Errorf("%s: its gate is %.0f m from its wall", c.Name, d)
			}
			for j := c.First; j < c.First+c.Count; j++ {
				h := town.Houses[j]
				if h.Compound != i || !planar.RingContains(wall, town.flat(at(h.At))) {
					t.Errorf("house %d does not stand in %s", j, c.Name)
				}
				if !strings.HasPrefix(town.Address(j), town.Streets[c.Street].Name) {
					t.Errorf("house %d: %s is not at %s", j, town.Address(j), town.Streets[c.Street].Name)
				}
			}
		}
	}
}

func TestHouses_AreAllInACompoundAndNowhereTwice(t *testing.T) {
	town := invent(t, 5, 0)
	next := 0
	for _, c := range town.Compounds {
		if c.First != next || c.Count < 1 {
			t.Fatalf("%s begins at %d, not %d", c.Name, c.First, next)
		}
		next += c.Count
	}
	if next != len(town.Houses) {
		t.Fatalf("%d of %d houses are in a compound", next, len(town.Houses))
	}
	seen := map[string]bool{}
	for i, h := range town.Houses {
		for f := range h.Flats() {
			a := town.FlatAddress(i, f)
			if seen[a] {
				t.Fatalf("%s twice", a)
			}
			seen[a] = true
		}
	}
}

func TestHouses_StandOnDryGround(t *testing.T) {
	town := invent(t, 6, 0)
	for _, f := range town.Ground {
		if f.Kind != "river" && f.Kind != "canal" {
			continue
		}
		water := orb.Ring(town.flatAll(f.Geometry.(orb.Polygon)[0]))
		for i, h := range town.Houses {
			if planar.RingContains(water, town.flat(at(h.At))) {
				t.Errorf("house %d stands in the %s", i, f.Kind)
			}
		}
	}
}

func TestCompounds_AreNumberedAlongTheirStreet(t *testing.T) {
	town := invent(t, 7, 0)
	taken := map[[2]int]string{}
	for _, c := range town.Compounds {
		key := [2]int{c.Street, c.Number}
		if other, ok := taken[key]; ok {
			t.Errorf("%s and %s share %s%d", c.Name, other, town.Streets[c.Street].Name, c.Number)
		}
		taken[key] = c.Name
		if c.Number < 2 || c.Number%2 != 0 {
			t.Errorf("%s has number %d", c.Name, c.Number)
		}
	}
	// On a street the number grows by two each 12 m of the straight grid, which bend
	// stretches or shortens by less than half.
	for _, a := range town.Compounds {
		for _, b := range town.Compounds {
			if a.Street == b.Street && a.Number < b.Number {
				d, n := geo.Distance(a.Gate, b.Gate), float64(b.Number-a.Number)*6
				if d < n/2-20 || d > n*3/2+20 {
					t.Fatalf("%s: %d and %d are %.0f m apart", town.Streets[a.Street].Name, a.Number, b.Number, d)
				}
			}
		}
	}
}

func TestNames_OfStreetsAndCompoundsAreGivenOnce(t *testing.T) {
	town := invent(t, 8, 400_000) // large enough to run short of them
	seen := map[string]bool{}
	for _, s := range town.Streets {
		if seen[s.Name] || len([]rune(s.Name)) < 3 {
			t.Fatalf("street %q", s.Name)
		}
		seen[s.Name] = true
	}
	for _, c := range town.Compounds {
		if seen[c.Name] || len([]rune(c.Name)) < 3 {
			t.Fatalf("compound %q", c.Name)
		}
		seen[c.Name] = true
	}
}

func TestFlatAddress_CountsFloors(t *testing.T) {
	town := invent(t, 9, 0)
	for i, h := range town.Houses {
		if h.Floors >= 9 && h.PerFloor == 4 {
			if a := town.FlatAddress(i, 0); !strings.HasSuffix(a, "101室") {
				t.Errorf("the first flat is %s", a)
			}
			if a := town.FlatAddress(i, 4*8+3); !strings.HasSuffix(a, "904室") {
				t.Errorf("the last of the ninth floor is %s", a)
			}
			return
		}
	}
	t.Fatal("no tower in town")
}

func BenchmarkHundredThousandCustomers(b *testing.B) {
	for b.Loop() {
		town := invent(b, 1, 100_000)
		if _, err := town.Partition(12, 100_000); err != nil {
			b.Fatal(err)
		}
	}
}
