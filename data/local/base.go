package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dianqin/data/schema"
)

// meta is what base.db knows of itself, in a table of keys and values.
type meta struct {
	Epoch    string
	Cursor   map[string]int64
	Complete bool // the last pull reached its end: the cursor names every lane that is followed
}

// openBase opens base.db, or sets it aside and makes a new one.
func (s *Store) openBase(ctx context.Context, clean bool) error {
	file := s.newestBase()
	s.file.Store(&file)
	why := s.tryBase(ctx, clean)
	if why == nil {
		return nil
	}
	_ = s.base.Close() // it would not open; nothing of it is kept
	s.base = nil
	s.log.Warn("base.db is made anew", "why", why)
	s.report.BaseRebuilt, s.report.BaseReason = true, why.Error()
	if err := setAside(s.basePath(), s.basePath()+".broken"); err != nil {
		return fmt.Errorf("set base.db aside: %w", err)
	}
	if err := s.tryBase(ctx, true); err != nil {
		return fmt.Errorf("make base.db: %w", storage(err))
	}
	return nil
}

func (s *Store) tryBase(ctx context.Context, clean bool) error {
	s.base = connect(s.basePath(), 1, basePragmas)
	if !clean {
		if err := quickCheck(ctx, s.base); err != nil {
			return err
		}
	}
	if _, err := s.base.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)"); err != nil {
		return err
	}
	version := ""
	err := s.base.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'schema'").Scan(&version)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if err := s.makeBase(ctx); err != nil {
			return err
		}
	case err != nil:
		return err
	case version != schema.BaseVersion():
		return fmt.Errorf("layout %s, this program has %s", version, schema.BaseVersion())
	}
	return s.readLayout(ctx)
}

func (s *Store) makeBase(ctx context.Context) error {
	return inTx(ctx, s.base, func(tx *sql.Tx) error {
		tables, urgent, indexes := schema.BaseDDL()
		for _, text := range slices.Concat(tables, urgent, indexes) {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('schema', ?)", schema.BaseVersion())
		return err
	})
}

// newestBase finds the base file that was put in place last, and removes those
// that it took the place of.
func (s *Store) newestBase() baseFile {
	newest := baseFile{path: filepath.Join(s.dir, "base.db")}
	names, _ := filepath.Glob(filepath.Join(s.dir, "base-*.db")) // the pattern is right
	var all []baseFile
	for _, name := range append(names, newest.path) {
		if n, ok := generationOf(name); ok {
			all = append(all, baseFile{name, n})
			if n > newest.generation {
				newest = baseFile{name, n}
			}
		}
	}
	for _, old := range all {
		if old != newest {
			dropBase(old.path)
		}
	}
	return newest
}

func generationOf(path string) (int64, bool) {
	name := filepath.Base(path)
	if name == "base.db" {
		return 0, true
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimPrefix(name, "base-"), ".db"), 10, 64)
	return n, err == nil && n > 0
}

// dropBase removes a base file; one that is still being read stays until the next
// start where the system does not let go of it.
func dropBase(path string) {
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + end)
	}
}

// readMeta reads epoch and cursor; table is "meta" or "base.meta".
func readMeta(ctx context.Context, q querier, table string) (meta, error) {
	m := meta{Cursor: map[string]int64{}}
	rows, err := q.QueryContext(ctx, "SELECT key, value FROM "+table)
	if err != nil {
		return m, fmt.Errorf("read cursor: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return m, fmt.Errorf("read cursor: %w", err)
		}
		switch key {
		case "epoch":
			m.Epoch = value
		case "complete":
			m.Complete = value == "1"
		case "cursor":
			if err := json.Unmarshal([]byte(value), &m.Cursor); err != nil {
				return m, fmt.Errorf("read cursor: %w", err)
			}
		}
	}
	return m, rows.Err()
}

func writeMeta(ctx context.Context, tx *sql.Tx, m meta) error {
	cursor, err := json.Marshal(m.Cursor)
	if err != nil {
		return fmt.Errorf("write cursor: %w", err)
	}
	complete := "0"
	if m.Complete {
		complete = "1"
	}
	_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO meta (key, value) VALUES ('epoch', ?), ('cursor', ?), ('complete', ?)",
		m.Epoch, string(cursor), complete)
	return err
}

func quickCheck(ctx context.Context, db *sql.DB) error {
	said := ""
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New("quick_check: " + strings.TrimSpace(said))
	}
	return nil
}

// setAside renames a database with the files that belong to it.
func setAside(path, to string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(to + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err := os.Rename(path+end, to+end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
