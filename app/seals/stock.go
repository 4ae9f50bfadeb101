package seals

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
)

// Wanted says which seals a list shows: those of one custody, of one holder, of
// one lot, those that a text finds by their digits; with nothing said, those whose
// condition is not intact.
type Wanted struct {
	Custody  seal.Custody
	HolderID string
	LotID    string
	Text     string
	Down     bool // the highest number first
}

// List is the numbers of the seals that fit, in order. What they are is read by
// pages as they are looked at.
type List struct {
	Numbers []string
	Cut     bool // the text finds more
	s       *Seals
}

// Row is a seal with what a table says of it besides.
type Row struct {
	seal.Seal
	Address string // of the box that it hangs on
	Holder  string // name
}

const mostFound = 300

// List finds the seals that are wanted.
func (s *Seals) List(ctx context.Context, w Wanted) (List, error) {
	l := List{s: s}
	var err error
	switch {
	case strings.TrimSpace(w.Text) != "":
		hits, err := s.store.SearchOf(ctx, strings.TrimSpace(w.Text), mostFound, model.KindSeal)
		if err != nil {
			return l, err
		}
		for _, h := range hits {
			l.Numbers = append(l.Numbers, h.Number)
		}
		l.Cut = len(hits) == mostFound
		return l, nil
	case w.HolderID != "":
		l.Numbers, err = s.numbers(ctx, "holder_id = ? ORDER BY number", w.HolderID)
	case w.LotID != "":
		l.Numbers, err = s.ofLot(ctx, w.LotID, w.Custody)
	case w.Custody != "":
		l.Numbers, err = s.numbers(ctx, "custody = ? ORDER BY number", string(w.Custody))
	default:
		l.Numbers, err = s.numbers(ctx, "condition IN ('broken', 'missing', 'worn') ORDER BY number")
	}
	if w.Down {
		slices.Reverse(l.Numbers)
	}
	return l, err
}

func (s *Seals) numbers(ctx context.Context, where string, args ...any) ([]string, error) {
	return s.store.Column(ctx, model.KindSeal, "number", where, args...)
}

func (s *Seals) ofLot(ctx context.Context, lotID string, c seal.Custody) ([]string, error) {
	var lot seal.Lot
	if found, err := s.store.Get(ctx, model.KindSealLot, lotID, &lot); err != nil || !found {
		return nil, err
	}
	if c == "" {
		return s.numbers(ctx, "number >= ? AND number <= ? AND length(number) = ? ORDER BY number", lot.From, lot.To, len(lot.From))
	}
	return s.numbers(ctx, "number >= ? AND number <= ? AND length(number) = ? AND custody = ? ORDER BY number", lot.From, lot.To, len(lot.From), string(c))
}

// Page reads the seals from one on, at most limit.
func (l List) Page(ctx context.Context, from, limit int) ([]Row, error) {
	from = min(from, len(l.Numbers))
	return l.s.Rows(ctx, l.Numbers[from:min(from+limit, len(l.Numbers))])
}

// Rows reads seals by number, in the order given; a number of no seal is left out.
func (s *Seals) Rows(ctx context.Context, numbers []string) ([]Row, error) {
	text, err := json.Marshal(numbers)
	if err != nil {
		return nil, fmt.Errorf("list seals: %w", err)
	}
	found, err := local.Find[seal.Seal](ctx, s.store, model.KindSeal, "number IN (SELECT value FROM json_each(?))", string(text))
	if err != nil {
		return nil, err
	}
	byNumber := map[string]seal.Seal{}
	for _, x := range found {
		byNumber[x.Number] = x
	}
	boxes, names := map[string]string{}, map[string]string{}
	var out []Row
	for _, n := range numbers {
		x, ok := byNumber[n]
		if !ok {
			continue
		}
		r := Row{Seal: x}
		if r.Address, err = s.address(ctx, boxes, x.BoxID); err != nil {
			return nil, err
		}
		if r.Holder, err = s.name(ctx, names, x.HolderID); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// address and name remember what they have read.
func (s *Seals) address(ctx context.Context, known map[string]string, id string) (string, error) {
	if _, ok := known[id]; !ok && id != "" {
		var b metering.Box
		if _, err := s.store.Get(ctx, model.KindBox, id, &b); err != nil {
			return "", err
		}
		known[id] = b.Address
	}
	return known[id], nil
}

func (s *Seals) name(ctx context.Context, known map[string]string, id string) (string, error) {
	if _, ok := known[id]; !ok && id != "" {
		var u people.User
		if _, err := s.store.Get(ctx, model.KindUser, id, &u); err != nil {
			return "", err
		}
		known[id] = u.Name
	}
	return known[id], nil
}

// Counts is how many seals there are by custody, and how many are amiss.
type Counts struct {
	By    map[seal.Custody]int
	Amiss int
	All   int
}

// Counts counts the seals. Of a whole region that takes a moment, so what was
// counted is remembered until a seal changes.
func (s *Seals) Counts(ctx context.Context) (Counts, error) {
	s.mu.Lock()
	kept, changes := s.counts, s.changes
	s.mu.Unlock()
	if kept != nil {
		return *kept, nil
	}
	c, err := s.count(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil && s.changes == changes { // else it may be older than the change
		s.counts = &c
	}
	return c, err
}

// Changed is told that records of some kinds changed.
func (s *Seals) Changed(kinds []model.Kind) {
	if slices.Contains(kinds, model.KindSeal) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.counts = nil
		s.changes++
	}
}

func (s *Seals) count(ctx context.Context) (Counts, error) {
	c := Counts{By: map[seal.Custody]int{}}
	by, err := s.store.TallyAll(ctx, model.KindSeal, "custody")
	if err != nil {
		return c, err
	}
	for k, n := range by {
		c.By[seal.Custody(k)] = n
		c.All += n
	}
	c.Amiss, err = s.store.Count(ctx, model.KindSeal, "condition IN ('broken', 'missing', 'worn')")
	return c, err
}

// LotStock is a lot and where its seals are.
type LotStock struct {
	seal.Lot
	By    map[seal.Custody]int
	Known int // seals with a record; the others are of a station that this device does not hold
}

// Lots lists the purchased lots with their counts, the newest first.
func (s *Seals) Lots(ctx context.Context) ([]LotStock, error) {
	lots, err := local.Find[seal.Lot](ctx, s.store, model.KindSealLot, "1 = 1")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(lots, func(a, b seal.Lot) int {
		return cmp.Or(cmp.Compare(b.BoughtAt, a.BoughtAt), cmp.Compare(a.Code, b.Code))
	})
	out := make([]LotStock, len(lots))
	for i, l := range lots {
		if out[i], err = s.stock(ctx, l); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Lot is one lot with its counts.
func (s *Seals) Lot(ctx context.Context, id string) (LotStock, bool, error) {
	var l seal.Lot
	found, err := s.store.Get(ctx, model.KindSealLot, id, &l)
	if err != nil || !found {
		return LotStock{}, false, err
	}
	out, err := s.stock(ctx, l)
	return out, true, err
}

func (s *Seals) stock(ctx context.Context, l seal.Lot) (LotStock, error) {
	out := LotStock{Lot: l, By: map[seal.Custody]int{}}
	by, err := s.store.Tally(ctx, model.KindSeal, "custody", "number >= ? AND number <= ? AND length(number) = ?", l.From, l.To, len(l.From))
	for k, n := range by {
		out.By[seal.Custody(k)] = n
		out.Known += n
	}
	return out, err
}

// Holder is a person with the seals in their hands.
type Holder struct {
	people.User
	Count int
}

// Holders lists who has seals, and the field workers who have none; the one with
// the most comes first.
func (s *Seals) Holders(ctx context.Context) ([]Holder, error) {
	by, err := s.store.Tally(ctx, model.KindSeal, "holder_id", "holder_id > ''")
	if err != nil {
		return nil, err
	}
	users, err := local.Find[people.User](ctx, s.store, model.KindUser, "1 = 1 ORDER BY name, id")
	if err != nil {
		return nil, err
	}
	var out []Holder
	for _, u := range users {
		if by[u.ID] > 0 || !u.Inactive && u.Has(people.Inspector, people.Surveyor) {
			out = append(out, Holder{u, by[u.ID]})
		}
	}
	slices.SortStableFunc(out, func(a, b Holder) int { return b.Count - a.Count })
	return out, nil
}

// MostIssued is how many seals are handed out at once.
const MostIssued = 500

// Next lists the seals of a lot that are in the store, from a number on (the first
// there is, where it is empty), at most n: what would be issued.
func (s *Seals) Next(ctx context.Context, lotID, from string, n int) ([]string, error) {
	var lot seal.Lot
	found, err := s.store.Get(ctx, model.KindSealLot, lotID, &lot)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, model.Fail("seal.none_in_store")
	}
	from = strings.ReplaceAll(from, " ", "")
	if from == "" {
		from = lot.From
	}
	if !lot.Holds(from) {
		return nil, model.Fail("seal.not_in_lot", "number", from).At("/from")
	}
	return s.numbers(ctx, "number >= ? AND number <= ? AND length(number) = ? AND custody = 'in_store' ORDER BY number LIMIT ?",
		from, lot.To, len(lot.From), min(n, MostIssued))
}

// Issue hands seals of the store to a person, all of them or none. It is a command:
// it counts when the server says so.
func (s *Seals) Issue(ctx context.Context, numbers []string, toID string) error {
	_, err := s.rec.Do(ctx, act.Act{Kind: "seal.issue", Body: seal.Issue{Numbers: numbers, ToID: toID}})
	return err
}

// Range is a run of numbers that follow each other: First to Last are Count seals.
type Range struct {
	First, Last string
	Count       int
}

// Ranges gathers numbers, sorted, into runs. Numbers follow each other where the
// digits before the last count up by one, whatever the last (a check digit) is, or
// where all of them do.
func Ranges(numbers []string) []Range {
	var out []Range
	for _, n := range numbers {
		if k := len(out) - 1; k >= 0 && follows(out[k].Last, n) {
			out[k].Last = n
			out[k].Count++
			continue
		}
		out = append(out, Range{n, n, 1})
	}
	return out
}

func follows(a, b string) bool {
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	return plusOne(a[:len(a)-1]) == b[:len(b)-1] || plusOne(a) == b
}

// plusOne counts a row of digits up by one; what has other characters has no next.
func plusOne(digits string) string {
	d := []byte(digits)
	for i := len(d) - 1; i >= 0; i-- {
		switch {
		case d[i] < '0' || d[i] > '9':
			return ""
		case d[i] < '9':
			d[i]++
			return string(d)
		}
		d[i] = '0'
	}
	return ""
}
