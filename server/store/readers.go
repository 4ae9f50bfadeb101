package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
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
func (r *readers) read(ctx context.Context, f func(runner) error) error {
	return r.lend(ctx, func(p runner) (err error) {
		if _, err := p.ExecContext(ctx, "BEGIN"); err != nil {
			return err
		}
		defer func() { // also after a panic: a snapshot that stayed open would hold back the log
			if _, end := p.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); end != nil {
				err = errors.Join(err, &lostError{end})
			}
		}()
		return f(p)
	})
}

// lend gives a connection to f. One on which something was lost is not used again.
func (r *readers) lend(ctx context.Context, f func(runner) error) error {
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
	broken := true
	defer func() {
		if broken {
			_ = p.close() // it only read
		} else {
			r.give(p)
		}
	}()
	err = f(p)
	var lost *lostError
	broken = errors.As(err, &lost) || errors.Is(err, driver.ErrBadConn)
	return err
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
