package store

import (
	"context"
	"database/sql"
	"errors"
)

// runner runs statements inside a transaction: a *sql.Tx or prepared.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// mostStatements bounds what stays prepared; the store has about a hundred texts.
const mostStatements = 500

// prepared is a connection to SQLite that prepares every statement once:
// database/sql would do it again for each call. pgx does so by itself.
type prepared struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func newPrepared(conn *sql.Conn) *prepared { return &prepared{conn, map[string]*sql.Stmt{}} }

func (p *prepared) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := p.stmts[query]; ok {
		return s, nil
	}
	if len(p.stmts) >= mostStatements {
		if err := p.forget(); err != nil {
			return nil, err
		}
	}
	s, err := p.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.stmts[query] = s
	return s, nil
}

// ExecContext runs a statement that gives no rows.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext runs a query. The same text must not be run again before its rows
// are closed.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext runs a query of which the first row counts.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.stmt(ctx, query)
	if err != nil { // a *sql.Row cannot be made with an error: let the connection find it again
		return p.conn.QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}

// forget closes every statement.
func (p *prepared) forget() error {
	var failed error
	for text, s := range p.stmts {
		failed = errors.Join(failed, s.Close())
		delete(p.stmts, text)
	}
	return failed
}

func (p *prepared) close() error { return errors.Join(p.forget(), p.conn.Close()) }
