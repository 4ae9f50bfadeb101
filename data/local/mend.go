package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dianqin/data/model"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

// Whole says that a pull came to its end since the base was begun: what the server
// deleted from then on has come too, or is still to come.
func (s *Store) Whole(ctx context.Context) bool {
	m, err := readMeta(ctx, s.reads, "base.meta")
	return err == nil && m.Complete
}

// Digest says what the base holds of a lane, to be compared with the server's.
func (s *Store) Digest(ctx context.Context, lane string) ([]wire.DigestRange, error) {
	var d wire.Digester
	for _, t := range schema.Tables {
		err := each(ctx, s.reads, "SELECT id, ver FROM base."+t.Name()+" WHERE lane = (SELECT n FROM base.lane WHERE name = ?)", func(rows *sql.Rows) error {
			var id any
			var ver int64
			if err := rows.Scan(&id, &ver); err != nil {
				return err
			}
			d.Add(string(t.Kind), plain(id), ver)
			return nil
		}, lane)
		if err != nil {
			return nil, fmt.Errorf("digest of %s: %w", lane, err)
		}
	}
	return d.Ranges(), nil
}

// Mend puts what the server says of some ranges of a lane in the place of what the
// base has of them: records that it does not name go, the others are written anew
// whatever version is here. Rows of a moment that is not the cursor's are refused.
func (s *Store) Mend(ctx context.Context, lane string, ranges []byte, rows []wire.PullRow, end wire.PullEnd) error {
	s.mu.Lock()
	kinds, err := s.mend(ctx, lane, ranges, rows, end)
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("mend %s: %w", lane, err)
	}
	s.watch.tell(kinds)
	return nil
}

func (s *Store) mend(ctx context.Context, lane string, ranges []byte, rows []wire.PullRow, end wire.PullEnd) (map[model.Kind]bool, error) {
	dropped := map[model.Kind]bool{}
	err := inTx(ctx, s.base, func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx, "meta")
		if err != nil {
			return err
		}
		if !end.End || end.Rows != len(rows) || m.Epoch != end.Epoch || m.Cursor[lane] != end.Cursor[lane] {
			return fmt.Errorf("of another moment, or cut short")
		}
		for _, t := range schema.Tables {
			n, err := s.dropRanges(ctx, tx, t, lane, ranges)
			if err != nil {
				return err
			}
			if n > 0 {
				dropped[t.Kind] = true
			}
		}
		return s.writeRows(ctx, tx, rows)
	})
	if err != nil {
		return nil, errors.Join(err, s.readLayout(context.WithoutCancel(ctx)))
	}
	s.policies.forget()
	s.stale = true
	kinds, err := s.ownTx(context.WithoutCancel(ctx), func(*ownTx) error { return nil })
	if err != nil {
		return nil, err
	}
	for kind := range dropped {
		kinds[kind] = true
	}
	for _, r := range rows {
		kinds[model.Kind(r.Kind)] = true
	}
	return kinds, nil
}

// dropRanges deletes what the base has of some ranges of a lane.
func (s *Store) dropRanges(ctx context.Context, tx *sql.Tx, t schema.Table, lane string, ranges []byte) (int, error) {
	var gone []int64
	err := each(ctx, tx, "SELECT rowid, id FROM "+t.Name()+" WHERE lane = (SELECT n FROM lane WHERE name = ?)", func(rows *sql.Rows) error {
		var rowid int64
		var id any
		err := rows.Scan(&rowid, &id)
		if slices.Contains(ranges, wire.RangeOf(string(t.Kind), plain(id))) {
			gone = append(gone, rowid)
		}
		return err
	}, lane)
	if err != nil || len(gone) == 0 {
		return 0, err
	}
	w, err := newTableWriter(ctx, tx, t, s)
	if err != nil {
		return 0, err
	}
	for _, rowid := range gone {
		if err := w.leave(ctx, rowid); err != nil {
			return 0, err
		}
	}
	return len(gone), w.writeWords(ctx)
}
