package local

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dianqin/data/schema"
	"dianqin/data/wire"
)

// packing is what the writer of base.db knows of it.
type packing struct {
	shapes *schema.Shapes
	lanes  map[string]int64
}

// readLayout reads the shapes and lanes of base.db, for the readers too. After a
// transaction that failed it forgets what that one had added.
func (s *Store) readLayout(ctx context.Context) error {
	p, err := s.layoutOf(ctx, s.base, s.file.Load().generation)
	if err == nil {
		s.packing = p
	}
	return err
}

// layoutOf reads the shapes and lanes of a base file, which need not be in force yet.
func (s *Store) layoutOf(ctx context.Context, base querier, generation int64) (packing, error) {
	shapes, err := s.layouts.load(ctx, base, generation)
	if err != nil {
		return packing{}, err
	}
	p := packing{schema.NewShapes(shapes...), map[string]int64{}}
	for n, lane := range s.layouts.of[generation].lanes {
		if p.lanes[lane], err = strconv.ParseInt(n, 10, 64); err != nil {
			return packing{}, fmt.Errorf("read the layout: %w", err)
		}
	}
	return p, nil
}

// laneNumber gives the number of a lane in base.db.
func (w *tableWriter) laneNumber(ctx context.Context, lane string) (int64, error) {
	p := &w.s.packing
	if n, ok := p.lanes[lane]; ok {
		return n, nil
	}
	done, err := w.tx.ExecContext(ctx, "INSERT INTO lane (name) VALUES (?)", lane)
	if err != nil {
		return 0, err
	}
	n, err := done.LastInsertId()
	if err != nil {
		return 0, err
	}
	p.lanes[lane] = n
	w.s.layouts.add(w.s.file.Load().generation, nil, lane, n)
	return n, nil
}

// tableWriter writes the rows of one kind; the statements live as long as the
// transaction.
type tableWriter struct {
	s                         *Store
	tx                        *sql.Tx
	table                     schema.Table
	find, put, update, remove *sql.Stmt
	search                    []searchWriter
}

// searchWriter keeps the words of a search table until the records are written:
// FTS5 writes out what it has gathered whenever another table's turn comes.
type searchWriter struct {
	schema.SearchTable
	index, forget *sql.Stmt
	words         map[int64]string // by rowid; "" is to be forgotten
}

func newTableWriter(ctx context.Context, tx *sql.Tx, t schema.Table, s *Store) (*tableWriter, error) {
	w := &tableWriter{s: s, tx: tx, table: t}
	if t.Many { // a snapshot that has just come may be without it, and every row is looked for
		if _, err := tx.ExecContext(ctx, t.ShortIndex()); err != nil {
			return nil, err
		}
	}
	var failed error
	prepare := func(text string) *sql.Stmt {
		stmt, err := tx.PrepareContext(ctx, text)
		if err != nil && failed == nil {
			failed = err
		}
		return stmt
	}
	columns := t.BaseColumns()
	w.find = prepare("SELECT rowid, lane, ver FROM " + t.Name() + " WHERE " + schema.Short("id") + " = " + schema.Short("?1") + " AND id = ?1")
	w.put = prepare("INSERT INTO " + t.Name() + " (" + strings.Join(columns, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")")
	w.update = prepare("UPDATE " + t.Name() + " SET " + strings.Join(columns, " = ?, ") + " = ? WHERE rowid = ?")
	w.remove = prepare("DELETE FROM " + t.Name() + " WHERE rowid = ?")
	for _, f := range t.SearchTables() {
		w.search = append(w.search, searchWriter{SearchTable: f, words: map[int64]string{},
			index:  prepare("INSERT INTO " + f.Name + " (rowid, words) VALUES (?, ?)"),
			forget: prepare("DELETE FROM " + f.Name + " WHERE rowid = ?")})
	}
	return w, failed
}

// write keeps the newer version; a record that moved to another lane comes with
// the version that it left with. A record that was deleted or left its lane goes,
// unless it has come into another lane meanwhile.
func (w *tableWriter) write(ctx context.Context, r wire.PullRow) error {
	lane, err := w.laneNumber(ctx, r.Lane)
	if err != nil {
		return err
	}
	var rowid, had, ver int64
	err = w.find.QueryRowContext(ctx, schema.Key(r.Id)).Scan(&rowid, &had, &ver)
	missing := errors.Is(err, sql.ErrNoRows)
	if err != nil && !missing {
		return err
	}
	if r.State != wire.Live {
		if missing || had != lane || ver > r.Ver {
			return nil
		}
		return w.leave(ctx, rowid)
	}
	if r.Body == nil {
		return fmt.Errorf("a live row without a body")
	}
	if !missing && (ver > r.Ver || ver == r.Ver && had == lane) { // what is here is as new
		return nil
	}
	row, body, err := w.row(ctx, r, lane)
	if err != nil {
		return err
	}
	if missing {
		done, err := w.put.ExecContext(ctx, row...)
		if err == nil {
			rowid, err = done.LastInsertId()
		}
		if err != nil {
			return err
		}
	} else if _, err := w.update.ExecContext(ctx, append(row, rowid)...); err != nil {
		return err
	}
	for _, f := range w.search {
		f.words[rowid] = schema.IndexWords(f.Text(body))
	}
	return nil
}

// row packs a record and writes the shape that it may have brought.
func (w *tableWriter) row(ctx context.Context, r wire.PullRow, lane int64) (row []any, body []byte, err error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, *r.Body); err != nil {
		return nil, nil, err
	}
	body = compact.Bytes()
	row = w.table.BaseRow(w.s.packing.shapes, r.Id, r.Lane, lane, r.Ver, body)
	fresh := w.s.packing.shapes.Fresh()
	for _, one := range fresh {
		if _, err := w.tx.ExecContext(ctx, "INSERT INTO shape (id, kind, text) VALUES (?, ?, ?)", one.ID, string(one.Kind), one.Text); err != nil {
			return nil, nil, err
		}
	}
	if len(fresh) > 0 {
		w.s.layouts.add(w.s.file.Load().generation, fresh, "", 0)
	}
	return row, body, nil
}

func (w *tableWriter) leave(ctx context.Context, rowid int64) error {
	if _, err := w.remove.ExecContext(ctx, rowid); err != nil {
		return err
	}
	for _, f := range w.search {
		f.words[rowid] = ""
	}
	return nil
}

func (w *tableWriter) writeWords(ctx context.Context) error {
	for _, f := range w.search {
		for _, rowid := range slices.Sorted(maps.Keys(f.words)) {
			if _, err := f.forget.ExecContext(ctx, rowid); err != nil {
				return err
			}
			if f.words[rowid] == "" {
				continue
			}
			if _, err := f.index.ExecContext(ctx, rowid, f.words[rowid]); err != nil {
				return err
			}
		}
	}
	return nil
}
