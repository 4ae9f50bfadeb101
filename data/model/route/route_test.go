package route

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"dianqin/data/model/geo"
)

var morning = time.Date(2026, 3, 18, 8, 30, 0, 0, time.UTC)

// town gives n stops of five minutes in a town of 10 x 10 km, the first of them with
// an appointment of half an hour.
func town(seed uint64, n, appointments int) Day {
	r := rand.New(rand.NewPCG(seed, 1))
	at := func() geo.Point {
		return geo.Point{Lat: 31.2 + (r.Float64()-0.5)*0.09, Lon: 121.6 + (r.Float64()-0.5)*0.1}
	}
	d := Day{Now: morning, Stops: make([]Stop, n)}
	for i := range d.Stops {
		d.Stops[i] = Stop{At: at(), Stay: 5 * time.Minute}
		if i < appointments {
			d.Stops[i].From = morning.Add(time.Duration(30+r.IntN(max(1, n*12))) * time.Minute)
			d.Stops[i].Until = d.Stops[i].From.Add(30 * time.Minute)
		}
	}
	here := at()
	d.Start = &here
	return d
}

func TestStraight_IsTheCrowsFlightTimesADetour(t *testing.T) {
	at := []geo.Point{{Lat: 31, Lon: 121}, {Lat: 31.01, Lon: 121}, {Lat: 31, Lon: 121.01}}
	m, err := Straight{Detour: 1.5, Speed: 10}.Matrix(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	for i := range at {
		for j := range at {
			want := geo.Distance(at[i], at[j]) * 1.5
			l := m[i][j]
			if d := l.Metres - want; d > 1e-6 || d < -1e-6 || (l.Time-time.Duration(want/10*1e9)).Abs() > time.Microsecond {
				t.Errorf("%d to %d: %+v", i, j, l)
			}
		}
	}
	if p, err := Scooter.Path(t.Context(), at); err != nil || len(p) != 3 {
		t.Errorf("%v, %v", p, err)
	}
}

func benchmark(b *testing.B, n, appointments int) {
	d := town(11, n, appointments)
	var p Plan
	for b.Loop() {
		p, _ = Order(context.Background(), Scooter, d, Default)
	}
	b.ReportMetric(p.Metres/1000, "km")
}

func BenchmarkOrder_12(b *testing.B)                    { benchmark(b, 12, 0) }
func BenchmarkOrder_60(b *testing.B)                    { benchmark(b, 60, 0) }
func BenchmarkOrder_60With10Appointments(b *testing.B)  { benchmark(b, 60, 10) }
func BenchmarkOrder_200With20Appointments(b *testing.B) { benchmark(b, 200, 20) }
