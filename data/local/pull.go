package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

// Cursor returns how far the base is: the epoch of the server ("" before the
// first page) and the seq by lane.
func (s *Store) Cursor(ctx context.Context) (epoch string, cursor map[string]int64, err error) {
	m, err := readMeta(ctx, s.reads, "base.meta")
	return m.Epoch, m.Cursor, err
}

// ApplyPage writes one page of a pull: rows and cursor in one transaction of
// base.db, then the outbox is folded over the new base. A page that was cut short
// changes nothing; a page of another epoch is *model.Error sync.epoch.
func (s *Store) ApplyPage(ctx context.Context, rows []wire.PullRow, end wire.PullEnd) error {
	if !end.End || end.Rows != len(rows) {
		return fmt.Errorf("apply page: cut short, %d rows of %d", len(rows), end.Rows)
	}
	kinds, err := s.applyPage(ctx, rows, end)
	if err != nil {
		return fmt.Errorf("apply page: %w", err)
	}
	s.watch.tell(kinds)
	return nil
}

func (s *Store) applyPage(ctx context.Context, rows []wire.PullRow, end wire.PullEnd) (map[model.Kind]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.begin(ctx, end.Epoch); err != nil {
		return nil, err
	}
	var dropped []model.Kind
	err := inTx(ctx, s.base, func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx, "meta")
		if err != nil {
			return err
		}
		if m.Epoch != "" && m.Epoch != end.Epoch {
			return model.Fail("sync.epoch", "had", m.Epoch, "got", end.Epoch)
		}
		if dropped, err = dropLanes(ctx, tx, lost(m.Cursor, end.Cursor)); err != nil {
			return err
		}
		if err := s.writeRows(ctx, tx, rows); err != nil {
			return err
		}
		return writeMeta(ctx, tx, meta{Epoch: end.Epoch, Cursor: end.Cursor, Complete: m.Complete || !end.More})
	})
	if err != nil {
		return nil, errors.Join(err, s.readLayout(context.WithoutCancel(ctx)))
	}
	s.committed()
	s.policies.forget()
	// The page is in: the overlay follows even if the caller has gone meanwhile.
	s.stale = true
	kinds, err := s.ownTx(context.WithoutCancel(ctx), func(tx *ownTx) error { return tx.forget(ctx) })
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		kinds[model.Kind(r.Kind)] = true
	}
	for _, kind := range dropped {
		kinds[kind] = true
	}
	return kinds, nil
}

// ResetBase empties the base, since the server was restored or forgot our cursor:
// everything is pulled again. Operations that it answered within a month go up
// once more; it knows again those that it still has.
func (s *Store) ResetBase(ctx context.Context) error {
	s.mu.Lock()
	kinds, err := s.resetBase(ctx)
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("empty the base: %w", err)
	}
	s.watch.tell(kinds)
	return nil
}

func (s *Store) resetBase(ctx context.Context) (map[model.Kind]bool, error) {
	// First own.db: killed in between, the operations go up once too often, which
	// the server recognises.
	if _, err := s.ownTx(ctx, func(tx *ownTx) error {
		if err := tx.sendAgain(ctx); err != nil {
			return err
		}
		return writeSetting(ctx, tx, ownEpoch, "")
	}); err != nil {
		return nil, err
	}
	err := inTx(ctx, s.base, func(tx *sql.Tx) error {
		for _, t := range schema.Tables {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+t.Name()); err != nil {
				return err
			}
			for _, f := range t.SearchTables() {
				if _, err := tx.ExecContext(ctx, "INSERT INTO "+f.Name+" ("+f.Name+") VALUES ('delete-all')"); err != nil {
					return err
				}
			}
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM meta WHERE key <> 'schema'")
		return err
	})
	if err != nil {
		return nil, err
	}
	s.committed()
	s.policies.forget()
	s.stale = true
	kinds, err := s.ownTx(context.WithoutCancel(ctx), func(*ownTx) error { return nil })
	for _, t := range schema.Tables {
		kinds[t.Kind] = true
	}
	return kinds, err
}

// begin tells own.db of which life of the server the first page of an empty base is.
func (s *Store) begin(ctx context.Context, epoch string) error {
	m, err := readMeta(ctx, s.base, "meta")
	if err != nil || m.Epoch != "" {
		return err
	}
	_, err = s.ownTx(ctx, func(tx *ownTx) error { return tx.lives(ctx, "", epoch) })
	return err
}

// lives notes which life of the server follows. Where the answers here are of another
// one, their operations go up again; base.db alone would not know, it may have been
// made anew meanwhile. was is the life that the base knows, "" where it has none.
func (tx *ownTx) lives(ctx context.Context, was, epoch string) error {
	had, _, err := readSetting(ctx, tx, ownEpoch)
	if err != nil {
		return err
	}
	if had == "" {
		had = was
	}
	if had != "" && had != epoch {
		if err := tx.sendAgain(ctx); err != nil {
			return err
		}
	}
	return writeSetting(ctx, tx, ownEpoch, epoch)
}

// sendAgain queues what the server answered within a month: it was restored and may
// have lost it. It knows again what it still has.
func (tx *ownTx) sendAgain(ctx context.Context) error {
	if err := tx.forget(ctx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE outbox SET send = 1, state = CASE state WHEN 'acked' THEN 'pending' ELSE state END")
	return err
}

// writeRows writes a page into base.db with statements that are prepared once.
func (s *Store) writeRows(ctx context.Context, tx *sql.Tx, rows []wire.PullRow) error {
	tables := map[string]*tableWriter{}
	for _, r := range rows {
		w, ok := tables[r.Kind]
		if !ok {
			t, known := schema.Of(model.Kind(r.Kind))
			if known {
				var err error
				if w, err = newTableWriter(ctx, tx, t, s); err != nil {
					return err
				}
			}
			tables[r.Kind] = w
		}
		if w == nil { // a kind that only newer programs know
			continue
		}
		if err := w.write(ctx, r); err != nil {
			return fmt.Errorf("%s %s: %w", r.Kind, r.Id, err)
		}
	}
	for _, w := range tables {
		if w == nil {
			continue
		}
		if err := w.writeWords(ctx); err != nil {
			return fmt.Errorf("index %s: %w", w.table.Kind, err)
		}
	}
	return nil
}
