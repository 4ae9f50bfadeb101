package words

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// chinaTime is the zone of civil days in this trade.
func chinaTime() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil { // cannot be: the zones are linked in
		return time.FixedZone("CST", 8*60*60)
	}
	return zone
}

// Money is an amount of fen as yuan: ¥1,284.50, −¥3.05.
func (w *Words) Money(fen int64) string {
	sign, n := "", uint64(fen)
	if fen < 0 {
		sign, n = "−", -uint64(fen)
	}
	return fmt.Sprintf("%s¥%s.%02d", sign, grouped(n/100), n%100)
}

// Count is a number grouped by thousands: 42,256.
func (w *Words) Count(n int) string {
	if n < 0 {
		return "−" + grouped(-uint64(n))
	}
	return grouped(uint64(n))
}

func grouped(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Ago is how long before now t was: just now, 2 min ago, 3 h ago, 5 days ago,
// and from a week on the date. A time to come counts as just now: clocks differ.
func (w *Words) Ago(t, now time.Time) string {
	switch d := now.Sub(t); {
	case t.IsZero():
		return w.T("common.never", nil)
	case d < time.Minute:
		return w.T("common.ago.now", nil)
	case d < time.Hour:
		return w.N("common.ago.minutes", int(d/time.Minute), nil)
	case d < 24*time.Hour:
		return w.N("common.ago.hours", int(d/time.Hour), nil)
	case d < 7*24*time.Hour:
		return w.N("common.ago.days", int(d/(24*time.Hour)), nil)
	}
	return w.Date(t, now)
}

// Date is a day: 3月18日, 18 Mar; with the year where it is not the year of now.
func (w *Words) Date(t, now time.Time) string {
	t = t.In(w.zone)
	far := t.Year() != now.In(w.zone).Year()
	switch {
	case w.lang == EN && far:
		return t.Format("2 Jan 2006")
	case w.lang == EN:
		return t.Format("2 Jan")
	case far:
		return t.Format("2006年1月2日")
	}
	return t.Format("1月2日")
}

// Day is a date with its weekday: 3月18日 周三, Wed 18 March.
func (w *Words) Day(t time.Time) string {
	t = t.In(w.zone)
	if w.lang == EN {
		return t.Format("Mon 2 January")
	}
	return t.Format("1月2日 ") + w.T(fmt.Sprintf("common.weekday.%d", t.Weekday()), nil)
}

// Clock is the time of day: 09:42.
func (w *Words) Clock(t time.Time) string { return t.In(w.zone).Format("15:04") }

// Stamp is a moment as short as it stays clear: 10:31 today, else the date and
// the time, and in another year the date alone.
func (w *Words) Stamp(t, now time.Time) string {
	a, b := t.In(w.zone), now.In(w.zone)
	switch {
	case a.Year() != b.Year():
		return w.Date(t, now)
	case a.YearDay() != b.YearDay():
		return w.Date(t, now) + " " + w.Clock(t)
	}
	return w.Clock(t)
}

// Distance is a way in metres: 420 m, 1.1 km, 38 km.
func (w *Words) Distance(metres float64) string {
	switch {
	case metres < 995:
		return fmt.Sprintf("%.0f m", metres)
	case metres < 9950:
		return fmt.Sprintf("%.1f km", metres/1000)
	}
	return fmt.Sprintf("%.0f km", metres/1000)
}

// Bytes is an amount of data: 812 B, 40 kB, 12.4 MB, 1.2 GB, in powers of 1000.
func (w *Words) Bytes(n int64) string {
	f, unit := float64(n), "B"
	for _, next := range []string{"kB", "MB", "GB"} {
		if f < 999.5 {
			break
		}
		f, unit = f/1000, next
	}
	if f < 99.95 && (unit == "MB" || unit == "GB") {
		return fmt.Sprintf("%.1f %s", f, unit)
	}
	return fmt.Sprintf("%.0f %s", f, unit)
}

// Few is a count in at most five characters, for a mark on the map: 9999, 1.2万, 12k.
func (w *Words) Few(n int) string {
	unit, sign := 10_000, "万"
	if w.Language() == EN {
		unit, sign = 1_000, "k"
	}
	switch {
	case n < 10_000 && (unit == 10_000 || n < 1_000):
		return strconv.Itoa(n)
	case n < 10*unit:
		return strconv.FormatFloat(math.Floor(float64(n)*10/float64(unit))/10, 'f', -1, 64) + sign
	}
	return strconv.Itoa(n/unit) + sign
}
