package local

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
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
	// The longest term first: it finds the fewest.
	slices.SortStableFunc(terms, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	tx, err := s.reads.BeginTx(ctx, nil) // of one moment: rows are found first and read then
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it has written nothing
	q := &search{source: source{tx, &s.layouts}, kinds: kinds, terms: terms, limit: limit,
		hidden: map[model.Kind]map[string]bool{}, seen: map[model.Kind]map[int64]bool{}}
	for _, step := range []func(context.Context) error{q.overlay, q.base} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	hits, err := q.hits(ctx)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return hits, nil
}

// search is one search. Rows of the base are found by their rowids alone, in the
// indexes; only those that are shown, or that other terms must fit, are read.
type search struct {
	source
	kinds  []model.Kind
	terms  []string
	limit  int
	hidden map[model.Kind]map[string]bool // ids that the overlay has: the base's are old
	seen   map[model.Kind]map[int64]bool  // rows that the only term found
	found  [ways][]candidate
}

// candidate is a record that may be a hit.
type candidate struct {
	kind model.Kind
	rid  int64  // in the base; 0: of the overlay
	id   string // with the body
	body []byte // nil: not read yet
}

// overlay looks through the records that people changed here; they are few and
// in no index.
func (q *search) overlay(ctx context.Context) error {
	for _, kind := range q.kinds {
		t, _ := schema.Of(kind)
		ids := map[string]bool{}
		q.hidden[kind] = ids
		err := each(ctx, q, "SELECT id, deleted, body FROM main.o_"+t.Name()+" ORDER BY id", func(rows *sql.Rows) error {
			c := candidate{kind: kind}
			var id any
			var deleted bool
			if err := rows.Scan(&id, &deleted, &c.body); err != nil {
				return err
			}
			c.id = plain(id)
			ids[c.id] = true
			if way, ok := bestWay(t, c.body, q.terms); ok && !deleted {
				q.found[way] = append(q.found[way], c)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// base finds records of the base, but for those that the only term finds by the
// widest way: most often nobody gets to see them.
func (q *search) base(ctx context.Context) error {
	find := q.one
	if len(q.terms) > 1 {
		find = q.several
	}
	return q.eachKind(ctx, find)
}

func (q *search) eachKind(ctx context.Context, f func(context.Context, schema.Table) error) error {
	for _, kind := range q.kinds {
		t, _ := schema.Of(kind)
		if err := f(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// hits reads the best of the candidates until there are enough.
func (q *search) hits(ctx context.Context) ([]Hit, error) {
	var out []candidate
	for way := range ways {
		if way == byRest && len(q.terms) == 1 && len(out) < q.limit {
			if err := q.eachKind(ctx, q.rest); err != nil {
				return nil, err
			}
		}
		best := q.inTurn(q.found[way])
		for len(out) < q.limit && len(best) > 0 {
			n := min(q.limit-len(out), len(best))
			read, err := q.read(ctx, best[:n])
			if err != nil {
				return nil, err
			}
			out, best = append(out, read...), best[n:]
		}
	}
	return q.shown(ctx, out)
}

// inTurn puts candidates of several kinds in turn, so that one kind does not crowd
// out the others.
func (q *search) inTurn(all []candidate) []candidate {
	of := map[model.Kind][]candidate{}
	for _, c := range all {
		of[c.kind] = append(of[c.kind], c)
	}
	out := make([]candidate, 0, len(all))
	for i := 0; len(out) < len(all); i++ {
		for _, kind := range q.kinds {
			if i < len(of[kind]) {
				out = append(out, of[kind][i])
			}
		}
	}
	return out
}

// read reads the candidates that are in the base, and leaves out those that the
// overlay has anew.
func (q *search) read(ctx context.Context, some []candidate) ([]candidate, error) {
	rids := map[model.Kind][]int64{}
	for _, c := range some {
		if c.body == nil {
			rids[c.kind] = append(rids[c.kind], c.rid)
		}
	}
	type key struct {
		kind model.Kind
		rid  int64
	}
	read := map[key]candidate{}
	for kind, of := range rids {
		t, _ := schema.Of(kind)
		err := q.entries(ctx, kind, "rid", "b_"+t.Name()+" WHERE rid IN (SELECT value FROM json_each(?))", func(r *entry) error {
			if !q.hidden[kind][r.id] {
				read[key{kind, r.rid}] = candidate{kind: kind, rid: r.rid, id: r.id, body: r.body}
			}
			return nil
		}, list(of))
		if err != nil {
			return nil, err
		}
	}
	out := make([]candidate, 0, len(some))
	for _, c := range some {
		if c.body == nil {
			c = read[key{c.kind, c.rid}]
		}
		if c.body != nil {
			out = append(out, c)
		}
	}
	return out, nil
}

// shown says of each find what a list shows of it.
func (q *search) shown(ctx context.Context, all []candidate) ([]Hit, error) {
	field := func(c candidate, path string) string { return gjson.GetBytes(c.body, path).String() }
	var boxes []string
	for _, c := range all {
		if box := field(c, "box_id"); box != "" {
			boxes = append(boxes, box)
		}
	}
	addresses := map[string]string{}
	if len(boxes) > 0 {
		t, _ := schema.Of(model.KindBox)
		err := q.records(ctx, model.KindBox, "v_"+t.Name()+" WHERE "+WithIDs, func(r *entry) error {
			addresses[r.id] = gjson.GetBytes(r.body, "address").String()
			return nil
		}, list(boxes))
		if err != nil {
			return nil, err
		}
	}
	var out []Hit
	for _, c := range all {
		h := Hit{Kind: c.kind, ID: c.id, Number: field(c, schema.NumberPath)}
		switch c.kind {
		case model.KindCustomer:
			h.Title, h.Detail = field(c, "name"), field(c, "address")
		case model.KindBox:
			h.Title = field(c, "address")
		default:
			h.Title, h.Detail = h.Number, addresses[field(c, "box_id")]
		}
		out = append(out, h)
	}
	return out, nil
}

// numbered lists the kinds whose number people look for.
var numbered = []model.Kind{model.KindCustomer, model.KindMeter, model.KindSeal, model.KindBox}
