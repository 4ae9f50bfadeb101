package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
)

// group commits what many want to write to SQLite in one transaction: a commit
// costs a write to the disk and a wait for it (synchronous FULL), whatever is in it.
//
//	Write waits ─┬─> first to lead: BEGIN, one after another, COMMIT, wakes all
//	Write waits ─┤
//	Write waits ─┘   meanwhile the next ones gather
//
// They run in good hope, without savepoints, which would cost a third of the time:
// when one fails that has written something already, or the transaction is lost (a
// full disk, a failed commit), all is rolled back and each is run again alone, so
// that none fails for another. Nobody is told of success before the COMMIT has
// returned.
type group struct {
	db     *sql.DB       // with one connection
	turn   chan struct{} // who holds its one place leads, or has the connection to itself
	writer *prepared     // of who holds the turn; nil before the first
	run    func(ctx context.Context, r runner, j *job, hopeful bool) error

	mu    sync.Mutex
	queue []*job
}

// job is one call of Write.
type job struct {
	ctx  context.Context
	f    func(*Tx) error
	tx   *Tx    // of the last run
	with *round // those that share its commit; nil where it is alone
	err  error
	done chan struct{}
}

// mostJobs bounds a transaction, so that nobody waits long for the others.
const mostJobs = 64

func newGroup(db *sql.DB, run func(context.Context, runner, *job, bool) error) *group {
	return &group{db: db, turn: make(chan struct{}, 1), run: run}
}

// write has a job committed, together with others that come at the same time.
func (g *group) write(j *job) error {
	g.mu.Lock()
	g.queue = append(g.queue, j)
	g.mu.Unlock()
	for {
		select {
		case <-j.done:
			return j.err
		case g.turn <- struct{}{}:
			g.lead()
			<-g.turn
		case <-j.ctx.Done():
			if g.withdraw(j) {
				return j.ctx.Err()
			}
			<-j.done // it runs already: what comes of it is known soon
			return j.err
		}
	}
}

// withdraw takes a job out of the queue; false: it is no longer there.
func (g *group) withdraw(j *job) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	at := slices.Index(g.queue, j)
	if at < 0 {
		return false
	}
	g.queue = slices.Delete(g.queue, at, at+1)
	return true
}

// lead commits what waits now.
func (g *group) lead() {
	g.mu.Lock()
	n := min(len(g.queue), mostJobs)
	batch := slices.Clone(g.queue[:n])
	g.queue = slices.Delete(g.queue, 0, n)
	g.mu.Unlock()
	if len(batch) == 0 {
		return
	}
	if len(batch) == 1 || !g.together(batch) {
		for _, j := range batch {
			j.err = g.alone(j)
		}
	}
	for _, j := range batch {
		close(j.done)
	}
}

// open gives the connection of who holds the turn.
func (g *group) open(ctx context.Context) (*prepared, error) {
	if g.writer == nil {
		conn, err := g.db.Conn(ctx)
		if err != nil {
			return nil, err
		}
		g.writer = newPrepared(conn)
	}
	return g.writer, nil
}

// alone runs and commits one job.
func (g *group) alone(j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	j.with = nil
	ctx := context.WithoutCancel(j.ctx) // a statement that is broken off may take the transaction with it
	w, err := g.open(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if _, err := w.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := g.guarded(ctx, w, j, false); err != nil {
		rollback(ctx, w)
		return err
	}
	if _, err := w.ExecContext(ctx, "COMMIT"); err != nil {
		rollback(ctx, w)
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// together runs and commits many jobs; false: nothing is written and each is to be
// run alone.
func (g *group) together(batch []*job) bool {
	ctx := context.Background()
	w, err := g.open(ctx)
	if err != nil {
		return false
	}
	if _, err := w.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return false
	}
	shared := newRound()
	for _, j := range batch {
		j.with = shared
		if g.one(w, j) {
			continue
		}
		rollback(ctx, w)
		return false
	}
	if err := shared.settle(ctx, w); err != nil {
		rollback(ctx, w)
		return false
	}
	if _, err := w.ExecContext(ctx, "COMMIT"); err != nil {
		rollback(ctx, w)
		return false
	}
	return true
}

// one runs a job among others; false: what it wrote must be undone, and with it
// all of the others.
func (g *group) one(w *prepared, j *job) bool {
	if j.err = j.ctx.Err(); j.err != nil {
		return true
	}
	j.err = g.guarded(context.WithoutCancel(j.ctx), w, j, true)
	return j.err == nil || j.tx.writes == 0 && (!Fatal(j.err) || j.ctx.Err() != nil)
}

// rollback ends a transaction that failed. SQLite may have ended it by itself:
// then there is none and that is well.
func rollback(ctx context.Context, w *prepared) { _, _ = w.ExecContext(ctx, "ROLLBACK") }

// panicError carries a panic of a job to its own caller: the others go on.
type panicError struct {
	what  any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.what, e.stack) }

func (g *group) guarded(ctx context.Context, w *prepared, j *job, hopeful bool) (err error) {
	defer func() {
		if what := recover(); what != nil {
			err = &panicError{what, debug.Stack()}
		}
	}()
	return g.run(ctx, w, j, hopeful)
}

// exclusive gives the connection to f alone, without statements or transaction.
func (g *group) exclusive(ctx context.Context, f func(*sql.Conn) error) error {
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-g.turn }()
	w, err := g.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(w.forget(), f(w.conn))
}

func (g *group) close() error {
	g.turn <- struct{}{}
	defer func() { <-g.turn }()
	if g.writer == nil {
		return nil
	}
	err := g.writer.close()
	g.writer = nil
	return err
}
