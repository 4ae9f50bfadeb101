package local

import (
	"context"
	"database/sql"
	"strings"
	"unicode"

	"github.com/tidwall/gjson"

	"dianqin/data/schema"
)

// wayOf says how a record is found by a term, without an index.
func wayOf(t schema.Table, body []byte, term string) (way int, ok bool) {
	way = ways
	if n := numberOf(term); n != "" {
		number := gjson.GetBytes(body, schema.NumberPath).String()
		switch {
		case number == n:
			way = byNumber
		case strings.HasSuffix(number, n):
			way = byTail
		case strings.HasPrefix(number, n):
			way = byHead
		}
	}
	for i, f := range t.SearchTables() {
		if by := wayOfWords[i]; by < way && wordsOf(term) != "" && schema.Fits(f.Text(body), term) {
			way = by
		}
	}
	return way, way < ways
}

// wayOfWords is how a record is found by the search tables of its kind.
var wayOfWords = [...]int{byTitle, byRest}

// wordsOf is what of a term is asked of the search tables, "" for nothing: one or two
// digits are in every address.
func wordsOf(term string) string {
	if numberOf(term) != "" && len(term) < 3 {
		return ""
	}
	return schema.Match(term)
}

// bestWay says how a record is found that fits all terms: by the best of them.
func bestWay(t schema.Table, body []byte, terms []string) (way int, ok bool) {
	way = ways
	for _, term := range terms {
		one, fits := wayOf(t, body, term)
		if !fits {
			return 0, false
		}
		way = min(way, one)
	}
	return way, true
}

// rowFind is a row of the base and the way it was found.
type rowFind struct {
	rid int64
	way int
}

// one finds the records that fit the only term, by all ways but the widest.
func (q *search) one(ctx context.Context, t schema.Table) error {
	q.seen[t.Kind] = map[int64]bool{}
	l := q.look(t, q.limit+len(q.hidden[t.Kind]))
	if err := l.best(ctx, q.terms[0]); err != nil {
		return err
	}
	q.take(l)
	return nil
}

// rest finds those that it finds by the widest.
func (q *search) rest(ctx context.Context, t schema.Table) error {
	l := q.look(t, q.limit+len(q.hidden[t.Kind])+len(q.seen[t.Kind]))
	if err := l.words(ctx, byRest, q.terms[0]); err != nil {
		return err
	}
	q.take(l)
	return nil
}

func (q *search) take(l *lookup) {
	for _, f := range l.finds(q.seen[l.table.Kind]) {
		q.add(f, candidate{kind: l.table.Kind, rid: f.rid})
	}
}

// Of several terms each is asked for so many rows; what it finds is compared with
// what the others find. Where a term finds more, so many rows that fit the others
// are read and looked at: none is missed unless all terms find that many.
const (
	mostFinds  = 1000
	mostReads  = 300
	readAtOnce = 60
)

// several finds the records that fit all terms.
func (q *search) several(ctx context.Context, t schema.Table) error {
	var fit, wide []rowFind // by the terms that were asked in full; what the first of the others begins with
	var sieve []string      // these others
	for _, term := range q.terms {
		l := q.look(t, mostFinds)
		if err := l.best(ctx, term); err != nil {
			return err
		}
		if l.all { // else it is not asked in full anyway
			if err := l.words(ctx, byRest, term); err != nil {
				return err
			}
		}
		some := l.finds(map[int64]bool{})
		switch {
		case len(some) == 0:
			return nil
		case !l.all:
			if sieve == nil {
				wide = some
			}
			sieve = append(sieve, term)
		case fit == nil:
			fit = some
		default:
			fit = both(fit, some)
		}
	}
	if fit == nil {
		fit = wide
	}
	if len(sieve) > 0 {
		return q.sift(ctx, t, fit[:min(len(fit), mostReads)], sieve)
	}
	for _, f := range fit {
		q.add(f, candidate{kind: t.Kind, rid: f.rid})
	}
	return nil
}

// both keeps what two terms find, by the better way.
func both(a, b []rowFind) []rowFind {
	ways := make(map[int64]int, len(b))
	for _, f := range b {
		ways[f.rid] = f.way
	}
	out := a[:0]
	for _, f := range a {
		if way, ok := ways[f.rid]; ok {
			out = append(out, rowFind{f.rid, min(f.way, way)})
		}
	}
	return out
}

// sift keeps the rows whose records fit more terms, until there are enough.
func (q *search) sift(ctx context.Context, t schema.Table, some []rowFind, terms []string) error {
	way := make(map[int64]int, len(some))
	fit := 0
	for len(some) > 0 && fit < q.limit {
		n := min(readAtOnce, len(some))
		next := make([]candidate, n)
		for i, f := range some[:n] {
			next[i], way[f.rid] = candidate{kind: t.Kind, rid: f.rid}, f.way
		}
		read, err := q.read(ctx, next)
		if err != nil {
			return err
		}
		for _, c := range read {
			if by, ok := bestWay(t, c.body, terms); ok {
				q.add(rowFind{c.rid, min(by, way[c.rid])}, c)
				fit++
			}
		}
		some = some[n:]
	}
	return nil
}

func (q *search) add(f rowFind, c candidate) { q.found[f.way] = append(q.found[f.way], c) }

// lookup is one look of one term into the indexes of one kind: at most so many rows
// by each way.
type lookup struct {
	source
	table schema.Table
	most  int
	all   bool // there are no others
	rids  [ways][]int64
}

func (q *search) look(t schema.Table, most int) *lookup {
	return &lookup{source: q.source, table: t, most: most, all: true}
}

// best asks by all ways but the widest.
func (l *lookup) best(ctx context.Context, term string) error {
	if n := numberOf(term); n != "" {
		if err := l.numbers(ctx, n); err != nil {
			return err
		}
	}
	return l.words(ctx, byTitle, term)
}

// finds lists what was found, the best first, and each row once.
func (l *lookup) finds(seen map[int64]bool) []rowFind {
	var out []rowFind
	for way, rids := range l.rids {
		for _, rid := range rids {
			if !seen[rid] {
				seen[rid] = true
				out = append(out, rowFind{rid, way})
			}
		}
	}
	return out
}

func (l *lookup) ask(ctx context.Context, way int, text string, args ...any) error {
	n := 0
	err := each(ctx, l, text+" LIMIT ?", func(rows *sql.Rows) error {
		var rid int64
		n++
		err := rows.Scan(&rid)
		l.rids[way] = append(l.rids[way], rid)
		return err
	}, append(args, l.most)...)
	l.all = l.all && n < l.most
	return err
}

// numbers asks the indexes of numbers, forwards and backwards.
func (l *lookup) numbers(ctx context.Context, n string) error {
	from := "SELECT rowid FROM base." + l.table.Name() + " WHERE "
	if err := l.ask(ctx, byNumber, from+"number = ?", n); err != nil {
		return err
	}
	first, before, whole := schema.TailRange(n)
	tail, args := from+schema.Tail("number")+" >= ? AND "+schema.Tail("number")+" < ?", []any{first, before}
	if !whole {
		tail, args = tail+" AND number LIKE ?", append(args, "%"+n)
	}
	if err := l.ask(ctx, byTail, tail, args...); err != nil {
		return err
	}
	return l.ask(ctx, byHead, from+"number >= ? AND number < ?", n, schema.After(n))
}

// words asks a search table.
func (l *lookup) words(ctx context.Context, way int, term string) error {
	match := wordsOf(term)
	for i, f := range l.table.SearchTables() {
		if match != "" && wayOfWords[i] == way {
			return l.ask(ctx, way, "SELECT rowid FROM base."+f.Name+" WHERE "+f.Name+" MATCH ?", match)
		}
	}
	return nil
}

// numberOf returns a term that may be a part of a number, or "". Numbers are
// digits, in some makes with capital letters between.
func numberOf(term string) string {
	digits := false
	for _, r := range term {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' {
			return ""
		}
		digits = digits || unicode.IsDigit(r)
	}
	if !digits {
		return ""
	}
	return strings.ToUpper(term)
}
