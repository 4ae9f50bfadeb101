package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// sqliteWriter inserts with prepared statements. The transaction is begun by
// hand on the only writing connection.
type sqliteWriter struct {
	ctx     context.Context
	conn    *sql.Conn
	readers *readers
	fresh   bool
	stmts   map[model.Kind]*sql.Stmt
}

func newSQLiteWriter(ctx context.Context, conn *sql.Conn, readers *readers, fresh bool) *sqliteWriter {
	return &sqliteWriter{ctx: ctx, conn: conn, readers: readers, fresh: fresh, stmts: map[model.Kind]*sql.Stmt{}}
}

// begin leaves the write-ahead log for the time of a first load: a file that was
// empty has hardly a page to keep, so no new one needs to be written twice. While
// somebody reads the file cannot leave it, and the load is slower.
func (w *sqliteWriter) begin() error {
	if w.fresh {
		w.readers.drop()
		_ = w.exec("PRAGMA journal_mode=TRUNCATE")
	}
	return w.exec("BEGIN IMMEDIATE")
}

func (w *sqliteWriter) exec(query string, args ...any) error {
	_, err := w.conn.ExecContext(w.ctx, query, args...)
	return err
}

func (w *sqliteWriter) add(table schema.Table, row []any) error {
	stmt, ok := w.stmts[table.Kind]
	if !ok {
		var err error
		if stmt, err = w.conn.PrepareContext(w.ctx, insertText(table)); err != nil {
			return err
		}
		w.stmts[table.Kind] = stmt
	}
	_, err := stmt.ExecContext(w.ctx, row...)
	return err
}

func (w *sqliteWriter) flush() error {
	var failed error
	for kind, stmt := range w.stmts {
		failed = errors.Join(failed, stmt.Close())
		delete(w.stmts, kind)
	}
	return failed
}

func (w *sqliteWriter) end(failed error) error {
	failed = errors.Join(failed, w.flush())
	ctx := context.WithoutCancel(w.ctx) // a transaction must not stay open behind a call that was given up
	if failed == nil {
		if _, failed = w.conn.ExecContext(ctx, "COMMIT"); failed == nil {
			_, err := w.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)") // a log that stayed is as large as the load
			return errors.Join(err, w.backToLog(ctx))
		}
	}
	_, err := w.conn.ExecContext(ctx, "ROLLBACK")
	return errors.Join(failed, err, w.backToLog(ctx))
}

func (w *sqliteWriter) backToLog(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, "PRAGMA journal_mode=WAL")
	return err
}

// postgresWriter copies rows in blocks, the only way that beats plain inserts.
type postgresWriter struct {
	ctx  context.Context
	conn *sql.Conn
	rows map[model.Kind][][]any
}

func newPostgresWriter(ctx context.Context, conn *sql.Conn) *postgresWriter {
	return &postgresWriter{ctx: ctx, conn: conn, rows: map[model.Kind][][]any{}}
}

// block is how many rows of a table are copied at once.
const block = 5000

func (w *postgresWriter) begin() error { return w.exec("BEGIN") }

func (w *postgresWriter) exec(query string, args ...any) error {
	_, err := w.conn.ExecContext(w.ctx, query, args...)
	return err
}

func (w *postgresWriter) add(table schema.Table, row []any) error {
	w.rows[table.Kind] = append(w.rows[table.Kind], row)
	if len(w.rows[table.Kind]) < block {
		return nil
	}
	return w.copy(table)
}

func (w *postgresWriter) copy(table schema.Table) error {
	rows := w.rows[table.Kind]
	w.rows[table.Kind] = nil
	return w.conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("not a pgx connection: %T", driver)
		}
		_, err := c.Conn().CopyFrom(w.ctx, pgx.Identifier{table.Name()}, columnsOf(table), pgx.CopyFromRows(rows))
		return err
	})
}

func (w *postgresWriter) flush() error {
	for kind, rows := range w.rows {
		if table, ok := schema.Of(kind); ok && len(rows) > 0 {
			if err := w.copy(table); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *postgresWriter) end(failed error) error {
	ctx := context.WithoutCancel(w.ctx)
	if failed == nil {
		_, failed = w.conn.ExecContext(ctx, "COMMIT")
		return failed
	}
	_, err := w.conn.ExecContext(ctx, "ROLLBACK")
	return errors.Join(failed, err)
}
