package store

import (
	"context"
	"database/sql"
	"errors"
)

// readers lends connections to SQLite that only read and keep their statements
// prepared. A connection is one reader's at a time.
type readers struct {
	db   *sql.DB
	room chan struct{} // as many read at a time
	idle chan *prepared
}

func newReaders(db *sql.DB, most, idle int) *readers {
	return &readers{db: db, room: make(chan struct{}, most), idle: make(chan *prepared, idle)}
}

// read runs f on one snapshot.
func (r *readers) read(ctx context.Context, f func(runner) error) (err error) {
	select {
	case r.room <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-r.room }()
	p, err := r.take(ctx)
	if err != nil {
		return err
	}
	if _, err := p.ExecContext(ctx, "BEGIN"); err != nil {
		return errors.Join(err, p.close())
	}
	defer func() {
		// Also after a panic of f: a snapshot that stayed open would hold back the log.
		if _, end := p.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); end != nil {
			err = errors.Join(err, end, p.close())
			return
		}
		r.give(p)
	}()
	return f(p)
}

func (r *readers) take(ctx context.Context) (*prepared, error) {
	select {
	case p := <-r.idle:
		return p, nil
	default:
	}
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return newPrepared(conn), nil
}

func (r *readers) give(p *prepared) {
	select {
	case r.idle <- p:
	default:
		_ = p.close() // it only read
	}
}

// drop closes what is idle.
func (r *readers) drop() {
	for {
		select {
		case p := <-r.idle:
			_ = p.close()
		default:
			return
		}
	}
}
