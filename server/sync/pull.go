package sync

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// Limits of a page of the feed, in rows.
const (
	defaultLimit = 5000
	maxLimit     = 20000
)

// oldSchemas is how many contracts before this one are still given rows.
const oldSchemas = 2

// Query is what a pull asks for. Whole says that the cursor is of a pull that came to
// its end: then deletions that are forgotten may be missing. A cursor on the way has
// seen none of what was deleted before it began.
type Query struct {
	Epoch  string
	Cursor map[string]int64
	Limit  int // 0: the default
	Whole  bool
	Schema int // of the caller's contract; 0: not said
}

// Pull gives the rows past the cursor of every lane that the person may read now,
// from one snapshot, and closes with the new cursor; that names every such lane,
// so that a device sees which it has lost. limit 0 takes the default. A cursor
// that is not of this database's epoch is a *model.Error sync.epoch, one from before
// deletions were forgotten sync.horizon; schema.too_old for programs that are.
func (s *Service) Pull(ctx context.Context, c Caller, q Query, row func(wire.PullRow) error) (wire.PullEnd, error) {
	if q.Schema != 0 && q.Schema < wire.Schema-oldSchemas {
		return wire.PullEnd{}, model.Fail("schema.too_old", "least", wire.Schema-oldSchemas)
	}
	own, err := s.s.Epoch(ctx)
	if err != nil {
		return wire.PullEnd{}, err
	}
	epoch, cursor, limit := q.Epoch, q.Cursor, q.Limit
	if epoch != own && (epoch != "" || len(cursor) > 0) {
		return wire.PullEnd{}, model.Fail("sync.epoch")
	}
	if limit <= 0 {
		limit = defaultLimit
	}
	end := wire.PullEnd{End: true, Epoch: own, Cursor: map[string]int64{}, ServerTime: s.now().UnixMilli()}
	err = s.s.Read(ctx, func(t *store.Tx) error {
		lanes, err := lanesOf(t, c.User.ID)
		if err != nil {
			return err
		}
		p := page{t: t, end: &end, left: min(limit, maxLimit), whole: q.Whole, row: row}
		return p.give(lanes, cursor)
	})
	return end, err
}

// lanesOf lists the lanes that a person may read, what everybody needs first.
// What the person may do is read from the snapshot: the session may be older.
func lanesOf(t *store.Tx, userID string) ([]model.Lane, error) {
	u, found, err := t.User(userID)
	if err != nil {
		return nil, err
	}
	if !found || u.Inactive {
		return nil, model.Fail("auth.forbidden")
	}
	return sortLanes(u), nil
}

func sortLanes(u people.User) []model.Lane {
	order := map[string]int{"org": 0, "user": 1, "station": 2, "cases": 3}
	lanes := u.Lanes()
	slices.SortStableFunc(lanes, func(a, b model.Lane) int {
		x, _ := a.Split()
		y, _ := b.Split()
		return cmp.Or(cmp.Compare(order[x], order[y]), cmp.Compare(a, b))
	})
	return lanes
}

// page is one answer to a pull.
type page struct {
	t     *store.Tx
	end   *wire.PullEnd
	left  int  // rows that may still be given
	whole bool // the cursor is of a pull that came to its end
	row   func(wire.PullRow) error
}

func (p *page) give(lanes []model.Lane, cursor map[string]int64) error {
	for _, lane := range lanes {
		head, err := p.t.Head(lane)
		if err != nil {
			return err
		}
		at := cursor[string(lane)]
		if at > head || at < 0 { // counted by another database
			return model.Fail("sync.epoch")
		}
		if p.whole && at > 0 {
			horizon, err := p.t.Horizon(lane)
			if err != nil {
				return err
			}
			if at < horizon {
				return model.Fail("sync.horizon", "lane", string(lane))
			}
		}
		if at < head && p.left > 0 {
			if at, err = p.lane(lane, at, head); err != nil {
				return err
			}
		}
		p.end.Cursor[string(lane)] = at
		p.end.More = p.end.More || at < head
		p.end.Left += head - at
	}
	return nil
}

// lane gives rows of one lane and returns the new cursor.
func (p *page) lane(lane model.Lane, after, head int64) (int64, error) {
	n, last, err := p.t.Rows(lane, after, p.left, func(r store.Row) error {
		out := wire.PullRow{Kind: string(r.Kind), Id: r.ID, Lane: string(r.Lane), Ver: r.Ver, Seq: r.Seq, State: wire.PullRowState(r.State)}
		if r.Body != nil {
			body := json.RawMessage(r.Body)
			out.Body = &body
		}
		return p.row(out)
	})
	p.end.Rows += n
	if err == nil && n < p.left {
		last = head
	}
	p.left -= n
	return last, err
}
