// Package suspicion says which areas and meters are worth a look: an area that
// loses more than it may, a meter that somebody may have opened, a use that fell
// against the year before. It accuses nobody: a sign is a reason to go there, what
// was found there opens a case (data/model/cases).
//
// It reads no clock and no record by itself; the limits are rows of policy, those
// of a use that stands out are metering's.
package suspicion

import (
	"cmp"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/policy"
)

// Kind is what kind of sign it is.
type Kind string

// The kinds, the weightiest first.
const (
	UseDrop  Kind = "use_drop"  // a meter counts far less than in the year before
	Event    Kind = "event"     // a meter reported what somebody may have caused
	LineLoss Kind = "line_loss" // an area loses more than the limit
)

// Kinds lists every kind.
var Kinds = []Kind{UseDrop, Event, LineLoss}

// Sign is one reason to look.
type Sign struct {
	Kind    Kind
	Percent float64      // of LineLoss what was lost, of UseDrop the change (-80)
	Code    string       // of Event
	At      model.Millis // of Event
	Month   string       // of LineLoss and UseDrop, 2026-10
}

// Point is an area or a meter with all its signs.
type Point struct {
	StationID string
	AreaID    string
	MeterID   string // empty: the area itself
	Signs     []Sign // the weightiest first
}

// OfLoss says whether the loss of an area is a sign.
func OfLoss(l grid.LineLoss, p policy.Suspicion) (Sign, bool) {
	percent := l.Percent()
	return Sign{Kind: LineLoss, Percent: percent, Month: l.Month}, percent > p.LineLossPercent
}

// OfEvent says whether an event of a meter is a sign at a moment.
func OfEvent(e metering.Event, p policy.Suspicion, now model.Millis) (Sign, bool) {
	age := model.CivilDay(now) - model.CivilDay(e.At)
	return Sign{Kind: Event, Code: e.Code, At: e.At}, slices.Contains(p.EventCodes, e.Code) && age < p.EventDays && e.At <= now
}

// Since is the moment from which on events can be signs.
func Since(p policy.Suspicion, now model.Millis) model.Millis {
	return now - model.Millis(p.EventDays)*24*3600*1000
}

// OfUse says whether what a meter counted in its newest month is a sign.
func OfUse(r metering.Readings) (Sign, bool) {
	months := metering.MonthsOf([]metering.Readings{r}, 1)
	if len(months) == 0 {
		return Sign{}, false
	}
	m := months[0]
	return Sign{Kind: UseDrop, Percent: 100 * m.Change(), Month: m.Label()}, m.StandsOut() && m.Change() < 0
}

// Add puts a sign to a point, in its order. Of the newest of several events of one
// code only that one stays: a meter that reports a hundred times is one sign.
func (p Point) Add(s Sign) Point {
	signs := slices.Clone(p.Signs)
	if at := slices.IndexFunc(signs, func(o Sign) bool { return o.Kind == s.Kind && o.Code == s.Code }); at >= 0 {
		if s.At > signs[at].At {
			signs[at] = s
		}
	} else {
		signs = append(signs, s)
	}
	slices.SortStableFunc(signs, func(a, b Sign) int { return cmp.Or(a.Kind.rank()-b.Kind.rank(), cmp.Compare(b.At, a.At)) })
	p.Signs = signs
	return p
}

// Has says whether a point has a sign of a kind.
func (p Point) Has(k Kind) bool {
	return slices.ContainsFunc(p.Signs, func(s Sign) bool { return s.Kind == k })
}

// Sort orders points: those with more kinds of signs first, then by the weightiest
// sign, the larger figure, the newer event; at last by id, so that two runs agree.
func Sort(points []Point) {
	slices.SortFunc(points, func(a, b Point) int {
		x, y := a.first(), b.first()
		return cmp.Or(b.kinds()-a.kinds(), x.Kind.rank()-y.Kind.rank(), cmp.Compare(abs(y.Percent), abs(x.Percent)),
			cmp.Compare(y.At, x.At), cmp.Compare(a.AreaID, b.AreaID), cmp.Compare(a.MeterID, b.MeterID))
	})
}

// first is the weightiest sign; one of no kind weighs least.
func (p Point) first() Sign {
	if len(p.Signs) == 0 {
		return Sign{}
	}
	return p.Signs[0]
}

func (p Point) kinds() int {
	n := 0
	for _, k := range Kinds {
		if p.Has(k) {
			n++
		}
	}
	return n
}

func (k Kind) rank() int {
	if i := slices.Index(Kinds, k); i >= 0 {
		return i
	}
	return len(Kinds)
}

func abs(f float64) float64 { return max(f, -f) }
