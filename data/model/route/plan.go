package route

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dianqin/data/model/geo"
)

// noWay is what a leg costs that does not exist: more than a day, so that a plan takes
// it only where there is no other.
const noWay = 48 * time.Hour

// Order plans a day: the order that costs least in travel, waiting and lateness, as
// far as it can be found. When ctx ends it returns the best found by then. An error is
// the router's.
func Order(ctx context.Context, r Router, d Day, w Weights) (Plan, error) {
	m, err := ways(ctx, r, d)
	if err != nil {
		return Plan{}, err
	}
	known, lost := placed(d)
	p := newProblem(m, d, known, w)
	order := make([]int, 0, len(d.Stops))
	for _, i := range p.solve(ctx) {
		order = append(order, known[i])
	}
	return m.plan(d, append(order, lost...)), nil
}

// Follow keeps the order of the stops as given, and says what comes of it.
func Follow(ctx context.Context, r Router, d Day) (Plan, error) {
	m, err := ways(ctx, r, d)
	if err != nil {
		return Plan{}, err
	}
	order := make([]int, len(d.Stops))
	for i := range order {
		order[i] = i
	}
	return m.plan(d, order), nil
}

// placed tells the stops that have a place from those that have none. A locked stop
// without one stays unlocked: nobody can say when it is reached.
func placed(d Day) (known, lost []int) {
	for i, s := range d.Stops {
		if s.At.Valid() {
			known = append(known, i)
		} else {
			lost = append(lost, i)
		}
	}
	return known, lost
}

// matrix holds the legs between the stops; place n is the start, n+1 the end.
type matrix struct {
	n    int
	legs [][]Leg
}

var errMatrix = errors.New("the router's matrix is not as large as was asked")

// ways asks the router once. Places that are not valid or not given are at no
// distance from anywhere.
func ways(ctx context.Context, r Router, d Day) (*matrix, error) {
	n := len(d.Stops)
	m := &matrix{n: n, legs: make([][]Leg, n+2)}
	for i := range m.legs {
		m.legs[i] = make([]Leg, n+2)
	}
	var at []geo.Point
	var who []int
	add := func(i int, p *geo.Point) {
		if p != nil && p.Valid() {
			at, who = append(at, *p), append(who, i)
		}
	}
	for i := range d.Stops {
		add(i, &d.Stops[i].At)
	}
	add(n, d.Start)
	add(n+1, d.End)
	got, err := r.Matrix(ctx, at)
	if err == nil && len(got) != len(at) {
		err = errMatrix
	}
	for i := 0; i < len(at) && err == nil; i++ {
		if len(got[i]) != len(at) {
			err = errMatrix
			break
		}
		for j, l := range got[i] {
			if i != j {
				m.legs[who[i]][who[j]] = sane(l)
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("ask for the ways of a day: %w", err)
	}
	return m, nil
}

func sane(l Leg) Leg {
	if l.Time < 0 || l.Time > noWay {
		l.Time = noWay
	}
	if !(l.Metres >= 0) { // negative or no number
		l.Metres = 0
	}
	return l
}

// plan goes through a day in an order.
func (m *matrix) plan(d Day, order []int) Plan {
	out := Plan{Order: order, Arrive: make([]time.Time, 0, len(order)), Finish: d.Now}
	at, t := m.n, d.Now
	ride := func(to int) {
		l := m.legs[at][to]
		out.Metres += l.Metres
		out.Travel += l.Time
		t, at = t.Add(l.Time), to
	}
	for _, i := range order {
		ride(i)
		s := d.Stops[i]
		out.Arrive = append(out.Arrive, t)
		if !s.From.IsZero() && t.Before(s.From) {
			out.Wait += s.From.Sub(t)
			t = s.From
		}
		// An Until before From cannot be kept by anybody: it is the wait that counts.
		if until := later(s.Until, s.From); !s.Until.IsZero() && t.After(until) {
			out.Late += t.Sub(until)
		}
		t = t.Add(s.Stay)
	}
	if d.End != nil {
		ride(m.n + 1)
	}
	out.Finish = t
	return out
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
