package orders

import (
	"slices"
	"time"

	appwork "dianqin/app/work"
	"dianqin/data/model"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// appointment is when somebody is expected: a day from now and two hours of it. The zero
// value is none.
type appointment struct {
	made        bool
	days        int
	from, until int
}

// The hours of an appointment: what can be picked, and what is picked at first.
const (
	firstAgreed = 8  // begins at the earliest
	usualFrom   = 9  // begins on a day to come
	laterAgreed = 15 // begins at the latest
	lastAgreed  = 17 // ends at the latest
	usualAgreed = 2  // hours long
	mostAgreed  = 4  // hours long: nobody waits longer
)

// on is the appointment on another day, at the hours that it has or the next usual ones.
func (a appointment) on(days int, now time.Time) appointment {
	if !a.made {
		a.from = usualFrom
		if days == 0 {
			a.from = min(max(a.from, model.CivilTime(model.MillisOf(now)).Hour()+1), laterAgreed)
		}
		a.until = min(a.from+usualAgreed, lastAgreed)
	}
	a.made, a.days = true, days
	return a
}

// at is the appointment at another hour, as long as it was where the day is long enough.
func (a appointment) at(from int) appointment {
	a.from, a.until = from, min(from+a.until-a.from, lastAgreed)
	return a
}

// hours are its moments, 0 for none.
func (a appointment) hours(now time.Time) (from, until model.Millis) {
	if !a.made {
		return 0, 0
	}
	return appwork.DueAt(now, a.days, a.from), appwork.DueAt(now, a.days, a.until)
}

// agree takes an appointment over. An order is never due before somebody is expected.
func (p *Create) agree(a appointment) {
	p.agreed = a
	if _, until := a.hours(p.c.Now()); until > p.due() {
		p.days = a.days
		p.hour = hoursDue()[slices.IndexFunc(hoursDue(), func(h int) bool { return h >= a.until })]
	}
}

// How many chips stand side by side: so few need no sliding.
const (
	daysInRow  = 3
	hoursInRow = 4
)

// appointments picks none or a day, and on a day from when until when. Days have their
// dates here: that is how somebody is told.
func (p *Create) appointments() fyne.CanvasObject {
	a, on := p.agreed, 0
	words := []string{p.c.T("orders.new.appointment.none", nil)}
	for i, d := range daysOffered() {
		words = append(words, p.c.Words().Date(p.c.Now().AddDate(0, 0, d), p.c.Now()))
		if a.made && a.days == d {
			on = 1 + i
		}
	}
	days := p.rows(words, daysInRow, on, func(i int) {
		if i == 0 {
			p.agreed = appointment{}
			return
		}
		p.agree(a.on(daysOffered()[i-1], p.c.Now()))
	})
	if !a.made {
		return days
	}
	return ui.Col(0, days,
		p.clock("orders.new.appointment.from", firstAgreed, laterAgreed, a.from, func(h int) { p.agree(a.at(h)) }),
		p.clock("orders.new.appointment.until", a.from+1, min(a.from+mostAgreed, lastAgreed), a.until, func(h int) {
			a.until = h
			p.agree(a)
		}))
}

// clock picks an hour of a few; the key is of the word before them.
func (p *Create) clock(key string, first, last, on int, do func(hour int)) fyne.CanvasObject {
	var words []string
	for h := first; h <= last; h++ {
		words = append(words, hourWord(h))
	}
	return ui.Row(ui.Gap, ui.NewText(p.c.T(key, nil), ui.Small, ui.ColMuted),
		ui.Grow(p.rows(words, hoursInRow, on-first, func(i int) { do(first + i) })))
}

// rows are chips in rows of so many, one of all of them on.
func (p *Create) rows(words []string, perRow, on int, do func(i int)) fyne.CanvasObject {
	col, start := ui.Col(0), 0
	for some := range slices.Chunk(words, perRow) {
		from := start
		col.Add(p.chips(some, on-from, func(i int) { do(from + i) }))
		start += len(some)
	}
	return col
}
