package town

import (
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"dianqin/data/model/geo"
)

func divided(t testing.TB, town *Town, stations, customers int) []Station {
	t.Helper()
	out, err := town.Partition(stations, customers)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPartition_IsCompleteAndDisjoint(t *testing.T) {
	town := invent(t, 1, 0)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "stations")
		customers := rapid.OneOf(rapid.IntRange(0, town.Flats), rapid.Just(town.Flats)).Draw(t, "customers")
		stations, err := town.Partition(n, customers)
		if err != nil || len(stations) != n {
			t.Fatal(err, len(stations))
		}
		seen, sum := map[int]bool{}, 0
		for _, s := range stations {
			for _, a := range s.Areas {
				for _, share := range a.Shares {
					if seen[share.House] {
						t.Fatalf("house %d is served twice", share.House)
					}
					seen[share.House] = true
					if share.Customers < 1 || share.Customers > town.Houses[share.House].Flats() {
						t.Fatalf("%d customers in a house of %d flats", share.Customers, town.Houses[share.House].Flats())
					}
					sum += share.Customers
				}
			}
		}
		if sum != customers {
			t.Fatalf("%d served, %d asked for", sum, customers)
		}
		if customers == town.Flats && len(seen) != len(town.Houses) {
			t.Fatalf("%d of %d houses", len(seen), len(town.Houses))
		}
	})
}

func TestPartition_AreasAreOfTheSizeOfOneTransformer(t *testing.T) {
	town := invent(t, 2, 0)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "stations")
		customers := rapid.IntRange(0, town.Flats).Draw(t, "customers")
		stations, err := town.Partition(n, customers)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stations {
			for _, a := range s.Areas {
				if c := a.Customers(); c > 250 || c < 60 && len(s.Areas) > 1 || c < 60 && s.Customers() >= 60 {
					t.Fatalf("%s has %d customers of the station's %d", a.Name, c, s.Customers())
				}
			}
		}
	})
}

func TestPartition_StationsAreInOnePieceAndOfOneWeight(t *testing.T) {
	town := invent(t, 3, 100_000)
	for _, n := range []int{1, 5, 12} {
		stations := divided(t, town, n, 100_000)
		inside := map[int]int{} // compound: station
		for i, s := range stations {
			ring := orb.Ring(town.flatAll(s.Region))
			for j, c := range town.Compounds {
				if planar.RingContains(ring, town.flat(at(c.Gate))) {
					if other, ok := inside[j]; ok {
						t.Errorf("%s lies in %s and %s", c.Name, s.Name, stations[other].Name)
					}
					inside[j] = i
				}
			}
			if !planar.RingContains(ring, town.flat(at(s.At))) {
				t.Errorf("the office of %s is not in its region", s.Name)
			}
			if c := s.Customers(); c < 100_000/n*8/10 || c > 100_000/n*12/10 {
				t.Errorf("%s has %d of 100,000 customers among %d", s.Name, c, n)
			}
			for _, a := range s.Areas {
				for _, share := range a.Shares {
					if inside[town.Houses[share.House].Compound] != i {
						t.Fatalf("%s serves a house outside %s", a.Name, s.Name)
					}
				}
			}
		}
		if len(inside) != len(town.Compounds) {
			t.Errorf("%d of %d compounds are in a region", len(inside), len(town.Compounds))
		}
	}
}

func TestPartition_AnAreaIsANeighbourhood(t *testing.T) {
	town := invent(t, 4, 100_000)
	var spread []float64
	far := 0
	for _, s := range divided(t, town, 12, 100_000) {
		for _, a := range s.Areas {
			for _, share := range a.Shares {
				d := geo.Distance(a.At, town.Houses[share.House].At)
				spread = append(spread, d)
				if d > 500 {
					far++
				}
			}
		}
	}
	if share := float64(far) / float64(len(spread)); share > 0.02 {
		t.Errorf("%.1f %% of the houses are more than 500 m from their transformer", 100*share)
	}
}

func TestPartition_NamesAreGivenOnceAndSayWhere(t *testing.T) {
	town := invent(t, 5, 100_000)
	seen := map[string]bool{}
	for _, s := range divided(t, town, 13, 100_000) {
		if seen[s.Name] || !strings.HasSuffix(s.Name, "站") || len([]rune(s.Name)) != 4 {
			t.Errorf("station %q", s.Name)
		}
		seen[s.Name] = true
		for _, a := range s.Areas {
			if seen[a.Name] || !strings.HasSuffix(a.Name, "号台区") {
				t.Fatalf("area %q", a.Name)
			}
			seen[a.Name] = true
			here := false
			for _, share := range a.Shares {
				c := town.Compounds[town.Houses[share.House].Compound]
				here = here || strings.HasPrefix(a.Name, c.Name) || strings.HasPrefix(a.Name, town.Streets[c.Street].Name)
			}
			if !here {
				t.Errorf("%s is not where its name says", a.Name)
			}
		}
	}
}

func TestPartition_OfTheSameTownIsTheSame(t *testing.T) {
	a, b := divided(t, invent(t, 6, 0), 12, 9000), divided(t, invent(t, 6, 0), 12, 9000)
	if !reflect.DeepEqual(a, b) {
		t.Fatal("two partitions differ")
	}
}

func TestPartition_RefusesWhatDoesNotFit(t *testing.T) {
	town := invent(t, 7, 0)
	for _, c := range [][2]int{{0, 10}, {-1, 10}, {len(town.Compounds) + 1, 10}, {3, town.Flats + 1}, {3, -1}} {
		if _, err := town.Partition(c[0], c[1]); err == nil {
			t.Errorf("%d stations for %d customers", c[0], c[1])
		}
	}
	if all := divided(t, town, len(town.Compounds), town.Flats); len(all) != len(town.Compounds) {
		t.Error("a station for each compound was refused")
	}
}

func TestHilbert_NeighboursOnTheCurveAreNeighboursInTown(t *testing.T) {
	const n = 64 // of the corner
	place := map[int][2]int{}
	for x := range n {
		for y := range n {
			place[hilbert(x, y)] = [2]int{x, y}
		}
	}
	if len(place) != n*n {
		t.Fatalf("%d places for %d cells", len(place), n*n)
	}
	for d := 1; d < n*n; d++ {
		a, b := place[d-1], place[d]
		if dx, dy := a[0]-b[0], a[1]-b[1]; dx*dx+dy*dy != 1 {
			t.Fatalf("from %v to %v", a, b)
		}
	}
}
