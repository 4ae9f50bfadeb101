package demo

import (
	"time"

	"dianqin/data/model"
)

const (
	months = 13 // that meters, areas and bills look back
	hour   = model.Millis(3_600_000)
	day    = 24 * hour
)

// calendar is the months that ended before today, oldest first, and today's
// midnight, all in the civil time of the utility.
type calendar struct {
	now      model.Millis
	midnight model.Millis
	label    [months]string       // 2026-10
	month    [months]time.Month   //
	end      [months]model.Millis // midnight after the last day
}

func calendarOf(now model.Millis) calendar {
	t := model.CivilTime(now)
	c := calendar{now: now, midnight: model.MillisOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()))}
	for i := range months {
		begin := time.Date(t.Year(), t.Month()-time.Month(months-i), 1, 0, 0, 0, 0, t.Location())
		c.label[i], c.month[i] = begin.Format("2006-01"), begin.Month()
		c.end[i] = model.MillisOf(begin.AddDate(0, 1, 0))
	}
	return c
}

// endOf is the midnight after a month, which may lie before those of the calendar:
// -1 is the month before the first.
func (c calendar) endOf(month int) model.Millis {
	if month >= 0 {
		return c.end[month]
	}
	t := model.CivilTime(c.end[0])
	return model.MillisOf(t.AddDate(0, month, 0))
}

// issued and due are when the bill of a month is written and when it must be paid.
func (c calendar) issued(month int) model.Millis { return c.end[month] + 2*day + 9*hour }
func (c calendar) due(month int) model.Millis    { return c.end[month] + 20*day - 1000 }

// daysAgo is a moment in working hours, some days before today.
func (c calendar) daysAgo(days int, d *dice) model.Millis {
	return c.midnight - model.Millis(days)*day + 8*hour + model.Millis(d.intN(9*3600))*1000
}

// compact is a civil day as it stands in numbers of orders: 20261123.
func compact(m model.Millis) string { return model.CivilTime(m).Format("20060102") }
