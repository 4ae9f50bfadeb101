package cluster

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// town scatters n points over ten kilometres.
func town(n int) []Point {
	r := rand.New(rand.NewPCG(3, 4))
	pts := make([]Point, n)
	for i := range pts {
		pts[i] = Point{0.837 + r.Float64()*0.00026, 0.41 + r.Float64()*0.00026, uint8(r.IntN(4))}
	}
	return pts
}

func check(t interface{ Fatalf(string, ...any) }, pts []Point, ix *Index, z int) {
	seen := make([]bool, len(pts))
	sum := 0
	for _, it := range ix.Query(-1, -1, 2, 2, z, nil) {
		members := ix.Members(it, z, 0)
		if len(members) != int(it.Count) || !slices.Contains(members, it.Point) {
			t.Fatalf("zoom %d: %d members of %d", z, len(members), it.Count)
		}
		var ranks [4]int32
		for _, k := range members {
			if seen[k] {
				t.Fatalf("zoom %d: point %d twice", z, k)
			}
			seen[k] = true
			ranks[min(3, pts[k].Rank)]++
			if pts[k].Rank > it.Rank {
				t.Fatalf("zoom %d: a cluster hides what matters most", z)
			}
		}
		if ranks != it.Ranks || pts[it.Point].Rank != it.Rank {
			t.Fatalf("zoom %d: ranks %v, counted %v", z, it.Ranks, ranks)
		}
		sum += len(members)
	}
	if sum != len(pts) {
		t.Fatalf("zoom %d: %d of %d", z, sum, len(pts))
	}
}

func TestQuery_CountsEveryPointOnceAtEveryZoom(t *testing.T) {
	pts := town(20_000)
	ix := Build(pts, Default)
	for z := 0; z <= 24; z++ {
		check(t, pts, ix, z)
	}
}

func TestQuery_HoldsForAnyPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pts := make([]Point, rapid.IntRange(0, 60).Draw(t, "points"))
		for i := range pts { // often on top of each other
			pts[i] = Point{rapid.SampledFrom([]float64{0, 0.5, 0.5000001, 0.500004, 1}).Draw(t, "x"),
				rapid.SampledFrom([]float64{0, 0.25, 0.250001, 1}).Draw(t, "y"), rapid.Uint8Range(0, 5).Draw(t, "rank")}
		}
		ix := Build(pts, Default)
		check(t, pts, ix, rapid.IntRange(0, 22).Draw(t, "zoom"))
	})
}

func TestQuery_WindowAgreesWithAScan(t *testing.T) {
	ix := Build(town(5000), Default)
	for z := 12; z <= 20; z++ {
		n := 0
		for _, it := range ix.Query(-1, -1, 2, 2, z, nil) {
			if it.X >= 0.83705 && it.X <= 0.83712 && it.Y >= 0.41004 && it.Y <= 0.4102 {
				n++
			}
		}
		if got := len(ix.Query(0.83705, 0.41004, 0.83712, 0.4102, z, nil)); got != n {
			t.Errorf("zoom %d: %d, scan %d", z, got, n)
		}
	}
}

func TestQuery_NonsenseFindsNothingAndEnds(t *testing.T) {
	ix := Build(town(100), Default)
	nan, inf := math.NaN(), math.Inf(1)
	for _, w := range [][4]float64{{nan, 0, 1, 1}, {0, 0, nan, nan}, {1, 1, 0, 0}, {3, 3, 4, 4}} {
		if got := ix.Query(w[0], w[1], w[2], w[3], 15, nil); len(got) != 0 {
			t.Errorf("%v: %d", w, len(got))
		}
	}
	if got := ix.Query(-inf, -inf, inf, inf, 15, nil); len(got) == 0 {
		t.Error("the whole plane holds nothing")
	}
	if got := Build(nil, Default).Query(0, 0, 1, 1, 9, nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestBuild_APointThatIsNoNumberIsNowhere(t *testing.T) {
	pts := append(town(50), Point{X: math.NaN(), Y: 0.4, Rank: 3}, Point{X: 0.4, Y: math.Inf(-1)})
	ix := Build(pts, Default)
	for z := 3; z <= 20; z++ {
		sum := 0
		for _, it := range ix.Query(-10, -10, 10, 10, z, nil) {
			sum += int(it.Count)
		}
		if sum != 50 {
			t.Errorf("zoom %d: %d", z, sum)
		}
	}
}

func TestSplit_IsTheZoomThatTakesAClusterApart(t *testing.T) {
	pts := town(3000)
	ix := Build(pts, Default)
	for _, z := range []int{5, 12, 15, 17} {
		for _, it := range ix.Query(0, 0, 1, 1, z, nil) {
			if it.Count == 1 {
				continue
			}
			to := ix.Split(it, z)
			members := ix.Members(it, z, 0)
			parts := func(at int) (n int) {
				for _, o := range ix.Query(0, 0, 1, 1, at, nil) {
					if slices.Contains(members, o.Point) {
						n++
					}
				}
				return n
			}
			if to <= z || to <= Default.MaxZoom && parts(to) < 2 || to-1 > z && parts(to-1) != 1 {
				t.Fatalf("zoom %d: to %d, %d parts, before %d", z, to, parts(to), parts(to-1))
			}
			break
		}
	}
	on := Build([]Point{{0.5, 0.5, 0}, {0.5, 0.5, 2}}, Default)
	it := on.Query(0, 0, 1, 1, 10, nil)[0]
	if to := on.Split(it, 10); to != Default.MaxZoom+1 {
		t.Errorf("points on top of each other come apart at %d", to)
	}
}

func TestBuild_TheOrderOfThePointsDoesNotMoveTheClusters(t *testing.T) {
	pts := town(3000)
	places := func(pts []Point) []float64 {
		var out []float64
		for _, it := range Build(pts, Default).Query(0, 0, 1, 1, 14, nil) {
			out = append(out, it.X)
		}
		slices.Sort(out)
		return out
	}
	a := places(pts)
	slices.Reverse(pts)
	b := places(pts)
	if len(a) != len(b) {
		t.Fatalf("%d clusters, then %d", len(a), len(b))
	}
	for i := range a {
		if math.Abs(a[i]-b[i]) > 1e-12 {
			t.Fatalf("%g, then %g", a[i], b[i])
		}
	}
}

func TestMembers_StopAtALimit(t *testing.T) {
	ix := Build(town(2000), Default)
	it := ix.Query(0, 0, 1, 1, 5, nil)[0]
	if got := ix.Members(it, 5, 20); len(got) != 20 {
		t.Fatalf("%d", len(got))
	}
}

func TestIndex_IsAskedByManyAtOnce(t *testing.T) {
	ix := Build(town(5000), Default)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for z := 3; z <= 20; z++ {
				for _, it := range ix.Query(0.837, 0.41, 0.8371, 0.4101, z, nil) {
					ix.Members(it, z, 5)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkBuild_100k(b *testing.B) {
	pts := town(100_000)
	for b.Loop() {
		Build(pts, Default)
	}
}

func BenchmarkQuery_PhoneView(b *testing.B) {
	ix := Build(town(100_000), Default)
	var buf []Item
	for b.Loop() {
		buf = ix.Query(0.8371, 0.4101, 0.8371+604/(256*65536.0), 0.4101+1084/(256*65536.0), 16, buf[:0])
	}
	b.ReportMetric(float64(len(buf)), "items")
}
