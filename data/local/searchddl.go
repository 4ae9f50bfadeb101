package local

import (
	"strings"

	"github.com/tidwall/gjson"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// searchTable is a full-text table in base.db beside the table of a kind; its
// rowid is the record's. Titles have one of their own: who types 王 means a name,
// and need not wade through every address that has the character.
type searchTable struct {
	name  string
	paths []string
}

// searchTables returns the full-text tables of a kind: titles first, the rest
// behind. Numbers are in neither, they have indexes of their own.
func searchTables(t schema.Table) []searchTable {
	var out []searchTable
	var rest []string
	for i, path := range t.Search {
		switch {
		case i == 0:
			out = append(out, searchTable{"find_" + string(t.Kind) + "_title", []string{path}})
		case path != numberPath:
			rest = append(rest, path)
		}
	}
	if len(rest) > 0 {
		out = append(out, searchTable{"find_" + string(t.Kind) + "_rest", rest})
	}
	return out
}

// text returns what of a record is looked for in the table.
func (f searchTable) text(body []byte) string {
	var texts []string
	for _, path := range f.paths {
		texts = append(texts, gjson.GetBytes(body, path).String())
	}
	return strings.Join(texts, " | ") // no phrase reaches from one into the next
}

func searchDDL(t schema.Table) []string {
	var out []string
	for _, f := range searchTables(t) {
		out = append(out, "CREATE VIRTUAL TABLE "+f.name+" USING fts5(words, content='', contentless_delete=1, "+
			"tokenize=\"unicode61 remove_diacritics 2\", prefix='1 2 3')")
	}
	return out
}

func searchReset(t schema.Table) []string {
	var out []string
	for _, f := range searchTables(t) {
		out = append(out, "INSERT INTO "+f.name+" ("+f.name+") VALUES ('delete-all')")
	}
	return out
}

// numberPath and tailColumn are where a record has its number, and the column
// that finds it by its last digits.
const (
	numberPath = "number"
	tailColumn = "number_tail"
)

// numbered lists the kinds whose number people look for.
var numbered = []model.Kind{model.KindCustomer, model.KindMeter, model.KindSeal, model.KindBox}
