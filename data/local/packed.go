package local

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// source is where records are read: a database, and how what is packed in it is
// put together again.
type source struct {
	querier
	layouts *layouts
}

func (s *Store) view() source { return source{s.reads, &s.layouts} }

// entry is one row of a view; body is its JSON.
type entry struct {
	rid  int64 // of the base; 0 where it was not asked for
	id   string
	lane model.Lane
	ver  int64
	body []byte
}

// records reads the records of a kind; from is what stands behind FROM, a view of
// viewSetup first or joined as r. f must not keep the record, but may keep its body.
func (s source) records(ctx context.Context, kind model.Kind, from string, f func(*entry) error, args ...any) error {
	return s.entries(ctx, kind, "0", from, f, args...)
}

// entries is records with their rowids, which rid names: only the base has them.
func (s source) entries(ctx context.Context, kind model.Kind, rid, from string, f func(*entry) error, args ...any) error {
	t, ok := schema.Of(kind)
	if !ok {
		return fmt.Errorf("no table for records of kind %q", kind)
	}
	columns := t.ColumnNames()
	row := packedRow{values: make([]any, len(columns))}
	var r entry
	into := append(make([]any, 0, len(columns)+6), &r.rid, &row.id, &row.lane, &row.ver, &row.shape)
	for i := range row.values {
		into = append(into, &row.values[i])
	}
	into = append(into, &row.body)
	text := "SELECT " + rid + ", id, lane, ver, shape, " + strings.Join(append(columns, "body"), ", ") + " FROM " + from
	return each(ctx, s, text, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		var err error
		r.id, r.ver = plain(row.id), row.ver
		if r.lane, r.body, err = s.layouts.unpack(&row, r.id); err != nil {
			return err
		}
		return f(&r)
	}, args...)
}

// packedRow is a row as it is stored.
type packedRow struct {
	id, body   any
	lane       string // by number, where it is packed
	ver, shape int64
	values     []any
}

func plain(v any) string { return schema.Plain(v) }

// sameID compares ids of a table of base.db with others, through the index.
func sameID(id, with string) string {
	return schema.Short(id) + " = " + schema.Short(with) + " AND " + id + " = " + with
}

// baseFile is one base.db: when it is replaced the new one has another name, since
// somebody may be reading the old one.
type baseFile struct {
	path       string
	generation int64
}

const shapesOfFile = 1 << 20

// mark is what the views add to the numbers of shapes: each file has its own.
func (b baseFile) mark() int64 { return (b.generation + 1) * shapesOfFile }

// layouts are the shapes and lanes of the base files that are being read.
type layouts struct {
	mu sync.RWMutex
	of map[int64]*layout // by generation
}

type layout struct {
	shapes map[int64]*schema.Shape
	lanes  map[string]string // by number
}

// load reads the layout of a base file.
func (l *layouts) load(ctx context.Context, q querier, generation int64) ([]*schema.Shape, error) {
	one := &layout{shapes: map[int64]*schema.Shape{}, lanes: map[string]string{}}
	var all []*schema.Shape
	err := each(ctx, q, "SELECT id, kind, text FROM shape", func(rows *sql.Rows) error {
		var id int64
		var kind, text string
		if err := rows.Scan(&id, &kind, &text); err != nil {
			return err
		}
		shape, err := schema.NewShape(id, model.Kind(kind), text)
		if err != nil {
			return err
		}
		one.shapes[id] = shape
		all = append(all, shape)
		return nil
	})
	if err == nil {
		err = each(ctx, q, "SELECT n, name FROM lane", func(rows *sql.Rows) error {
			var n, name string
			err := rows.Scan(&n, &name)
			one.lanes[n] = name
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read the layout: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil {
		l.of = map[int64]*layout{}
	}
	l.of[generation] = one
	return all, nil
}

// add makes shapes and a lane known before a row with them can be read.
func (l *layouts) add(generation int64, shapes []*schema.Shape, lane string, n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	of := l.of[generation]
	for _, s := range shapes {
		of.shapes[s.ID] = s
	}
	if lane != "" {
		of.lanes[strconv.FormatInt(n, 10)] = lane
	}
}

// unpack gives the lane and the JSON of a row: of the overlay, whose rows have shape
// 0 of no file, or of a base file.
func (l *layouts) unpack(row *packedRow, id string) (model.Lane, []byte, error) {
	if row.shape == 0 {
		return asItIs(row, row.lane, id)
	}
	number := row.shape % shapesOfFile
	l.mu.RLock()
	of := l.of[row.shape/shapesOfFile-1]
	var shape *schema.Shape
	lane := ""
	if of != nil {
		shape, lane = of.shapes[number], of.lanes[row.lane]
	}
	l.mu.RUnlock()
	if number == 0 {
		return asItIs(row, lane, id)
	}
	packed, ok := row.body.([]byte)
	if shape == nil || !ok {
		return "", nil, fmt.Errorf("record %s has the unknown shape %d", id, row.shape)
	}
	body, err := shape.Unpack(id, lane, row.values, packed)
	return model.Lane(lane), body, err
}

func asItIs(row *packedRow, lane, id string) (model.Lane, []byte, error) {
	switch body := row.body.(type) {
	case string:
		return model.Lane(lane), []byte(body), nil
	case []byte:
		return model.Lane(lane), body, nil
	}
	return "", nil, fmt.Errorf("record %s has no body", id)
}
