package grid

import "testing"

func TestLineLoss_PercentOfWhatWasSupplied(t *testing.T) {
	for _, c := range []struct {
		supplied, sold int64
		want           float64
	}{
		{1000, 930, 7}, {1000, 1000, 0}, {1000, 0, 100}, {1000, 1100, -10}, {0, 50, 0}, {-5, 50, 0},
	} {
		if got := (LineLoss{SuppliedKWh: c.supplied, SoldKWh: c.sold}).Percent(); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
