package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/policy"
)

// Tx is one transaction; it is the World that folds ask. It belongs to the
// function that got it and to one goroutine.
type Tx struct {
	ctx    context.Context // of Write or Read: a transaction lives no longer
	s      *Store
	run    runner
	write  bool
	depth  int    // of savepoints
	writes int    // statements that wrote, or tried to
	hope   bool   // among others: what fails after it wrote is run again alone
	device string // whose changes these are, for field versions
	at     model.Millis
	author string       // user id of whose act is written, for field versions
	acted  model.Millis // when it took place
	policy *policy.Set

	changedPolicy bool   // here, not committed yet
	round         *round // of who is committed together with it; nil: nobody

	loaded  map[place]record // what was read or put here, of no lane; a fold reads a record that it then puts
	touched []touch          // puts, oldest first: what the feed will say
	seqs    map[place]int64  // of the touched, once the counters are taken
	finish  []func() error
}

// attempts is how often a transaction of PostgreSQL is tried.
const attempts = 5

// Write runs f in one transaction and commits it. On PostgreSQL it is run again
// (up to 5 times) where the database chose it as the victim of a conflict, on
// SQLite where the transaction that it shared with others failed, so f must not
// keep anything from a run before.
func (s *Store) Write(ctx context.Context, f func(*Tx) error) error {
	for n := 1; ; n++ {
		err := s.writeOnce(ctx, f)
		if err == nil || n == attempts || !Retriable(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(rand.IntN(20*n)+1) * time.Millisecond):
		}
	}
}

func (s *Store) writeOnce(ctx context.Context, f func(*Tx) error) error {
	j := &job{ctx: ctx, f: f, done: make(chan struct{})}
	var err error
	if s.group != nil {
		err = s.group.write(j)
	} else {
		err = s.transact(j)
	}
	var panicked *panicError
	if errors.As(err, &panicked) {
		panic(panicked.Error())
	}
	if err == nil {
		s.changed(j.tx)
	}
	return err
}

// transact commits one job on PostgreSQL.
func (s *Store) transact(j *job) error {
	tx, err := s.w.BeginTx(j.ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := s.runJob(j.ctx, tx, j, false); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// runJob runs a job in the transaction that r speaks for, up to its commit.
func (s *Store) runJob(ctx context.Context, r runner, j *job, hopeful bool) error {
	t := &Tx{ctx: ctx, s: s, run: r, write: true, hope: hopeful, round: j.with, at: model.MillisOf(time.Now())}
	j.tx = t
	if err := j.f(t); err != nil {
		return err
	}
	if err := t.flush(); err != nil {
		return fmt.Errorf("write the feed: %w", err)
	}
	for _, done := range t.finish {
		if err := done(); err != nil {
			return err
		}
	}
	return nil
}

// Read runs f on one snapshot of the database. Whatever f tries to write fails.
func (s *Store) Read(ctx context.Context, f func(*Tx) error) error {
	if s.readers != nil {
		return s.readers.read(ctx, func(r runner) error { return f(&Tx{ctx: ctx, s: s, run: r, at: model.MillisOf(time.Now())}) })
	}
	// Elsewhere than at this level each statement would see its own moment.
	tx, err := s.r.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	return f(&Tx{ctx: ctx, s: s, run: tx, at: model.MillisOf(time.Now())})
}

// glance runs one query, which is a snapshot of its own.
func (s *Store) glance(ctx context.Context, f func(runner) error) error {
	if s.readers != nil {
		return s.readers.lend(ctx, f)
	}
	return f(s.r)
}

// Savepoint runs f and undoes what it wrote when it fails, the feed rows that it
// would have made included. The error of f is returned as it is.
func (t *Tx) Savepoint(f func() error) error {
	if t.hope {
		return t.hopeful(f)
	}
	name := "sp" + strconv.Itoa(t.depth)
	if _, err := t.exec("SAVEPOINT " + name); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	t.depth++
	touched, finish := len(t.touched), len(t.finish)
	failed := f()
	t.depth--
	if failed != nil {
		if _, err := t.exec("ROLLBACK TO SAVEPOINT " + name); err != nil {
			return errors.Join(failed, &lostError{err})
		}
		t.undo(touched, finish)
	}
	if _, err := t.exec("RELEASE SAVEPOINT " + name); err != nil {
		return errors.Join(failed, &lostError{err})
	}
	return failed
}

// hopeful is Savepoint without one: what fails before it wrote needs none, what
// fails afterwards ends this run of the transaction.
func (t *Tx) hopeful(f func() error) error {
	touched, finish, writes := len(t.touched), len(t.finish), t.writes
	err := f()
	if err == nil {
		return nil
	}
	if t.writes > writes {
		return errors.Join(err, &lostError{errHope})
	}
	t.undo(touched, finish)
	return err
}

// undo forgets what was put since there were so many touches and steps to finish.
func (t *Tx) undo(touched, finish int) {
	t.touched, t.finish, t.policy, t.loaded = t.touched[:touched], t.finish[:finish], nil, nil
}

var errHope = errors.New("it failed after it wrote, among others")

// By says whose changes follow (a device's id) and at which moment of the server.
func (t *Tx) By(device string, at model.Millis) { t.device, t.at = device, at }

// Act says who acted and when, by the device's clock: what follows is of that act.
func (t *Tx) Act(author string, at model.Millis) { t.author, t.acted = author, at }

// lockName waits for the lock of a name; it is free again after the transaction.
func (t *Tx) lockName(name string) error {
	if t.s.d.lock == "" || !t.write {
		return nil
	}
	_, err := t.exec(t.s.d.lock, name)
	return err
}

// forUpdate is put behind a SELECT whose row the transaction may change.
func (t *Tx) forUpdate() string {
	if t.write {
		return t.s.d.forUpdate
	}
	return ""
}

func (t *Tx) exec(query string, args ...any) (sql.Result, error) {
	t.writes++
	return t.run.ExecContext(t.ctx, query, args...)
}

func (t *Tx) query(query string, args ...any) (*sql.Rows, error) {
	return t.run.QueryContext(t.ctx, query, args...)
}

// one scans the only row of a query; false: there is none.
func (t *Tx) one(into []any, query string, args ...any) (bool, error) {
	err := t.run.QueryRowContext(t.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// texts reads a column of texts.
func (t *Tx) texts(query string, args ...any) (out []string, err error) {
	rows, err := t.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
