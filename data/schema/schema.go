// Package schema is the layout of the records, by version: for each kind one typed
// table with the columns that queries need and the whole record as JSON beside them.
// The server keeps them so. base.db of the phone (base.go) has the same columns, with
// ids, JSON and search words kept small; data/local opens such files and adds to them,
// the server builds them whole as snapshots.
//
// It is a leaf: it knows names, types and how things are written down, no rule of the
// trade, and it never opens a database.
package schema

import (
	"strings"

	"github.com/tidwall/gjson"

	"dianqin/data/model"
)

// Version is the layout that this program writes. A file of another version is
// rebuilt from the server.
const Version = 2

// Column is one column, taken from a top-level member of the record's JSON. Type
// is TEXT or INTEGER. Tail says that people look for its last digits: on the phone
// there is an index for that.
type Column struct {
	Name  string
	Path  string
	Type  string
	Index bool
	Tail  bool
}

// Table is the layout of one kind. Search lists the JSON members whose words are
// found by people; the first is the title. Shared lists members with few values,
// by their path without lists ("months.at"): on the phone they are kept once for
// all records that have the same. Many says that a region has hundreds of thousands:
// a snapshot comes without the index of their ids, which nothing can compress.
type Table struct {
	Kind    model.Kind
	Columns []Column
	Search  []string
	Shared  []string
	Many    bool
}

// Name is the table's name in SQL: prefixed, since case and user are words of SQL.
func (t Table) Name() string { return "rec_" + string(t.Kind) }

// ColumnNames lists the columns in order.
func (t Table) ColumnNames() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// Values takes the columns out of a record's JSON, in order: string, int64, or
// nil where the member is absent.
func (t Table) Values(body []byte) []any {
	out := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		v := gjson.GetBytes(body, c.Path)
		switch {
		case !v.Exists():
		case c.Type == Integer:
			out[i] = v.Int()
		default:
			out[i] = v.String()
		}
	}
	return out
}

// SearchText returns the texts that a person may look for.
func (t Table) SearchText(body []byte) []string {
	var out []string
	for _, path := range t.Search {
		if s := gjson.GetBytes(body, path).String(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Column types.
const (
	Text    = "TEXT"
	Integer = "BIGINT" // an alias of INTEGER for SQLite, 64 bits for PostgreSQL
)

// DDL returns the statements that make the table and, apart, its indexes: a file
// is filled first and indexed afterwards, which is much faster.
func (t Table) DDL(prefix string) (table string, indexes []string) {
	var b strings.Builder
	name := prefix + t.Name()
	b.WriteString("CREATE TABLE IF NOT EXISTS " + name +
		" (id TEXT PRIMARY KEY, lane TEXT NOT NULL, ver BIGINT NOT NULL, seq BIGINT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0")
	for _, c := range t.Columns {
		b.WriteString(", " + c.Name + " " + c.Type)
		if c.Index {
			indexes = append(indexes, "CREATE INDEX IF NOT EXISTS "+name+"_"+c.Name+" ON "+name+" ("+c.Name+")")
		}
	}
	b.WriteString(", body TEXT NOT NULL)")
	return b.String(), indexes
}

// Of returns the table of a kind.
func Of(kind model.Kind) (Table, bool) {
	t, ok := byKind[kind]
	return t, ok
}

var byKind = func() map[model.Kind]Table {
	m := map[model.Kind]Table{}
	for _, t := range Tables {
		m[t.Kind] = t
	}
	return m
}()

// column finds the column that holds a member of the record as it is.
func (t Table) column(path []byte) (int, bool) {
	for i, c := range t.Columns {
		if c.Path == string(path) {
			return i, i <= maxArg
		}
	}
	return 0, false
}

// shares says whether a member has few values.
func (t Table) shares(path []byte) bool {
	for _, s := range t.Shared {
		if s == string(path) {
			return true
		}
	}
	return false
}
