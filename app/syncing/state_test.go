package syncing

import (
	"testing"
	"time"
)

func TestAFirstDownloadSaysHowFarItIsAndHowLongItTakes(t *testing.T) {
	began := time.Date(2026, 3, 18, 2, 35, 0, 0, time.UTC)
	s := State{Rows: 25_000, Left: 75_000, Began: began}
	if s.Share() != 0.25 {
		t.Errorf("share %v", s.Share())
	}
	if got := s.Remaining(began.Add(10 * time.Second)); got != 30*time.Second {
		t.Errorf("%s remain", got)
	}
	if (State{}).Share() != 0 || (State{}).Remaining(began) != 0 || s.Remaining(began) != 0 {
		t.Error("something is told before anything is known")
	}
	p := State{Bytes: 20 << 20, Of: 80 << 20, Began: began}
	if p.Share() != 0.25 || p.Remaining(began.Add(10*time.Second)) != 30*time.Second {
		t.Errorf("of a data package: %v, %s", p.Share(), p.Remaining(began.Add(10*time.Second)))
	}
}
