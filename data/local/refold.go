package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"dianqin/data/schema"
	"dianqin/data/wire"
)

// settle lets go of acknowledged operations that the pull has passed and makes
// the overlay anew: fold(base, outbox in order).
func (tx *ownTx) settle(ctx context.Context) error {
	if _, err := tx.dropPassed(ctx); err != nil {
		return err
	}
	return tx.refold(ctx)
}

// dropPassed marks acknowledged operations as done whose every lane has reached
// the seq that the server named. A lane that is not followed is not waited for;
// which ones those are is known only when a pull has reached its end.
func (tx *ownTx) dropPassed(ctx context.Context) (dropped int, err error) {
	m, err := readMeta(ctx, tx, "base.meta")
	if err != nil {
		return 0, err
	}
	var passed []int64
	err = tx.each(ctx, "SELECT dev_seq, lanes FROM outbox WHERE state = 'acked'", func(rows *sql.Rows) error {
		var devSeq int64
		var text string
		if err := rows.Scan(&devSeq, &text); err != nil {
			return err
		}
		var lanes map[string]int64
		if err := json.Unmarshal([]byte(text), &lanes); err != nil {
			return err
		}
		if m.passed(lanes) {
			passed = append(passed, devSeq)
		}
		return nil
	})
	for _, devSeq := range passed {
		if err == nil {
			_, err = tx.ExecContext(ctx, "UPDATE outbox SET state = 'done' WHERE dev_seq = ?", devSeq)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("let go of acknowledged operations: %w", err)
	}
	return len(passed), nil
}

func (m meta) passed(lanes map[string]int64) bool {
	for lane, seq := range lanes {
		at, followed := m.Cursor[lane]
		if followed && at < seq || !followed && !m.Complete {
			return false
		}
	}
	return m.Complete || len(lanes) > 0
}

// refold empties the overlay and folds the outbox over the base once more. An
// operation that cannot be folded is logged and left out of the view; it stays in
// the outbox and goes up.
func (tx *ownTx) refold(ctx context.Context) error {
	for _, t := range schema.Tables {
		done, err := tx.ExecContext(ctx, "DELETE FROM main.o_"+t.Name())
		if err != nil {
			return fmt.Errorf("empty the overlay: %w", err)
		}
		if n, err := done.RowsAffected(); err == nil && n > 0 {
			tx.kinds[t.Kind] = true
		}
	}
	var ops []string
	err := tx.each(ctx, "SELECT raw FROM outbox WHERE state IN ('pending', 'acked') ORDER BY dev_seq", func(rows *sql.Rows) error {
		var raw string
		err := rows.Scan(&raw)
		ops = append(ops, raw)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the outbox: %w", err)
	}
	for _, raw := range ops {
		if err := tx.foldRaw(ctx, raw); err != nil {
			return err
		}
	}
	return nil
}

func (tx *ownTx) foldRaw(ctx context.Context, raw string) error {
	var op wire.Operation
	if err := json.Unmarshal([]byte(raw), &op); err != nil {
		tx.s.log.Error("an operation cannot be read", "why", err)
		return nil
	}
	kind, ok := wire.Lookup(op.Kind)
	if !ok { // recorded by a newer program
		tx.s.log.Error("an operation of an unknown kind", "kind", op.Kind, "op", op.OpId)
		return nil
	}
	outcome, err := kind.Fold(tx.world(ctx), op)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		tx.s.log.Error("an operation cannot be folded", "op", op.OpId, "why", err)
		return nil
	}
	return tx.overlay(ctx, outcome.Puts)
}

// each calls f on every row of a query.
func (tx *ownTx) each(ctx context.Context, text string, f func(*sql.Rows) error, args ...any) error {
	return each(ctx, tx, text, f, args...)
}

func each(ctx context.Context, q querier, text string, f func(*sql.Rows) error, args ...any) error {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
