package demo

import (
	"time"

	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
)

const (
	suspiciousAreas  = 40    // every so many-th area's loss jumps
	suspiciousMeters = 0.002 // share of meters whose use drops anywhere
	bypassed         = 0.04  // the same, in an area whose loss jumps
	dropTo           = 0.2   // of what was used before
)

// use is what one meter measured and what went through it in truth, month by
// month in kWh with two decimals.
type use struct {
	sold, truth [months]float64
	drop        int // month from which less is measured; months = never
}

// season is how much of the yearly mean a month takes: air conditioning in July
// and August, heating in January.
func season(m time.Month) float64 {
	return [...]float64{1.25, 1.15, 0.9, 0.8, 0.8, 0.95, 1.35, 1.4, 1.05, 0.8, 0.8, 1.1}[m-1]
}

// useOf makes up the months of a meter.
func (r *Region) useOf(meter int, class customer.Class, a *area) use {
	d := r.dice(forUse, meter)
	mean, swing := d.between(70, 320), 1.0
	switch class {
	case customer.Commercial:
		mean, swing = d.between(300, 2600), 0.6
	case customer.Industrial:
		mean, swing = d.between(1_500, 30_000), 0.2
	}
	u := use{drop: months}
	if d.chance(suspiciousMeters) {
		u.drop = 3 + d.intN(months-4)
	}
	if d.chance(bypassed) && a.jump < months {
		u.drop = a.jump
	}
	for i, m := range r.calendar.month {
		u.truth[i] = round(mean*(1+swing*(season(m)-1))*d.between(0.88, 1.12), 100)
		u.sold[i] = u.truth[i]
		if i >= u.drop {
			u.sold[i] = round(u.truth[i]*dropTo, 100)
		}
	}
	return u
}

// earlier is how many months of readings lie before those that areas and bills look
// back to: each of the last thirteen months has its twin of the year before.
const earlier = 13

// readings are the registers at the ends of the months, earlier ones first. What was
// used before the calendar begins is as it was a year later, give or take.
func (r *Region) readings(m *metering.Meter, n int, u *use) metering.Readings {
	out := metering.Readings{ID: m.ID, StationID: m.StationID, Months: make([]metering.Reading, 0, earlier+months)}
	register := round(r.dice(forEvent, n).between(50, 20_000), 100)
	add := func(month int, used float64) {
		register = round(register+used, 100)
		out.Months = append(out.Months, metering.Reading{At: r.calendar.endOf(month), KWh: register})
	}
	before := r.dice(forEarlier, n)
	add(-earlier, 0)
	for i := 1 - earlier; i < 0; i++ {
		add(i, round(u.truth[i+earlier-1]*before.between(0.9, 1.1), 100))
	}
	for i, used := range u.sold {
		add(i, used)
	}
	return out
}

// event is what a meter reported; a meter whose use dropped was opened first.
func (r *Region) event(m *metering.Meter, n int, u *use) (metering.Event, bool) {
	d := r.dice(forEvent, n)
	d.Uint64() // the register's
	e := metering.Event{ID: r.id("meter_event", n), StationID: m.StationID, MeterID: m.ID}
	switch {
	case u.drop < months:
		e.Code, e.At = "cover_open", r.calendar.end[u.drop]-30*day+10*hour
	case d.chance(0.015):
		e.Code = [...]string{"voltage_loss", "current_loss", "clock", "reverse", "cover_open"}[min(d.intN(8), 4)]
		e.At = r.calendar.daysAgo(1+d.intN(60), d)
	default:
		return e, false
	}
	return e, true
}

// lossOf sums an area up.
type lossOf struct{ sold, truth [months]float64 }

func (l *lossOf) add(u *use) {
	for i := range months {
		l.sold[i] += u.sold[i]
		l.truth[i] += u.truth[i]
	}
}

// lineLoss is a month of an area: 2 to 5 % are lost on the way, more where
// somebody takes without being measured.
func (r *Region) lineLoss(a *area, l *lossOf, month int) grid.LineLoss {
	d := r.dice(forArea, a.n)
	d.Uint64() // the plan's
	loss := d.between(0.02, 0.045)
	for range month {
		d.Uint64()
	}
	loss += d.between(-0.004, 0.004)
	if month >= a.jump {
		loss += 0.07
	}
	return grid.LineLoss{ID: r.named("line_loss", a.Code+":"+r.calendar.label[month]), StationID: a.StationID, AreaID: a.ID,
		Month: r.calendar.label[month], SuppliedKWh: int64(l.truth[month] / (1 - loss)), SoldKWh: int64(l.sold[month])}
}
