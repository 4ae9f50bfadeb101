package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/schema"
)

// writer takes the rows of a bulk load, table by table.
type writer interface {
	begin() error
	exec(query string, args ...any) error
	add(table schema.Table, row []any) error
	flush() error // after the last row
	end(failed error) error
}

// loading is a bulk load under way.
type loading struct {
	writer
	s     *Store
	seqs  map[model.Lane]int64
	fresh bool // nothing was there: indexes are built afterwards
}

// Load writes many new records in one transaction, much faster than Put: for an
// invented region and for imports. All of them are there afterwards or none. It
// merges nothing: a record whose id exists already is an error.
func (s *Store) Load(ctx context.Context, each func(put func(fold.Put) error) error) (err error) {
	fresh, err := s.Empty(ctx)
	if err != nil {
		return err
	}
	if s.group != nil {
		err = s.group.exclusive(ctx, func(conn *sql.Conn) error {
			return s.load(ctx, conn, newSQLiteWriter(ctx, conn, s.readers, fresh), fresh, each)
		})
	} else {
		err = s.loadPostgres(ctx, fresh, each)
	}
	if err == nil {
		s.hub.tellAll()
	}
	return err
}

func (s *Store) loadPostgres(ctx context.Context, fresh bool, each func(put func(fold.Put) error) error) (err error) {
	conn, err := s.w.Conn(ctx)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return s.load(ctx, conn, newPostgresWriter(ctx, conn), fresh, each)
}

func (s *Store) load(ctx context.Context, conn *sql.Conn, w writer, fresh bool, each func(put func(fold.Put) error) error) error {
	l := &loading{s: s, seqs: map[model.Lane]int64{}, fresh: fresh, writer: w}
	if err := l.begin(); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	return l.end(l.run(ctx, conn, each))
}

func (l *loading) run(ctx context.Context, conn *sql.Conn, each func(put func(fold.Put) error) error) error {
	steps := []func() error{
		l.lockCounters,
		func() error { return l.readCounters(ctx, conn) },
		l.dropIndexes,
		func() error { return each(l.put) },
		l.flush,
		l.fillFeed,
		l.makeIndexes,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("load: %w", err)
		}
	}
	return nil
}

func (l *loading) put(p fold.Put) error {
	table, ok := schema.Of(p.Kind)
	if !ok {
		return fmt.Errorf("no table for %q", p.Kind)
	}
	if p.ID == "" || p.Lane == "" {
		return fmt.Errorf("%s: id or lane is empty", p.Kind)
	}
	body, err := json.Marshal(p.Record)
	if err != nil {
		return fmt.Errorf("encode %s: %w", p.Kind, err)
	}
	l.seqs[p.Lane]++
	return l.add(table, values(table, p.ID, record{lane: p.Lane, ver: 1, seq: l.seqs[p.Lane], body: body}))
}

func (l *loading) lockCounters() error {
	if l.s.d.lockTable == "" {
		return nil
	}
	return l.exec(l.s.d.lockTable)
}

func (l *loading) readCounters(ctx context.Context, conn *sql.Conn) (err error) {
	rows, err := conn.QueryContext(ctx, "SELECT lane, v FROM lane_counter")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var lane model.Lane
		var v int64
		if err := rows.Scan(&lane, &v); err != nil {
			return err
		}
		l.seqs[lane] = v
	}
	return rows.Err()
}

// fillFeed writes the feed from the tables: their new rows have numbers beyond
// the counters. Then it moves the counters on.
func (l *loading) fillFeed() error {
	for _, table := range schema.Tables {
		if err := l.exec(`INSERT INTO feed (lane, kind, id, seq, ver, state)
			SELECT r.lane, '` + string(table.Kind) + `', r.id, r.seq, r.ver, 'live' FROM ` + table.Name() + ` r
			LEFT JOIN lane_counter c ON c.lane = r.lane WHERE r.seq > COALESCE(c.v, 0)`); err != nil {
			return err
		}
	}
	for lane, v := range l.seqs {
		if err := l.exec(`INSERT INTO lane_counter (lane, v) VALUES ($1, $2)
			ON CONFLICT (lane) DO UPDATE SET v = excluded.v`, string(lane), v); err != nil {
			return err
		}
	}
	return nil
}

const feedIndex = "CREATE UNIQUE INDEX feed_record ON feed (id, kind, lane)"

func (l *loading) dropIndexes() error {
	if !l.fresh {
		return nil
	}
	for _, table := range schema.Tables {
		for _, ddl := range indexes(table, false) {
			if err := l.exec(ddl); err != nil {
				return err
			}
		}
	}
	return l.exec("DROP INDEX feed_record")
}

func (l *loading) makeIndexes() error {
	if !l.fresh {
		return nil
	}
	for _, table := range schema.Tables {
		for _, ddl := range indexes(table, true) {
			if err := l.exec(ddl); err != nil {
				return err
			}
		}
	}
	return l.exec(feedIndex)
}
