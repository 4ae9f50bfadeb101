package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// table is the result, a row a set and decoder.
type table struct {
	out  io.Writer
	rows *tabwriter.Writer
}

func newTable(out io.Writer) *table {
	t := &table{out: out, rows: tabwriter.NewWriter(out, 0, 8, 1, ' ', 0)}
	fmt.Fprintln(t.rows, "| set\t| decoder\t| read\t| of\t| wrong\t| median ms\t| p95 ms\t|")
	fmt.Fprintln(t.rows, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	return t
}

func (t *table) flush() error { return t.rows.Flush() }

// add judges the results of a set.
func (t *table) add(s set, decoder string, results []result) {
	read, of, wrong := 0, 0, 0
	var times []time.Duration
	for i, r := range results {
		right, bad := judge(s.items[i].truth, r.symbols)
		read, wrong, of = read+right, wrong+bad, of+len(s.items[i].truth)
		times = append(times, r.took)
	}
	slices.Sort(times)
	at := func(part int) float64 {
		if len(times) == 0 {
			return 0
		}
		return float64(times[min(len(times)*part/100, len(times)-1)]) / float64(time.Millisecond)
	}
	fmt.Fprintf(t.rows, "| %s\t| %s\t| %d\t| %d\t| %d\t| %.2f\t| %.2f\t|\n", s.name, decoder, read, of, wrong, at(50), at(95))
}

// judge counts the truths that were read and the symbols that are none. A text
// read twice counts once, and UPC-A is EAN-13 with a leading zero.
func judge(truth, symbols []string) (right, wrong int) {
	var got []string
	for _, s := range symbols {
		s = plain(s)
		if slices.Contains(got, s) {
			continue
		}
		got = append(got, s)
		if slices.ContainsFunc(truth, func(t string) bool { return plain(t) == s }) {
			right++
		} else {
			wrong++
		}
	}
	return right, wrong
}

func plain(symbol string) string {
	if digits, ok := strings.CutPrefix(symbol, "UPC_A "); ok && len(digits) == 12 {
		return "EAN_13 0" + digits
	}
	return symbol
}

// explain lists the pictures that were missed, and what was wrong.
func (t *table) explain(s set, results []result) {
	for i, r := range results {
		right, wrong := judge(s.items[i].truth, r.symbols)
		if right < len(s.items[i].truth) || wrong > 0 {
			fmt.Fprintf(t.out, "%s: %s: read %q of %q in %v\n", s.name, s.items[i].path, r.symbols, s.items[i].truth, r.took)
		}
	}
}
