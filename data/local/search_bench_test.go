package local

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/seal"
	"dianqin/data/schema"
)

// regionStore opens a region of 100,000 customers: that of a folder that a device has
// filled, named by DIANQIN_STORE, or an invented one, which a new folder there keeps.
func regionStore(b *testing.B) *Store {
	dir := os.Getenv("DIANQIN_STORE")
	if dir == "" {
		dir = b.TempDir()
	}
	s, err := Open(dir, Options{})
	no(b, err)
	b.Cleanup(func() { no(b, s.Close()) })
	s.behind.done.Wait() // of a download that was closed at once, the indexes come now
	n, err := s.Count(ctx, model.KindCustomer, "1 = 1")
	no(b, err)
	if n == 0 {
		region(b, s, 100_000)
	}
	return s
}

// typist invents what people type: pieces of records that there are.
type typist struct {
	b    *testing.B
	s    *Store
	dice *rand.Rand
	last map[model.Kind]int64
}

// some is a record of the base, drawn by lot.
func (p *typist) some(kind model.Kind) []byte {
	t, _ := schema.Of(kind)
	if p.last[kind] == 0 {
		var n int64
		no(p.b, p.s.reads.QueryRowContext(ctx, "SELECT max(rowid) FROM base."+t.Name()).Scan(&n))
		p.last[kind] = n
	}
	var body []byte
	no(p.b, p.s.view().records(ctx, kind, "b_"+t.Name()+" WHERE rid >= ? ORDER BY rid LIMIT 1",
		func(r *entry) error { body = r.body; return nil }, 1+p.dice.Int64N(p.last[kind])))
	return body
}

// dayOfWork records what an inspector does in a day, so that the overlay is not empty.
func (p *typist) dayOfWork(n int) {
	done, err := p.s.Outbox(ctx)
	no(p.b, err)
	for left := n - len(done); left > 0; {
		found, err := decode[seal.Seal](p.some(model.KindSeal))
		no(p.b, err)
		if found.BoxID == "" { // not in service
			continue
		}
		left--
		record(p.b, p.s, draft("seal.condition", "", seal.Inspected{Number: found.Number, BoxID: found.BoxID, Condition: seal.Worn}))
	}
}

func (p *typist) customer() customer.Customer {
	c, err := decode[customer.Customer](p.some(model.KindCustomer))
	no(p.b, err)
	return c
}

func (p *typist) number(kinds ...model.Kind) string {
	if kinds == nil {
		kinds = numbered
	}
	v, err := decode[struct{ Number string }](p.some(kinds[p.dice.IntN(len(kinds))]))
	no(p.b, err)
	return v.Number
}

func (p *typist) tail(n int, kinds ...model.Kind) string {
	s := p.number(kinds...)
	return s[max(0, len(s)-n):]
}

func (p *typist) head(n int, kinds ...model.Kind) string {
	s := p.number(kinds...)
	return s[:min(n, len(s))]
}

func firstRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// initialsOf are the pinyin initials of a name.
func (p *typist) initialsOf(name string) string {
	for _, word := range strings.Fields(schema.IndexWords(name)) {
		if word[0] < utf8.RuneSelf {
			return word
		}
	}
	return "wjg"
}

// streetOf is an address up to its first digit.
func streetOf(address string) string {
	if i := strings.IndexAny(address, "0123456789"); i > 0 {
		return address[:i]
	}
	return address
}

// sorts of text that people type, each drawn anew.
func (p *typist) sorts() map[string]func() string {
	return map[string]func() string{
		"Name1":        func() string { return firstRunes(p.customer().Name, 1) },
		"Name2":        func() string { return firstRunes(p.customer().Name, 2) },
		"Name":         func() string { return p.customer().Name },
		"Initials2":    func() string { return p.initialsOf(p.customer().Name)[:2] },
		"Initials":     func() string { return p.initialsOf(p.customer().Name) },
		"Street":       func() string { return streetOf(p.customer().Address) },
		"Address":      func() string { return p.customer().Address },
		"NameAddress":  func() string { c := p.customer(); return c.Name + " " + streetOf(c.Address) },
		"CharAddress":  func() string { c := p.customer(); return firstRunes(c.Name, 1) + " " + streetOf(c.Address) },
		"Phone4":       func() string { return firstRunes(p.customer().Phone, 4) },
		"Phone":        func() string { return p.customer().Phone },
		"Head2":        func() string { return p.head(2) },
		"Head4":        func() string { return p.head(4) },
		"Head8":        func() string { return p.head(8) },
		"Tail1":        func() string { return p.tail(1) },
		"Tail2":        func() string { return p.tail(2) },
		"Tail3":        func() string { return p.tail(3) },
		"Tail4":        func() string { return p.tail(4) },
		"Tail4Seal":    func() string { return p.tail(4, model.KindSeal) },
		"Tail4Meter":   func() string { return p.tail(4, model.KindMeter) },
		"Tail5":        func() string { return p.tail(5) },
		"Tail6":        func() string { return p.tail(6) },
		"Tail8":        func() string { return p.tail(8) },
		"WholeSeal":    func() string { return p.number(model.KindSeal) },
		"WholeMeter":   func() string { return p.number(model.KindMeter) },
		"AbsentTail":   func() string { return "0" + p.tail(6) + "9" },
		"AbsentName":   func() string { return "鑫" + firstRunes(p.customer().Name, 2) },
		"TailAndName":  func() string { c := p.customer(); return c.Number[len(c.Number)-4:] + " " + firstRunes(c.Name, 1) },
		"StreetNumber": func() string { c := p.customer(); return streetOf(c.Address) + " " + c.Number[len(c.Number)-3:] },
	}
}

// BenchmarkSearch types what people type over a region: each sort of text by itself,
// and "Typing", every beginning of any of them, as a field that searches at each
// letter asks. Beside the times of the clock it reports what the thread computed, on
// a machine that others share the better figure.
//
//	go test -run '^$' -bench Search -benchtime 1x ./data/local
func BenchmarkSearch(b *testing.B) {
	s := regionStore(b)
	p := &typist{b: b, s: s, dice: rand.New(rand.NewPCG(3, 4)), last: map[model.Kind]int64{}}
	p.dayOfWork(200)
	sorts := p.sorts()
	names := make([]string, 0, len(sorts))
	for name := range sorts {
		names = append(names, name)
	}
	slices.Sort(names)
	measure := func(name string, text func() string) {
		b.Run(name, func(b *testing.B) {
			searches(b, s, 200, text)
		})
	}
	for _, name := range names {
		measure(name, sorts[name])
	}
	measure("Typing", func() string {
		whole := sorts[names[p.dice.IntN(len(names))]]()
		return firstRunes(whole, 1+p.dice.IntN(utf8.RuneCountInString(whole)))
	})
}

// searches looks for n texts and reports the middle one and the slowest of twenty.
func searches(b *testing.B, s *Store, n int, text func() string) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	took, cpu := make([]time.Duration, n), make([]time.Duration, n)
	hits, worst := 0, ""
	for i := range n {
		what := text()
		began, computed := time.Now(), threadTime()
		found, err := s.Search(ctx, what, 20)
		cpu[i], took[i] = threadTime()-computed, time.Since(began)
		no(b, err)
		hits += len(found)
		if cpu[i] == slices.Max(cpu) {
			worst = what
		}
	}
	b.Logf("%.1f hits, the longest for %q", float64(hits)/float64(n), worst)
	for name, all := range map[string][]time.Duration{"": took, "cpu-": cpu} {
		slices.Sort(all)
		b.ReportMetric(float64(all[n/2].Microseconds())/1000, name+"p50-ms")
		b.ReportMetric(float64(all[n*95/100].Microseconds())/1000, name+"p95-ms")
	}
	b.ReportMetric(0, "ns/op")
}

func decode[T any](body []byte) (one T, err error) {
	err = json.Unmarshal(body, &one)
	return one, err
}
