package scan

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestClockIsLateWhenTheCapIsReached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := startClock(4 * time.Millisecond)
		if c.late() || c.left() != 4*time.Millisecond {
			t.Errorf("at the start: late %v, left %v", c.late(), c.left())
		}
		time.Sleep(3 * time.Millisecond)
		if c.late() || c.left() != time.Millisecond {
			t.Errorf("after 3 ms: late %v, left %v", c.late(), c.left())
		}
		time.Sleep(time.Millisecond)
		if !c.late() || c.left() > 0 {
			t.Errorf("after 4 ms: late %v, left %v", c.late(), c.left())
		}
	})
}

func TestClockWithoutACapIsNeverLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := startClock(0)
		time.Sleep(time.Hour)
		if c.late() || c.left() < 24*time.Hour {
			t.Errorf("late %v, left %v", c.late(), c.left())
		}
	})
}
