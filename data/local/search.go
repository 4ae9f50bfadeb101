package local

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// Hit is one find: a customer, a box, a meter or a seal.
type Hit struct {
	Kind   model.Kind
	ID     string
	Title  string // name of a customer, address of a box, number of the others
	Detail string // address of a customer, of the box of a meter or seal
	Number string
}

// ways a hit was found, from the best to the widest.
const (
	byNumber = iota // the whole number
	byTitle         // a name
	byTail          // its last digits
	byHead          // its first digits
	byRest          // an address, a phone number
	ways
)

// Search finds customers, boxes, meters and seals of the view: by Chinese from
// one character on, by the last or first digits of a number, by pinyin initials,
// by words. Several terms with blanks between them must all fit. The best come
// first: a whole number, names, last digits, first digits, the rest.
func (s *Store) Search(ctx context.Context, text string, limit int) ([]Hit, error) {
	return s.SearchOf(ctx, text, limit, numbered...)
}

// SearchOf is Search among some of the kinds that have a number.
func (s *Store) SearchOf(ctx context.Context, text string, limit int, kinds ...model.Kind) ([]Hit, error) {
	terms := strings.Fields(text)
	if len(terms) == 0 || limit <= 0 {
		return nil, nil
	}
	// The longest term leads, it finds the fewest; the others sift.
	slices.SortStableFunc(terms, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	q := &search{s: s, kinds: kinds, term: terms[0], also: terms[1:], limit: limit, seen: map[string]bool{}, boxes: map[string]string{}, hidden: map[model.Kind]map[string]bool{}}
	if len(q.also) > 0 {
		q.wide = 300 // candidates for the sieve
	}
	for _, step := range []func(context.Context) error{q.overlay, q.numbers, q.words} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	return q.hits(ctx)
}

type search struct {
	s      *Store
	kinds  []model.Kind
	term   string
	also   []string
	limit  int
	wide   int                            // candidates beyond the limit
	seen   map[string]bool                // kind and id
	hidden map[model.Kind]map[string]bool // ids that the overlay has: the base's are old
	found  [ways][]candidate
	boxes  map[string]string // addresses by id
}

type candidate struct {
	kind model.Kind
	id   string
	body []byte
}

// overlay looks through the records that people changed here; they are few and
// in no index.
func (q *search) overlay(ctx context.Context) error {
	for _, kind := range q.kinds {
		t, _ := schema.Of(kind)
		ids := map[string]bool{}
		q.hidden[kind] = ids
		err := each(ctx, q.s.reads, "SELECT id, body FROM main.o_"+t.Name()+" WHERE deleted = 0 ORDER BY id", func(rows *sql.Rows) error {
			c := candidate{kind: kind}
			var id any
			if err := rows.Scan(&id, &c.body); err != nil {
				return err
			}
			c.id = plain(id)
			ids[c.id] = true
			if way, ok := wayOf(t, c.body, q.term); ok {
				q.add(way, c)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// wayOf says how a record is found by a term, without an index.
func wayOf(t schema.Table, body []byte, term string) (way int, ok bool) {
	number := gjson.GetBytes(body, schema.NumberPath).String()
	if n := numberOf(term); n != "" {
		switch {
		case number == n:
			return byNumber, true
		case strings.HasSuffix(number, n):
			return byTail, true
		case strings.HasPrefix(number, n):
			return byHead, true
		}
	}
	for i, f := range t.SearchTables() {
		if schema.Fits(f.Text(body), term) {
			return [...]int{byTitle, byRest}[i], true
		}
	}
	return 0, false
}

// numbers asks the indexes of numbers, forwards and backwards.
func (q *search) numbers(ctx context.Context) error {
	n := numberOf(q.term)
	if n == "" {
		return nil
	}
	tails, few := schema.Tails(n)
	for _, kind := range q.kinds {
		t, _ := schema.Of(kind)
		from := "b_" + t.Name() + " WHERE "
		if err := q.ask(ctx, byNumber, kind, from+"number = ? LIMIT ?", n); err != nil {
			return err
		}
		tail, args := "number LIKE ? LIMIT ?", []any{"%" + n} // one in ten or a hundred: soon found
		if few {
			tail, args = schema.Tail("number")+" IN (SELECT value FROM json_each(?)) AND "+tail, []any{list(tails), "%" + n}
		}
		if err := q.ask(ctx, byTail, kind, from+tail, args...); err != nil {
			return err
		}
		if err := q.ask(ctx, byHead, kind, from+"number >= ? AND number < ? LIMIT ?", n, after(n)); err != nil {
			return err
		}
	}
	return nil
}

// words asks the full-text tables, titles before the rest.
func (q *search) words(ctx context.Context) error {
	want := schema.Match(q.term)
	if want == "" || numberOf(q.term) != "" && len(q.term) < 3 { // one or two digits are in every address
		return nil
	}
	for _, kind := range q.kinds {
		t, _ := schema.Of(kind)
		for i, f := range t.SearchTables() {
			way := [...]int{byTitle, byRest}[i]
			if way == byRest && q.wide == 0 && len(q.found[byTitle]) >= q.limit {
				continue
			}
			err := q.ask(ctx, way, kind, "base."+f.Name+" AS f CROSS JOIN b_"+t.Name()+
				" AS r ON r.rid = f.rowid WHERE "+f.Name+" MATCH ? LIMIT ?", want)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// ask reads records of the base; from is what stands behind FROM, and its last
// argument is the limit.
func (q *search) ask(ctx context.Context, way int, kind model.Kind, from string, args ...any) error {
	n := q.limit + q.wide + len(q.hidden[kind])
	return q.s.view().records(ctx, kind, from, func(r *entry) error {
		if c := (candidate{kind: kind, id: r.id, body: r.body}); !q.hidden[kind][c.id] {
			q.add(way, c)
		}
		return nil
	}, append(args, n)...)
}

// add keeps a candidate that fits the other terms too, once.
func (q *search) add(way int, c candidate) {
	key := string(c.kind) + " " + c.id
	if q.seen[key] {
		return
	}
	t, _ := schema.Of(c.kind)
	for _, term := range q.also {
		if _, ok := wayOf(t, c.body, term); !ok && !allFits(t, c.body, term) {
			return
		}
	}
	q.seen[key] = true
	q.found[way] = append(q.found[way], c)
}

// allFits looks at a term over title and rest together.
func allFits(t schema.Table, body []byte, term string) bool {
	return schema.Fits(strings.Join(t.SearchText(body), " | "), term)
}

func (q *search) hits(ctx context.Context) ([]Hit, error) {
	var out []Hit
	for _, way := range q.found {
		for _, c := range q.shared(way) {
			if len(out) == q.limit {
				return out, nil
			}
			h, err := q.hit(ctx, c)
			if err != nil {
				return nil, err
			}
			out = append(out, h)
		}
	}
	return out, nil
}

// shared puts candidates of several kinds in turn, so that one kind does not
// crowd out the others.
func (q *search) shared(all []candidate) []candidate {
	var byKind [][]candidate
	for _, kind := range q.kinds {
		var of []candidate
		for _, c := range all {
			if c.kind == kind {
				of = append(of, c)
			}
		}
		byKind = append(byKind, of)
	}
	out := make([]candidate, 0, len(all))
	for i := 0; len(out) < len(all); i++ {
		for _, of := range byKind {
			if i < len(of) {
				out = append(out, of[i])
			}
		}
	}
	return out
}

func (q *search) hit(ctx context.Context, c candidate) (Hit, error) {
	field := func(path string) string { return gjson.GetBytes(c.body, path).String() }
	h := Hit{Kind: c.kind, ID: c.id, Number: field(schema.NumberPath)}
	switch c.kind {
	case model.KindCustomer:
		h.Title, h.Detail = field("name"), field("address")
	case model.KindBox:
		h.Title = field("address")
	default:
		h.Title = h.Number
		box := field("box_id")
		if box == "" {
			return h, nil
		}
		address, known := q.boxes[box]
		if !known {
			body, _, err := bodyOf(ctx, q.s.view(), model.KindBox, box)
			if err != nil {
				return h, err
			}
			address = gjson.GetBytes(body, "address").String()
			q.boxes[box] = address
		}
		h.Detail = address
	}
	return h, nil
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

// after returns the first text behind all that begin with an ASCII prefix.
func after(prefix string) string {
	return prefix[:len(prefix)-1] + string(prefix[len(prefix)-1]+1)
}

// numbered lists the kinds whose number people look for.
var numbered = []model.Kind{model.KindCustomer, model.KindMeter, model.KindSeal, model.KindBox}
