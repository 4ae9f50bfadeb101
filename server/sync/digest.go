package sync

import (
	"context"
	"encoding/json"
	"slices"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// Digest says what a lane holds, range by range. Code: lane.foreign.
func (s *Service) Digest(ctx context.Context, c Caller, lane model.Lane) (wire.Digest, error) {
	out := wire.Digest{Lane: string(lane)}
	var err error
	if out.Epoch, err = s.s.Epoch(ctx); err != nil {
		return out, err
	}
	err = s.lane(ctx, c, lane, func(t *store.Tx) error {
		if out.Seq, err = t.Head(lane); err != nil {
			return err
		}
		var d wire.Digester
		err := t.LiveRows(lane, func(r store.Row) error {
			d.Add(string(r.Kind), r.ID, r.Ver)
			return nil
		})
		out.Ranges = d.Ranges()
		return err
	})
	return out, err
}

// Range gives all records of some ranges of a lane. Code: lane.foreign.
func (s *Service) Range(ctx context.Context, c Caller, lane model.Lane, ranges []byte, row func(wire.PullRow) error) (wire.PullEnd, error) {
	end := wire.PullEnd{End: true, Cursor: map[string]int64{}, ServerTime: s.now().UnixMilli()}
	var err error
	if end.Epoch, err = s.s.Epoch(ctx); err != nil {
		return end, err
	}
	err = s.lane(ctx, c, lane, func(t *store.Tx) error {
		if end.Cursor[string(lane)], err = t.Head(lane); err != nil {
			return err
		}
		var found []store.Row
		if err := t.LiveRows(lane, func(r store.Row) error {
			if slices.Contains(ranges, wire.RangeOf(string(r.Kind), r.ID)) {
				found = append(found, r)
			}
			return nil
		}); err != nil {
			return err
		}
		if err := t.Fill(found); err != nil {
			return err
		}
		for _, r := range found {
			body := json.RawMessage(r.Body)
			if err := row(wire.PullRow{Kind: string(r.Kind), Id: r.ID, Lane: string(r.Lane), Ver: r.Ver, Seq: r.Seq, State: wire.Live, Body: &body}); err != nil {
				return err
			}
			end.Rows++
		}
		return nil
	})
	return end, err
}

// lane reads a lane that the caller may read.
func (s *Service) lane(ctx context.Context, c Caller, lane model.Lane, f func(*store.Tx) error) error {
	return s.s.Read(ctx, func(t *store.Tx) error {
		lanes, err := lanesOf(t, c.User.ID)
		if err != nil {
			return err
		}
		if !slices.Contains(lanes, lane) {
			return model.Fail("lane.foreign", "lane", string(lane))
		}
		return f(t)
	})
}
