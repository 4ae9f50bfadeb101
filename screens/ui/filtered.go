package ui

import (
	"slices"
	"strings"
)

// Filtered is Rows with those left out that a search does not match, in an
// order of its own. It works on what is in memory; a list of the whole region
// is filtered and sorted by its query instead.
type Filtered struct {
	all     Rows
	columns int
	order   []int // rows of all, as shown
}

// NewFiltered shows all rows of a number of columns in their order.
func NewFiltered(all Rows, columns int) *Filtered {
	f := &Filtered{all: all, columns: columns}
	f.Filter("")
	return f
}

// Len implements Rows.
func (f *Filtered) Len() int { return len(f.order) }

// Cell implements Rows.
func (f *Filtered) Cell(row, column int) Cell { return f.all.Cell(f.order[row], column) }

// Source is the row of the whole that is shown in a row.
func (f *Filtered) Source(row int) int { return f.order[row] }

// Filter keeps the rows in which every word of the search is found in some
// cell, whatever its case and spaces; an empty search keeps all. The order is
// that of the whole again.
func (f *Filtered) Filter(search string) {
	words := strings.Fields(strings.ToLower(search))
	f.order = f.order[:0]
	for i := range f.all.Len() {
		if f.matches(i, words) {
			f.order = append(f.order, i)
		}
	}
}

func (f *Filtered) matches(row int, words []string) bool {
	for _, w := range words {
		found := false
		for c := range f.columns {
			text := strings.ToLower(f.text(row, c))
			if strings.Contains(text, w) || strings.Contains(strings.ReplaceAll(text, " ", ""), w) {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// Sort orders by the text of a column, equal ones as they were.
func (f *Filtered) Sort(column int, down bool) {
	slices.SortStableFunc(f.order, func(a, b int) int {
		c := compareTexts(f.text(a, column), f.text(b, column))
		if down {
			return -c
		}
		return c
	})
}

func (f *Filtered) text(row, column int) string {
	c := f.all.Cell(row, column)
	if c.Text == "" {
		return c.State.Word
	}
	return c.Text
}

// compareTexts orders runs of digits by their value, so that 9 comes before 10.
func compareTexts(a, b string) int {
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x == "" || y == "" {
			if a[0] != b[0] {
				return strings.Compare(a, b)
			}
			a, b = a[1:], b[1:]
			continue
		}
		n, m := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
		if len(n) != len(m) {
			return len(n) - len(m)
		}
		if n != m {
			return strings.Compare(n, m)
		}
		a, b = a[len(x):], b[len(y):]
	}
	return len(a) - len(b)
}

// digits are the digits that s begins with.
func digits(s string) string {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i]
}
