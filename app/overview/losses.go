package overview

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/model/policy"
	"dianqin/data/model/suspicion"
)

// Loss is what an area lost in the newest month.
type Loss struct {
	Area    grid.Area
	Percent float64
	Change  float64 // against the month before, in points; see Known
	Known   bool    // there is a figure of the month before
	Over    bool    // more than the limit
	of      grid.LineLoss
}

// Losses are the areas' line losses, the worst first.
type Losses struct {
	Month string  // 2026-10, empty: there are none
	Limit float64 // percent, 0: no policy says one
	Over  int     // how many are over it
	All   []Loss
}

// Losses reads the line loss of every area in the newest month that there is.
func (o *Overview) Losses(ctx context.Context) (Losses, error) {
	var out Losses
	rows, err := local.Find[grid.LineLoss](ctx, o.store, model.KindLineLoss,
		"month >= (SELECT max(month) FROM v_rec_line_loss WHERE month < (SELECT max(month) FROM v_rec_line_loss)) OR month = (SELECT max(month) FROM v_rec_line_loss)")
	if err != nil {
		return out, err
	}
	limits, err := o.limits()
	if err != nil {
		return out, err
	}
	if out.Limit = limits.LineLossPercent; len(rows) == 0 {
		return out, nil
	}
	areas, err := local.Find[grid.Area](ctx, o.store, model.KindArea, "1 = 1")
	if err != nil {
		return out, err
	}
	out.Month, out.All = compare(rows, areas, limits)
	for _, l := range out.All {
		if l.Over {
			out.Over++
		}
	}
	return out, nil
}

// compare puts the newest month beside the one before it.
func compare(rows []grid.LineLoss, areas []grid.Area, limits policy.Suspicion) (newest string, out []Loss) {
	for _, l := range rows {
		newest = max(newest, l.Month)
	}
	names := map[string]grid.Area{}
	for _, a := range areas {
		names[a.ID] = a
	}
	earlier := map[string]float64{}
	for _, l := range rows {
		if l.Month == monthBefore(newest) {
			earlier[l.AreaID] = l.Percent()
		}
	}
	for _, l := range rows {
		if l.Month != newest || l.SuppliedKWh <= 0 {
			continue
		}
		x := Loss{Area: names[l.AreaID], Percent: l.Percent(), of: l}
		x.Area.ID, x.Area.StationID = l.AreaID, l.StationID
		if limits.LineLossPercent > 0 {
			_, x.Over = suspicion.OfLoss(l, limits)
		}
		if before, ok := earlier[l.AreaID]; ok {
			x.Known, x.Change = true, x.Percent-before
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(b.Percent, a.Percent), cmp.Compare(a.Area.ID, b.Area.ID))
	})
	return newest, out
}

// monthBefore is the label of the month before; "" where the label is none.
func monthBefore(label string) string {
	t, err := time.Parse("2006-01", label)
	if err != nil {
		return ""
	}
	return t.AddDate(0, -1, 0).Format("2006-01")
}

// limits are those in force; the zero value where no policy says any.
func (o *Overview) limits() (policy.Suspicion, error) {
	set, err := o.store.World().Policy()
	if err != nil {
		return policy.Suspicion{}, err
	}
	limits, _ := set.Suspicion(o.now())
	return limits, nil
}
