package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	w, r     *sql.DB // the same pool for PostgreSQL
	group    *group  // who writes to SQLite; nil for PostgreSQL
	d        dialect
	readers  *readers // who reads SQLite; nil for PostgreSQL
	hub      *hub
	epoch    string
	address  string // of PostgreSQL, to listen there
	policies atomic.Pointer[policies]
	tracked  map[model.Kind]bool // kinds whose fields are versioned, since patches set them
}

// Open opens the database at a URL, "sqlite:/path/file.db" or "postgres://...",
// and brings its layout up to date. A layout newer than this program is refused.
func Open(ctx context.Context, databaseURL string) (*Store, error) {
	s, err := connect(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s.tracked = patched()
	if err := s.prepare(ctx); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("prepare database: %w", err)
	}
	s.follow()
	return s, nil
}

// Close closes the connections.
func (s *Store) Close() error {
	s.hub.close()
	var err error
	if s.group != nil {
		err = s.group.close()
		s.readers.drop()
	}
	err = errors.Join(err, s.w.Close())
	if s.r != s.w {
		err = errors.Join(err, s.r.Close())
	}
	return err
}

func connect(databaseURL string) (*Store, error) {
	if path, ok := strings.CutPrefix(databaseURL, "sqlite:"); ok {
		return connectSQLite(path)
	}
	if !strings.HasPrefix(databaseURL, "postgres://") && !strings.HasPrefix(databaseURL, "postgresql://") {
		return nil, fmt.Errorf("neither sqlite: nor postgres:// begins the address")
	}
	db, err := sql.Open("pgx", databaseURL)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(32)
	db.SetMaxIdleConns(8)
	return &Store{w: db, r: db, d: postgresDialect, hub: newHub(), address: databaseURL}, nil
}

// How many connections to SQLite read at a time, and how many stay open between.
const (
	mostReaders = 8
	idleReaders = 4
)

// connectSQLite opens one connection that writes and several that read.
func connectSQLite(path string) (*Store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	slashed := "/" + strings.TrimPrefix(filepath.ToSlash(abs), "/")
	dsn := func(params string) string {
		u := url.URL{Scheme: "file", Path: slashed, RawQuery: params}
		return u.String()
	}
	const common = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=cache_size(-65536)"
	w, err := sql.Open("sqlite", dsn(common+"&_pragma=synchronous(FULL)&_pragma=temp_store(MEMORY)&_pragma=wal_autocheckpoint(8000)&_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", dsn(common+"&_pragma=query_only(1)"))
	if err != nil {
		_ = w.Close()
		return nil, err
	}
	r.SetMaxIdleConns(0) // what is idle and prepared is kept by readers
	s := &Store{w: w, r: r, d: sqliteDialect, hub: newHub(), readers: newReaders(r, mostReaders, idleReaders)}
	s.group = newGroup(w, s.runJob)
	return s, nil
}

// patched lists the kinds of record that a patch may change.
func patched() map[model.Kind]bool {
	out := map[model.Kind]bool{}
	for _, name := range wire.Kinds() {
		if k, ok := wire.Lookup(name); ok && k.Class == wire.Patch {
			out[model.Kind(name)] = true
		}
	}
	return out
}
