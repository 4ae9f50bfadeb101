package viewing

import (
	"slices"
	"time"

	"dianqin/data/model/seal"
)

// The picture moves on while a frame is read, and one frame in a few cannot be. So
// that marks neither trail behind nor flicker, they go along with the camera's
// movement as the codes last showed it, and stay for a moment.
const (
	foresee = 150 * time.Millisecond // that a movement is carried on at most
	stays   = 400 * time.Millisecond // that a mark is shown after its code was read
	steady  = 500 * time.Millisecond // between two readings at most, to tell a movement
)

// Mark is a code that stands in what is seen.
type Mark struct {
	Number  string
	Tone    seal.Tone // empty: not found out yet
	Corners [4]Point  // clockwise round the code, the first two along the direction of reading
}

// Middle is the middle of the code.
func (m Mark) Middle() (p Point) {
	for _, c := range m.Corners {
		p.X, p.Y = p.X+c.X/4, p.Y+c.Y/4
	}
	return p
}

func (m Mark) moved(by Point) Mark {
	for i, c := range m.Corners {
		m.Corners[i] = Point{c.X + by.X, c.Y + by.Y}
	}
	return m
}

// overlay is the marks of a run over time.
type overlay struct {
	kept []kept
	at   time.Time // of the frame that was read last
	move Point     // of everything that is seen, a second
}

type kept struct {
	Mark
	read time.Time // of the frame that showed it
}

// put takes what a frame showed.
func (o *overlay) put(found []Mark, at time.Time) {
	apart := at.Sub(o.at)
	o.move = o.movement(found, apart)
	by := o.move.times(min(apart, steady))
	var next []kept
	for _, k := range o.kept {
		i := slices.IndexFunc(found, func(m Mark) bool { return m.Number == k.Number })
		if i >= 0 {
			next = append(next, kept{found[i], at})
		} else if k.Mark = k.moved(by); at.Sub(k.read) <= stays {
			next = append(next, k)
		}
	}
	for _, m := range found {
		if !slices.ContainsFunc(next, func(k kept) bool { return k.Number == m.Number }) {
			next = append(next, kept{m, at})
		}
	}
	o.kept, o.at = next, at
}

// movement is how far what both frames showed went, a second: the median, as one
// code may have been read askew.
func (o *overlay) movement(found []Mark, apart time.Duration) Point {
	if apart <= 0 || apart > steady {
		return Point{}
	}
	var xs, ys []float64
	for _, k := range o.kept {
		i := slices.IndexFunc(found, func(m Mark) bool { return m.Number == k.Number })
		if i < 0 || k.read != o.at {
			continue
		}
		a, b := k.Middle(), found[i].Middle()
		xs, ys = append(xs, b.X-a.X), append(ys, b.Y-a.Y)
	}
	if len(xs) == 0 {
		return Point{}
	}
	slices.Sort(xs)
	slices.Sort(ys)
	s := apart.Seconds()
	return Point{xs[len(xs)/2] / s, ys[len(ys)/2] / s}
}

// seen is where the marks stand at a moment, those first that were there first.
func (o *overlay) seen(at time.Time) []Mark {
	by := o.move.times(min(max(at.Sub(o.at), 0), foresee))
	var out []Mark
	for _, k := range o.kept {
		if at.Sub(k.read) <= stays+foresee {
			out = append(out, k.moved(by))
		}
	}
	return out
}

func (p Point) times(d time.Duration) Point { return Point{p.X * d.Seconds(), p.Y * d.Seconds()} }
