package scan

import (
	"math"
	"time"
)

// clock knows when a frame's time is up. The zero clock has no cap.
type clock struct{ end time.Time }

func startClock(budget time.Duration) clock {
	if budget <= 0 {
		return clock{}
	}
	return clock{time.Now().Add(budget)}
}

// late reports whether the time is up.
func (c clock) late() bool { return !c.end.IsZero() && !time.Now().Before(c.end) }

// left is the time that remains, for ever where there is no cap.
func (c clock) left() time.Duration {
	if c.end.IsZero() {
		return math.MaxInt64
	}
	return time.Until(c.end)
}
