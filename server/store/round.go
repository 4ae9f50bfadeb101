package store

import (
	"context"
	"maps"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/policy"
)

// round is what the transactions that share one commit of SQLite know of each other:
// nobody else writes between its BEGIN IMMEDIATE and its COMMIT, so that what one has
// read or counted the next need not ask for. It dies with the commit; where the commit
// fails, each is run again alone and without it.
type round struct {
	heads  map[model.Lane]int64 // last number of each lane that was taken from
	taken  map[model.Lane]int64 // of those, what lane_counter does not have yet
	policy *policy.Set          // the rules as they are in the database; nil: to be looked at
	ruled  bool                 // a rule was changed here: it counts, but is not committed
}

func newRound() *round { return &round{heads: map[model.Lane]int64{}, taken: map[model.Lane]int64{}} }

// settle writes the counters, before the commit or before somebody reads them.
func (r *round) settle(ctx context.Context, to runner) error {
	for _, lane := range slices.Sorted(maps.Keys(r.taken)) {
		if _, err := to.ExecContext(ctx, "UPDATE lane_counter SET v = v + $1 WHERE lane = $2", r.taken[lane], string(lane)); err != nil {
			return err
		}
		delete(r.taken, lane)
	}
	return nil
}

// settled makes the counters right for a statement that reads them.
func (t *Tx) settled() error {
	if t.round == nil {
		return nil
	}
	return t.round.settle(t.ctx, t.run)
}
