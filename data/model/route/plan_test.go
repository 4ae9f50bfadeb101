package route

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model/geo"
)

func order(t *testing.T, r Router, d Day) Plan {
	t.Helper()
	p, err := Order(t.Context(), r, d, Default)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOrder_KeepsAppointmentsWhereItCan(t *testing.T) {
	d := town(3, 40, 0)
	for i, h := range map[int]time.Duration{5: 2, 20: 4} {
		d.Stops[i].From = morning.Add(h * time.Hour)
		d.Stops[i].Until = d.Stops[i].From.Add(15 * time.Minute)
	}
	d.Stops[33].Until = morning.Add(40 * time.Minute) // to be done soon: no waiting
	p := order(t, Scooter, d)
	if p.Late > 0 || p.Wait > 10*time.Minute || len(p.Order) != 40 {
		t.Fatalf("late %v, waits %v", p.Late, p.Wait)
	}
	for k, i := range p.Order {
		if s := d.Stops[i]; !s.Until.IsZero() && p.Arrive[k].After(s.Until) {
			t.Errorf("stop %d at %v, until %v", i, p.Arrive[k], s.Until)
		}
	}
}

func TestOrder_LatenessWeighsAsThePolicySays(t *testing.T) {
	here := geo.Point{Lat: 31.2, Lon: 121.6}
	d := Day{Now: morning, Start: &here, Stops: []Stop{
		{At: geo.Offset(here, 300, 0), Stay: 10 * time.Minute},
		{At: geo.Offset(here, -1500, 0), Until: morning.Add(8 * time.Minute)},
	}}
	if p := order(t, Scooter, d); p.Order[0] != 1 || p.Late != 0 {
		t.Errorf("weighed twentyfold it comes first: %+v", p)
	}
	p, err := Order(t.Context(), Scooter, d, Weights{})
	if err != nil || p.Order[0] != 0 || p.Late == 0 {
		t.Errorf("weighed nothing the way is shorter: %+v, %v", p, err)
	}
}

func TestOrder_EndsWhereOneMust(t *testing.T) {
	here := geo.Point{Lat: 31.2, Lon: 121.6}
	line := func(east float64) Stop { return Stop{At: geo.Offset(here, east, 0)} }
	d := Day{Now: morning, Start: &here, Stops: []Stop{line(1000), line(3000), line(2000)}}
	end := geo.Offset(here, 2100, 0)
	if p := order(t, Scooter, d); !slices.Equal(p.Order, []int{0, 2, 1}) {
		t.Errorf("anywhere: %v", p.Order)
	}
	d.End = &end
	p := order(t, Scooter, d)
	if !slices.Equal(p.Order, []int{0, 1, 2}) && !slices.Equal(p.Order, []int{0, 2, 1}) {
		t.Errorf("%v", p.Order)
	}
	if want := 3900 * 1.35; math.Abs(p.Metres-want) > 5 || !p.Finish.Equal(morning.Add(p.Travel)) {
		t.Errorf("%g m of %g, finished at %v", p.Metres, want, p.Finish)
	}
}

func TestOrder_WithoutAStartBeginsWhereItLikes(t *testing.T) {
	d := town(5, 10, 0)
	d.Start = nil
	p := order(t, Scooter, d)
	if !p.Arrive[0].Equal(morning) {
		t.Errorf("the way to the first stop took until %v", p.Arrive[0])
	}
	d.Start = &d.Stops[p.Order[0]].At
	if q := order(t, Scooter, d); math.Abs(q.Metres-p.Metres) > 1 {
		t.Errorf("%g m, from its own first stop %g", p.Metres, q.Metres)
	}
}

func TestOrder_OfNothingIsNothing(t *testing.T) {
	p := order(t, Scooter, Day{Now: morning})
	if len(p.Order) != 0 || !p.Finish.Equal(morning) || p.Metres != 0 {
		t.Fatalf("%+v", p)
	}
}

func TestOrder_StopsWithoutAPlaceComeLast(t *testing.T) {
	d := town(1, 5, 0)
	d.Stops[1].At = geo.Point{Lat: math.NaN()}
	d.Stops[3].At = geo.Point{Lat: 91}
	p := order(t, Scooter, d)
	if got := p.Order[3:]; !slices.Equal(got, []int{1, 3}) {
		t.Fatalf("%v", p.Order)
	}
	if math.IsNaN(p.Metres) || p.Finish.Before(morning) {
		t.Fatalf("%+v", p)
	}
}

func TestFollow_KeepsAPersonsOrder(t *testing.T) {
	d := town(2, 20, 4)
	p, err := Follow(t.Context(), Scooter, d)
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range p.Order {
		if i != k {
			t.Fatalf("%v", p.Order)
		}
	}
	if best := order(t, Scooter, d); best.Metres >= p.Metres {
		t.Errorf("%g m by hand, %g m found", p.Metres, best.Metres)
	}
}

// one is a road that is quick one way and slow the other.
type one struct{ Straight }

func (o one) Matrix(ctx context.Context, at []geo.Point) ([][]Leg, error) {
	m, err := o.Straight.Matrix(ctx, at)
	for i := range m {
		for j := range m {
			if at[j].Lon < at[i].Lon {
				m[i][j].Time *= 3
			}
		}
	}
	return m, err
}

func TestOrder_WaysMayDifferByDirection(t *testing.T) {
	for seed := range uint64(20) {
		d := town(seed, 8, 2)
		m, err := ways(t.Context(), one{Scooter}, d)
		if err != nil {
			t.Fatal(err)
		}
		known, _ := placed(d)
		p := newProblem(m, d, known, Default)
		if got, want := p.cost(p.solve(t.Context()), math.Inf(1)), every(p); got > want*1.02 || got < want-1e-6 {
			t.Errorf("seed %d: %g, the optimum is %g", seed, got, want)
		}
	}
}

// bad is a router that does what it should not.
type bad struct {
	Straight
	spoil func([][]Leg) ([][]Leg, error)
}

func (b bad) Matrix(ctx context.Context, at []geo.Point) ([][]Leg, error) {
	m, _ := b.Straight.Matrix(ctx, at)
	return b.spoil(m)
}

func TestOrder_ARouterThatFailsIsToldApart(t *testing.T) {
	down := errors.New("router down")
	for name, spoil := range map[string]func([][]Leg) ([][]Leg, error){
		"fails":        func([][]Leg) ([][]Leg, error) { return nil, down },
		"too few rows": func(m [][]Leg) ([][]Leg, error) { return m[1:], nil },
		"a short row":  func(m [][]Leg) ([][]Leg, error) { m[2] = m[2][1:]; return m, nil },
	} {
		if _, err := Order(t.Context(), bad{Scooter, spoil}, town(1, 6, 0), Default); err == nil || name == "fails" && !errors.Is(err, down) {
			t.Errorf("%s: %v", name, err)
		}
	}
	nonsense := func(m [][]Leg) ([][]Leg, error) {
		m[0][1], m[2][3], m[3][2] = Leg{Metres: math.NaN(), Time: -1}, Leg{Metres: math.Inf(-1), Time: math.MaxInt64}, Leg{-5, math.MinInt64}
		return m, nil
	}
	p := order(t, bad{Scooter, nonsense}, town(1, 6, 2))
	if len(p.Order) != 6 || math.IsNaN(p.Metres) || p.Metres < 0 || p.Travel < 0 {
		t.Errorf("%+v", p)
	}
}

func TestOrder_StopsLookingWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, err := Order(ctx, Scooter, town(4, 60, 10), Default)
	if err != nil || len(p.Order) != 60 {
		t.Fatalf("%d stops, %v", len(p.Order), err)
	}
}

// Whatever the day: every stop comes once, the locked ones first and as they were,
// times only go on, the sums are those of the way, no other order that is asked for is
// better by chance, and asking twice gives the same.
func TestOrder_HoldsForAnyDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay(t)
		p, err := Order(context.Background(), Scooter, d, Default)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := Order(context.Background(), Scooter, d, Default)
		if !slices.Equal(p.Order, again.Order) {
			t.Fatalf("%v, then %v", p.Order, again.Order)
		}
		sorted := slices.Sorted(slices.Values(p.Order))
		for i, k := range sorted {
			if i != k {
				t.Fatalf("%v", p.Order)
			}
		}
		for i := range min(d.Locked, len(d.Stops)) {
			if p.Order[i] != i {
				t.Fatalf("%d locked: %v", d.Locked, p.Order)
			}
		}
		last := d.Now
		for _, at := range append(slices.Clone(p.Arrive), p.Finish) {
			if at.Before(last) {
				t.Fatalf("back in time: %v", p.Arrive)
			}
			last = at
		}
		cost := func(p Plan) float64 {
			return p.Travel.Seconds() + p.Wait.Seconds()*Default.Wait + p.Late.Seconds()*Default.Late
		}
		given, _ := Follow(context.Background(), Scooter, d)
		if cost(p) > cost(given)+1e-3 {
			t.Fatalf("found %g, as given %g", cost(p), cost(given))
		}
		stay := time.Duration(0)
		for _, s := range d.Stops {
			stay += s.Stay
		}
		if spent := p.Finish.Sub(d.Now); (spent - stay - p.Wait - p.Travel).Abs() > time.Millisecond {
			t.Fatalf("%v is not %v and %v and %v", spent, stay, p.Wait, p.Travel)
		}
	})
}

func anyDay(t *rapid.T) Day {
	at := func(name string) geo.Point {
		return geo.Offset(geo.Point{Lat: 31.2, Lon: 121.6}, float64(rapid.IntRange(-4, 4).Draw(t, name+" east"))*1000, float64(rapid.IntRange(-4, 4).Draw(t, name+" north"))*1000)
	}
	d := Day{Now: morning}
	for range rapid.IntRange(0, 14).Draw(t, "stops") {
		s := Stop{At: at("stop"), Stay: time.Duration(rapid.IntRange(0, 30).Draw(t, "stay")) * time.Minute}
		if rapid.Bool().Draw(t, "from") {
			s.From = morning.Add(time.Duration(rapid.IntRange(-60, 300).Draw(t, "from minute")) * time.Minute)
		}
		if rapid.Bool().Draw(t, "until") {
			s.Until = morning.Add(time.Duration(rapid.IntRange(-60, 300).Draw(t, "until minute")) * time.Minute)
		}
		d.Stops = append(d.Stops, s)
	}
	d.Locked = rapid.IntRange(0, len(d.Stops)).Draw(t, "locked")
	if rapid.Bool().Draw(t, "start") {
		p := at("start")
		d.Start = &p
	}
	if rapid.Bool().Draw(t, "end") {
		p := at("end")
		d.End = &p
	}
	return d
}
