package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
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
	s.base = connect(s.basePath(), 1, basePragmas, nil)
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
	case version != baseVersion():
		return fmt.Errorf("layout %s, this program has %s", version, baseVersion())
	}
	return s.indexDebts(ctx)
}

// searchLayout counts the changes of what stands in the search tables.
const searchLayout = 1

func baseVersion() string {
	return strconv.Itoa(schema.Version) + "." + strconv.Itoa(searchLayout)
}

func (s *Store) makeBase(ctx context.Context) error {
	return inTx(ctx, s.base, func(tx *sql.Tx) error {
		for _, t := range schema.Tables {
			table, indexes := t.DDL("")
			for _, text := range append(append([]string{table}, indexes...), searchDDL(t)...) {
				if _, err := tx.ExecContext(ctx, text); err != nil {
					return err
				}
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('schema', ?)", baseVersion())
		return err
	})
}

// indexDebts makes the index that holds what is owed and nothing else: one bill in
// ten is open, and who owes is asked of all customers at once.
func (s *Store) indexDebts(ctx context.Context) error {
	_, err := s.base.ExecContext(ctx, "CREATE INDEX IF NOT EXISTS rec_bill_open ON rec_bill (customer_id, due_at, amount, paid, id) WHERE paid < amount")
	return err
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
