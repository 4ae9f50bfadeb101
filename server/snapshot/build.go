package snapshot

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"dianqin/data/model"
	"dianqin/data/schema"
	"dianqin/server/store"
)

// build writes the file of some lanes at path, which must not exist, as a phone
// opens it: rows, then indexes, then the words that are searched for. It returns
// where each lane stood.
func build(ctx context.Context, s *store.Store, lanes []model.Lane, path string) (cursor map[string]int64, rows int, err error) {
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, 0, fmt.Errorf("open the file: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	f := &file{ctx: ctx, db: db, shapes: schema.NewShapes(), tables: map[model.Kind]*table{}, cursor: map[string]int64{}}
	if err := f.fill(s, lanes); err != nil {
		return nil, 0, err
	}
	return f.cursor, f.rows, nil
}

// dsn opens a file that nobody else sees and that is thrown away if anything fails:
// no journal, no flushing.
func dsn(path string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	q := url.Values{"_pragma": {"page_size(" + strconv.Itoa(pageSize) + ")", "journal_mode(OFF)", "synchronous(OFF)", "locking_mode(EXCLUSIVE)", "cache_size(-65536)", "temp_store(MEMORY)"}}
	u := url.URL{Scheme: "file", Path: p, RawQuery: q.Encode()}
	return u.String()
}

// pageSize of the file.
const pageSize = 8192

// file is a file that is being written.
type file struct {
	ctx    context.Context
	db     *sql.DB
	tx     *sql.Tx
	shapes *schema.Shapes
	tables map[model.Kind]*table
	cursor map[string]int64
	rows   int
}

// table writes the rows of a kind.
type table struct {
	schema.Table
	put   *sql.Stmt
	words []*sql.Stmt
	find  []schema.SearchTable
}

func (f *file) fill(s *store.Store, lanes []model.Lane) (err error) {
	tables, indexes, _ := schema.BaseDDL()
	if f.tx, err = f.db.BeginTx(f.ctx, nil); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = f.tx.Rollback() }()
	if err := f.exec(tables...); err != nil {
		return err
	}
	epoch, err := s.Epoch(f.ctx)
	if err != nil {
		return err
	}
	if err := s.Read(f.ctx, func(t *store.Tx) error { return f.copy(t, lanes) }); err != nil {
		return err
	}
	if err := f.exec(indexes...); err != nil {
		return err
	}
	if err := f.head(epoch); err != nil {
		return err
	}
	if err := f.tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (f *file) exec(texts ...string) error {
	for _, text := range texts {
		if _, err := f.tx.ExecContext(f.ctx, text); err != nil {
			return fmt.Errorf("%.40s: %w", text, err)
		}
	}
	return nil
}

// copy writes the records of the lanes, in the order of the feed: what was made
// together lies together, and what refers to each other compresses.
func (f *file) copy(t *store.Tx, lanes []model.Lane) error {
	for i, lane := range lanes {
		head, err := t.Head(lane)
		if err != nil {
			return err
		}
		f.cursor[string(lane)] = head
		if _, err := f.tx.ExecContext(f.ctx, "INSERT INTO lane (n, name) VALUES (?, ?)", i+1, string(lane)); err != nil {
			return fmt.Errorf("write lane: %w", err)
		}
		if _, _, err := t.Rows(lane, 0, int(head), func(r store.Row) error { return f.write(r, int64(i+1)) }); err != nil {
			return err
		}
	}
	for _, t := range f.tables {
		for _, find := range t.find {
			if err := f.exec("INSERT INTO " + find.Name + " (" + find.Name + ") VALUES ('optimize')"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *file) write(r store.Row, lane int64) error {
	if r.Body == nil {
		return nil
	}
	t, err := f.table(r.Kind)
	if err != nil || t == nil {
		return err
	}
	row := t.BaseRow(f.shapes, r.ID, string(r.Lane), lane, r.Ver, r.Body)
	for _, one := range f.shapes.Fresh() {
		if _, err := f.tx.ExecContext(f.ctx, "INSERT INTO shape (id, kind, text) VALUES (?, ?, ?)", one.ID, string(one.Kind), one.Text); err != nil {
			return fmt.Errorf("write shape: %w", err)
		}
	}
	done, err := t.put.ExecContext(f.ctx, row...)
	if err != nil {
		return fmt.Errorf("write %s %s: %w", r.Kind, r.ID, err)
	}
	f.rows++
	for i, find := range t.find {
		words := schema.IndexWords(find.Text(r.Body))
		if words == "" {
			continue
		}
		rowid, err := done.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := t.words[i].ExecContext(f.ctx, rowid, words); err != nil {
			return fmt.Errorf("index %s %s: %w", r.Kind, r.ID, err)
		}
	}
	return nil
}

// table prepares the writing of a kind; nil for one that has no table.
func (f *file) table(kind model.Kind) (*table, error) {
	if t, ok := f.tables[kind]; ok {
		return t, nil
	}
	layout, ok := schema.Of(kind)
	if !ok {
		return nil, nil
	}
	t := &table{Table: layout, find: layout.SearchTables()}
	columns := layout.BaseColumns()
	var err error
	t.put, err = f.tx.PrepareContext(f.ctx, "INSERT INTO "+layout.Name()+" ("+strings.Join(columns, ", ")+") VALUES (?"+strings.Repeat(", ?", len(columns)-1)+")")
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", kind, err)
	}
	for _, find := range t.find {
		stmt, err := f.tx.PrepareContext(f.ctx, "INSERT INTO "+find.Name+" (rowid, words) VALUES (?, ?)")
		if err != nil {
			return nil, fmt.Errorf("prepare %s: %w", kind, err)
		}
		t.words = append(t.words, stmt)
	}
	f.tables[kind] = t
	return t, nil
}

// head writes what the file knows of itself.
func (f *file) head(epoch string) error {
	cursor, err := json.Marshal(f.cursor)
	if err != nil {
		return err
	}
	_, err = f.tx.ExecContext(f.ctx, "INSERT INTO meta (key, value) VALUES ('schema', ?), ('epoch', ?), ('cursor', ?), ('complete', '0')",
		schema.BaseVersion(), epoch, string(cursor))
	return err
}
