package ui

// Sorted shows which column the rows are ordered by, -1 for none, where a query and
// not the table orders them.
func (t *Table) Sorted(column int, down bool) {
	t.sorted, t.down = column, down
	t.showHead()
}
