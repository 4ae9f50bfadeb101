package metering

import (
	"fmt"
	"math"
	"slices"
	"time"

	"dianqin/data/model"
)

// Month is what was used in one civil month in Asia/Shanghai.
type Month struct {
	Number int     // months since the year 0: year*12 + month-1
	KWh    float64 // a register that runs backwards used nothing
	Last   float64 // in the same month of the year before, where Known
	Known  bool    // there are readings of the year before
}

// Month is the calendar month.
func (m Month) Month() time.Month { return time.Month(m.Number%12 + 1) }

// Year is the calendar year.
func (m Month) Year() int { return m.Number / 12 }

// readLate is how long after the end of a month its reading may be taken.
const readLate = 12 * 3600 * 1000

func monthOf(at model.Millis) int {
	t := model.CivilTime(at - readLate)
	return t.Year()*12 + int(t.Month()) - 1
}

// MonthsOf adds up what several meters used and returns the last n months, oldest
// first, each with its twin of the year before. Months that were not read are left
// out; two readings in one month are added.
func MonthsOf(meters []Readings, n int) []Month {
	use := map[int]float64{}
	for _, r := range meters {
		for i := 1; i < len(r.Months); i++ {
			use[monthOf(r.Months[i].At)] += max(0, r.Months[i].KWh-r.Months[i-1].KWh)
		}
	}
	var out []Month
	for number, kWh := range use {
		last, known := use[number-12]
		out = append(out, Month{Number: number, KWh: kWh, Last: last, Known: known})
	}
	slices.SortFunc(out, func(a, b Month) int { return a.Number - b.Number })
	return out[max(0, len(out)-n):]
}

// What stands out: a change against the year before that neither weather nor a
// holiday makes, of a use that is more than what a fridge takes.
const (
	standsOutDrop = 0.60 // less by this share of the year before
	standsOutRise = 1.50 // more by this share
	leastKWh      = 30   // in the larger of the two months
)

// Change is how the use of a month differs from that of the year before, as a
// share: -0.8 is 80 % less. 0 where the year before is not known or was nothing.
func (m Month) Change() float64 {
	if !m.Known || m.Last <= 0 {
		return 0
	}
	return m.KWh/m.Last - 1
}

// StandsOut says whether the month differs from the year before by more than
// weather and holidays explain.
func (m Month) StandsOut() bool {
	c := m.Change()
	return math.Max(m.KWh, m.Last) >= leastKWh && (c <= -standsOutDrop || c >= standsOutRise)
}

// Standout returns the newest of the months that stands out, false where none does.
func Standout(months []Month) (Month, bool) {
	for _, m := range slices.Backward(months) {
		if m.StandsOut() {
			return m, true
		}
	}
	return Month{}, false
}

// Label is the month as line losses name it: 2026-10.
func (m Month) Label() string { return fmt.Sprintf("%04d-%02d", m.Year(), m.Month()) }
