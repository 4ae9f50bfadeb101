package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/schema"
)

// record is a row of a kind's table.
type record struct {
	lane    model.Lane
	ver     int64
	seq     int64
	deleted bool
	body    []byte
}

// Get decodes the newest record of a kind into a pointer; false: there is none.
func (t *Tx) Get(kind model.Kind, id string, into any) (bool, error) {
	table, ok := schema.Of(kind)
	if !ok {
		return false, nil
	}
	r, found, err := t.load(table, id)
	if err != nil || !found || r.deleted {
		return false, err
	}
	if err := json.Unmarshal(r.body, into); err != nil {
		return false, fmt.Errorf("decode %s %s: %w", kind, id, err)
	}
	return true, nil
}

// Version returns the version of a record; 0: there is none.
func (t *Tx) Version(kind model.Kind, id string) (int64, error) {
	table, ok := schema.Of(kind)
	if !ok {
		return 0, nil
	}
	r, _, err := t.load(table, id)
	return r.ver, err
}

// Put writes a record over what is stored and returns its new version. Fields
// that this program does not know stay. The feed carries it from the commit on;
// a record that changes its lane leaves the old one.
func (t *Tx) Put(p fold.Put) (int64, error) {
	table, ok := schema.Of(p.Kind)
	if !ok {
		return 0, fmt.Errorf("put: no table for %q", p.Kind)
	}
	if p.ID == "" || p.Lane == "" {
		return 0, fmt.Errorf("put %s: id or lane is empty", p.Kind)
	}
	if p.Kind == model.KindSealEvent {
		if made, err := t.make(table, p); err != nil || made {
			return 1, err
		}
	}
	old, found, err := t.load(table, p.ID)
	if err != nil {
		return 0, fmt.Errorf("put %s: %w", p.Kind, err)
	}
	body, err := fold.Merge(old.body, p.Record)
	if err != nil {
		return 0, fmt.Errorf("merge %s %s: %w", p.Kind, p.ID, err)
	}
	now := record{lane: p.Lane, ver: old.ver + 1, seq: old.seq, body: body}
	if found {
		err = t.change(table, p.ID, old, now)
	} else {
		err = t.save(table, p.ID, now)
	}
	if err != nil {
		return 0, fmt.Errorf("put %s %s: %w", p.Kind, p.ID, err)
	}
	if t.s.tracked[p.Kind] && found {
		if err := t.trackFields(p.Kind, p.ID, old.body, body, now.ver); err != nil {
			return 0, fmt.Errorf("track fields of %s %s: %w", p.Kind, p.ID, err)
		}
	}
	if found && old.lane != p.Lane {
		t.remember(old.lane, p.Kind, p.ID, now.ver, left)
	}
	t.remember(p.Lane, p.Kind, p.ID, now.ver, live)
	if p.Kind == model.KindPolicy {
		t.putPolicy()
	}
	return now.ver, nil
}

// make writes a record of which there is none yet, without looking for it first: what
// happened to a seal has the name of its operation, which comes once. false: there is
// one, or was.
func (t *Tx) make(table schema.Table, p fold.Put) (bool, error) {
	if _, known := t.loaded[place{kind: p.Kind, id: p.ID}]; known {
		return false, nil
	}
	body, err := fold.Merge(nil, p.Record)
	if err != nil {
		return false, fmt.Errorf("merge %s %s: %w", p.Kind, p.ID, err)
	}
	now := record{lane: p.Lane, ver: 1, body: body}
	done, err := t.exec(insertText(table)+" ON CONFLICT (id) DO NOTHING", values(table, p.ID, now)...)
	if err != nil {
		return false, fmt.Errorf("put %s %s: %w", p.Kind, p.ID, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	t.keepLoaded(place{kind: p.Kind, id: p.ID}, now)
	t.remember(p.Lane, p.Kind, p.ID, now.ver, live)
	return true, nil
}

// Delete marks a record as deleted; the feed says so. Deleting what is not there
// does nothing.
func (t *Tx) Delete(kind model.Kind, id string) error {
	table, ok := schema.Of(kind)
	if !ok {
		return nil
	}
	r, found, err := t.load(table, id)
	if err != nil || !found || r.deleted {
		return err
	}
	r.deleted, r.ver = true, r.ver+1
	if err := t.save(table, id, r); err != nil {
		return fmt.Errorf("delete %s %s: %w", kind, id, err)
	}
	t.remember(r.lane, kind, id, r.ver, deleted)
	if kind == model.KindPolicy {
		t.putPolicy()
	}
	return nil
}

func (t *Tx) load(table schema.Table, id string) (record, bool, error) {
	at := place{kind: table.Kind, id: id}
	if r, ok := t.loaded[at]; ok {
		return r, true, nil
	}
	var r record
	found, err := t.one([]any{&r.lane, &r.ver, &r.seq, &r.deleted, &r.body},
		"SELECT lane, ver, seq, deleted <> 0, body FROM "+table.Name()+" WHERE id = $1"+t.forUpdate(), id)
	if found && t.write {
		t.keepLoaded(at, r)
	}
	return r, found, err
}

// mostLoaded bounds what a transaction remembers of its records.
const mostLoaded = 1000

func (t *Tx) keepLoaded(at place, r record) {
	if t.loaded == nil || len(t.loaded) >= mostLoaded {
		t.loaded = map[place]record{}
	}
	t.loaded[at] = r
}

func (t *Tx) save(table schema.Table, id string, r record) error {
	t.keepLoaded(place{kind: table.Kind, id: id}, r)
	_, err := t.exec(upsertText(table), values(table, id, r)...)
	return err
}

// change writes what differs: a column that is set is written into its index too,
// whether it differs or not.
func (t *Tx) change(table schema.Table, id string, old, now record) error {
	t.keepLoaded(place{kind: table.Kind, id: id}, now)
	names, args := []string{"ver", "body"}, []any{now.ver, string(now.body)}
	set := func(name string, value any) {
		names, args = append(names, name), append(args, value)
	}
	if old.lane != now.lane {
		set("lane", string(now.lane))
	}
	if old.deleted {
		set("deleted", 0)
	}
	before, after := table.Values(old.body), table.Values(now.body)
	for i, c := range table.Columns {
		if before[i] != after[i] {
			set(c.Name, after[i])
		}
	}
	var b strings.Builder
	b.WriteString("UPDATE " + table.Name() + " SET ")
	for i, n := range names {
		b.WriteString(n + " = $" + strconv.Itoa(i+1) + ", ")
	}
	_, err := t.exec(strings.TrimSuffix(b.String(), ", ")+" WHERE id = $"+strconv.Itoa(len(names)+1), append(args, id)...)
	return err
}

// values are the arguments of upsertText and the row of a bulk load.
func values(table schema.Table, id string, r record) []any {
	gone := 0
	if r.deleted {
		gone = 1
	}
	out := make([]any, 0, len(table.Columns)+6)
	out = append(out, id, string(r.lane), r.ver, r.seq, gone)
	out = append(out, table.Values(r.body)...)
	return append(out, string(r.body))
}

func columnsOf(table schema.Table) []string {
	names := append([]string{"id", "lane", "ver", "seq", "deleted"}, table.ColumnNames()...)
	return append(names, "body")
}

func insertText(table schema.Table) string {
	names := columnsOf(table)
	marks := make([]string, len(names))
	for i := range names {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	return "INSERT INTO " + table.Name() + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")"
}

var upserts sync.Map // kind -> text, made once

func upsertText(table schema.Table) string {
	if text, ok := upserts.Load(table.Kind); ok {
		return text.(string)
	}
	var sets []string
	for _, n := range columnsOf(table)[1:] {
		sets = append(sets, n+" = excluded."+n)
	}
	text := insertText(table) + " ON CONFLICT (id) DO UPDATE SET " + strings.Join(sets, ", ")
	upserts.Store(table.Kind, text)
	return text
}

// trackFields notes which fields a version changed and by which device.
func (t *Tx) trackFields(kind model.Kind, id string, old, now []byte, ver int64) error {
	var before, after fold.Fields
	if err := json.Unmarshal(old, &before); err != nil {
		return err
	}
	if err := json.Unmarshal(now, &after); err != nil {
		return err
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			after[name] = nil
		}
	}
	for _, name := range after.Names() {
		if sameJSON(before[name], after[name]) {
			continue
		}
		if _, err := t.exec(`INSERT INTO field_version (kind, id, field, ver, device, author, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (kind, id, field) DO UPDATE SET ver = excluded.ver, device = excluded.device, author = excluded.author, at = excluded.at`,
			string(kind), id, name, ver, t.device, t.author, int64(t.acted)); err != nil {
			return err
		}
	}
	return nil
}

func sameJSON(a, b []byte) bool {
	var x, y bytes.Buffer
	if json.Compact(&x, a) != nil || json.Compact(&y, b) != nil {
		return bytes.Equal(a, b)
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

// FieldsSince returns the fields of a record that a device other than the named
// one changed after a version.
func (t *Tx) FieldsSince(kind model.Kind, id string, ver int64, except string) ([]string, error) {
	return t.texts(`SELECT field FROM field_version WHERE kind = $1 AND id = $2 AND ver > $3 AND device <> $4
		ORDER BY field`, string(kind), id, ver, except)
}

// FieldsBy says who set the newest of some fields of a record, and when; "" where
// nobody has since the record came.
func (t *Tx) FieldsBy(kind model.Kind, id string, fields []string) (author string, at model.Millis, err error) {
	newest := int64(0)
	for _, name := range fields {
		var by string
		var when model.Millis
		var ver int64
		found, err := t.one([]any{&by, &when, &ver}, "SELECT author, at, ver FROM field_version WHERE kind = $1 AND id = $2 AND field = $3", string(kind), id, name)
		if err != nil {
			return "", 0, err
		}
		if found && ver > newest {
			author, at, newest = by, when, ver
		}
	}
	return author, at, nil
}
