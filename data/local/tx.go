package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"syscall"

	"modernc.org/sqlite"

	"dianqin/data/model"
)

type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

type execer interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
}

// inTx runs f in a transaction: all of it or nothing.
func inTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", storage(err))
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // what went wrong is err; closing undoes it as well
		return storage(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", storage(err))
	}
	return nil
}

// ownTx is a transaction of own.db that sees the view, its own writes included.
type ownTx struct {
	*sql.Tx
	s     *Store
	kinds map[model.Kind]bool // whose overlay it touched
}

func (tx *ownTx) source() source { return source{tx.Tx, &tx.s.layouts} }

// ownTx runs f in a transaction of own.db and returns the kinds whose view
// changed. The caller holds mu or nobody else has the store yet.
func (s *Store) ownTx(ctx context.Context, f func(*ownTx) error) (map[model.Kind]bool, error) {
	kinds := map[model.Kind]bool{}
	err := inTx(ctx, s.own, func(tx *sql.Tx) error {
		t := &ownTx{Tx: tx, s: s, kinds: kinds}
		if s.stale { // a page came in and the refold after it failed
			if err := t.settle(ctx); err != nil {
				return err
			}
		}
		return f(t)
	})
	if err == nil {
		s.stale = false
		s.committed()
	}
	return kinds, err
}

// change runs f as the one writer and tells the watchers when it is committed.
func (s *Store) change(ctx context.Context, f func(*ownTx) error) error {
	s.mu.Lock()
	kinds, err := s.ownTx(ctx, f)
	s.mu.Unlock()
	if err == nil {
		s.watch.tell(kinds)
	}
	return err
}

// storage turns a full disk into the error that people can act on, and leaves
// every other one as it is.
func storage(err error) error {
	var e *sqlite.Error
	var errno syscall.Errno
	var known *model.Error
	const sqliteFull, windowsFull = 13, 112
	const noShared = 4874 // SQLITE_IOERR_SHMSIZE: the log's index cannot grow
	switch {
	case errors.As(err, &known):
	case errors.As(err, &e) && (e.Code()&0xff == sqliteFull || e.Code() == noShared),
		errors.Is(err, syscall.ENOSPC),
		runtime.GOOS == "windows" && errors.As(err, &errno) && errno == windowsFull:
		return errors.Join(model.Fail("storage.full"), err)
	}
	return err
}
