package schema

import (
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// The phone's file base.db. Each kind has its table: the columns that queries need,
// shape and body (see Shapes). Ids and other UUIDs are 16 bytes (see Key). An id is
// found by its end (see Short).
//
//	meta    schema, epoch, cursor, complete
//	lane    the lanes by number
//	shape   the shapes by id
//	rec_X   the records of kind X
//	find_X  what is found by words, see SearchTable

// SearchLayout counts the changes of what stands in the search tables.
const SearchLayout = 3

// baseDDL makes the tables that are about the file itself.
var baseDDL = []string{
	"CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS lane (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
	"CREATE TABLE IF NOT EXISTS shape (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL)",
}

// BaseDDL returns the statements that make base.db: its tables, the indexes without
// which nothing is found by number or word, and apart those that only make it quicker
// to follow references, ids first. A file that is filled at once is indexed
// afterwards.
func BaseDDL() (tables, urgent, indexes []string) {
	tables = append(tables, baseDDL...)
	for _, t := range Tables {
		table, soon, late := t.base()
		tables = append(tables, table)
		if t.Many {
			indexes = append([]string{t.ShortIndex()}, indexes...)
		} else {
			urgent = append(urgent, t.ShortIndex())
		}
		urgent, indexes = append(urgent, soon...), append(indexes, late...)
		for _, f := range t.SearchTables() {
			tables = append(tables, f.ddl())
		}
	}
	return tables, append(urgent, openBills), indexes
}

// ShortIndex is the statement that makes the index of a table's ids.
func (t Table) ShortIndex() string { return t.index("short", shortOf("id")) }

func (t Table) index(end, on string) string {
	return "CREATE INDEX IF NOT EXISTS " + t.Name() + "_" + end + " ON " + t.Name() + " (" + on + ")"
}

// openBills holds what is owed and nothing else: one bill in ten is open, and who
// owes is asked of all customers at once.
const openBills = "CREATE INDEX IF NOT EXISTS rec_bill_open ON rec_bill (customer_id, due_at, amount, paid, id) WHERE paid < amount"

// base returns the statements for the table of a kind; urgent indexes are those
// that a record is found by its number with.
func (t Table) base() (table string, urgent, indexes []string) {
	var b strings.Builder
	name := t.Name()
	b.WriteString("CREATE TABLE IF NOT EXISTS " + name + " (id TEXT NOT NULL, lane INTEGER NOT NULL, ver INTEGER NOT NULL, shape INTEGER NOT NULL")
	for _, c := range t.Columns {
		b.WriteString(", " + c.Name + " " + c.Type)
		switch {
		case c.Tail:
			urgent = append(urgent, t.index(c.Name, c.Name), t.index(c.Name+"_tail", tailOf(c.Name)))
		case c.Index:
			indexes = append(indexes, t.index(c.Name, c.Name))
		}
	}
	b.WriteString(", body TEXT NOT NULL)")
	return b.String(), urgent, indexes
}

// shortOf is the end of an id: three bytes of a UUID's sixteen, which are drawn by
// lot in every version of UUID, six letters of others, which often count. An index
// of whole ids would be a tenth of the file, and nothing in it can be compressed.
func shortOf(id string) string {
	return "substr(" + id + ", iif(typeof(" + id + ") = 'blob', -3, -6))"
}

// tailLength is how many of a number's last characters are in its index.
const tailLength = 5

// tailOf is the end of a number backwards: what people type of an end is the
// beginning of that, however short.
func tailOf(column string) string {
	var letters []string
	for i := range tailLength {
		letters = append(letters, "substr("+column+", -"+strconv.Itoa(i+1)+", 1)")
	}
	return strings.Join(letters, " || ")
}

// BaseColumns are the columns of a table of base.db, in the order of BaseRow.
func (t Table) BaseColumns() []string {
	return append(append([]string{"id", "lane", "ver", "shape"}, t.ColumnNames()...), "body")
}

// BaseRow are the values of a record's row in base.db; lane is the number of its
// lane.
func (t Table) BaseRow(shapes *Shapes, id, lane string, laneNumber, ver int64, body []byte) []any {
	values := t.Values(body)
	shape, packed := shapes.Pack(t, id, lane, values, body)
	out := append(make([]any, 0, len(values)+5), Key(id), laneNumber, ver, shape)
	return append(append(out, Keys(values)...), packed)
}

// SearchTable is a full-text table in base.db beside the table of a kind; its
// rowid is the record's. Titles have one of their own: who types 王 means a name,
// and need not wade through every address that has the character.
type SearchTable struct {
	Name  string
	paths []string
}

// NumberPath is the member in which a record has its number.
const NumberPath = "number"

// SearchTables returns the full-text tables of a kind: titles first, the rest
// behind. Numbers are in neither, they have indexes of their own.
func (t Table) SearchTables() []SearchTable {
	var out []SearchTable
	var rest []string
	for i, path := range t.Search {
		switch {
		case i == 0:
			out = append(out, SearchTable{"find_" + string(t.Kind) + "_title", []string{path}})
		case path != NumberPath:
			rest = append(rest, path)
		}
	}
	if len(rest) > 0 {
		out = append(out, SearchTable{"find_" + string(t.Kind) + "_rest", rest})
	}
	return out
}

// Text returns what of a record is looked for in the table.
func (f SearchTable) Text(body []byte) string {
	var texts []string
	for _, path := range f.paths {
		texts = append(texts, gjson.GetBytes(body, path).String())
	}
	return strings.Join(texts, " | ") // no phrase reaches from one into the next
}

func (f SearchTable) ddl() string {
	return "CREATE VIRTUAL TABLE IF NOT EXISTS " + f.Name + " USING fts5(words, content='', contentless_delete=1, " +
		"tokenize=\"unicode61 remove_diacritics 2\", prefix='1 2')"
}

// BaseVersion names the layout in the file's meta table.
func BaseVersion() string { return strconv.Itoa(Version) + "." + strconv.Itoa(SearchLayout) }

// Short is the expression that the index of ids is made of, over an id.
func Short(id string) string { return shortOf(id) }

// Tail is the expression that the index of last digits is made of, over a number.
func Tail(number string) string { return "(" + tailOf(number) + ")" }

// TailRange says between which values Tail is for the numbers with an ending: from
// the first on and before the second. whole: the numbers between them have it all;
// else the ending is longer than what is in the index.
func TailRange(ending string) (from, before string, whole bool) {
	n := min(len(ending), tailLength)
	back := make([]byte, n)
	for i := range n {
		back[i] = ending[len(ending)-1-i]
	}
	from = string(back)
	return from, After(from), n == len(ending)
}

// After returns the first text behind all that begin with an ASCII prefix, which is
// not empty.
func After(prefix string) string {
	return prefix[:len(prefix)-1] + string(prefix[len(prefix)-1]+1)
}
