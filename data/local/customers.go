package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/schema"
)

// CustomerFilter says which customers are asked for; zero members let all through.
type CustomerFilter struct {
	Class   customer.Class
	AreaID  string
	IDs     []string     // only these, at most a few hundred
	Debtors bool         // only who owes
	Due     model.Millis // bills that fell due before this moment are owed
}

// CustomerOrder is how a list of customers is ordered.
type CustomerOrder string

// The orders. By what is owed the largest debt comes first.
const (
	ByNumber CustomerOrder = "number"
	ByName   CustomerOrder = "name"
	ByDebt   CustomerOrder = "debt"
	ByAge    CustomerOrder = "age" // of the oldest open bill
)

// Debtor is a customer with what is owed.
type Debtor struct {
	Customer customer.Customer
	Owed     model.Fen
	Bills    int
	Oldest   model.Millis // when the oldest open bill fell due; 0 where nothing is owed
}

// debts is what each customer owes, out of the index of open bills; its arguments
// are the moment, twice. The + keeps it from the index of due_at, in which nearly
// every bill is.
const debts = "WITH d AS MATERIALIZED (SELECT customer_id, sum(amount - paid) AS owed, count(*) AS bills, min(due_at) AS oldest FROM (" +
	"SELECT customer_id, amount, paid, due_at FROM base.rec_bill AS b WHERE paid < amount AND +due_at < ? " +
	"AND NOT EXISTS (SELECT 1 FROM main.o_rec_bill AS o WHERE o.id = b.id) UNION ALL " +
	"SELECT customer_id, amount, paid, due_at FROM main.o_rec_bill WHERE deleted = 0 AND paid < amount AND due_at < ?) GROUP BY customer_id) "

// Customers returns one page of the customers that fit.
func (s *Store) Customers(ctx context.Context, f CustomerFilter, by CustomerOrder, down bool, limit, offset int) ([]Debtor, error) {
	ids, _, err := s.order(ctx, f, by, down, limit, offset)
	if err != nil {
		return nil, err
	}
	return s.CustomersOf(ctx, ids, f.Due)
}

// CustomerIDs orders all customers that fit, and adds up what they owe where only
// debtors are asked for. To add up and to order debtors for each page takes longer
// than to keep who they are.
func (s *Store) CustomerIDs(ctx context.Context, f CustomerFilter, by CustomerOrder, down bool) (ids []string, owed model.Fen, err error) {
	const all = -1
	return s.order(ctx, f, by, down, all, 0)
}

func (s *Store) order(ctx context.Context, f CustomerFilter, by CustomerOrder, down bool, limit, offset int) (ids []string, owed model.Fen, err error) {
	byDebt := by == ByDebt || by == ByAge
	with, from, args := f.clauses(byDebt)
	order := map[CustomerOrder]string{ByName: "name", ByDebt: "owed", ByAge: "age"}[by]
	if order == "" {
		order = "number"
	}
	if down != byDebt {
		order += " DESC"
	}
	if by != ByNumber && by != "" { // numbers differ; of the rest the number decides
		order += ", number"
	}
	// Not a query around the two arms: so SQLite takes them in turn along their indexes,
	// where it has those.
	err = each(ctx, s.reads, with+from+" ORDER BY "+order+" LIMIT ? OFFSET ?", func(rows *sql.Rows) error {
		var id, number, name, age any
		var one model.Fen
		err := rows.Scan(&id, &number, &name, &one, &age)
		ids = append(ids, plain(id))
		owed += one
		return err
	}, append(args, limit, offset)...)
	if err != nil {
		return nil, 0, fmt.Errorf("list customers: %w", err)
	}
	return ids, owed, nil
}

// CountCustomers counts the customers that fit.
func (s *Store) CountCustomers(ctx context.Context, f CustomerFilter) (n int, err error) {
	with, from, args := f.clauses(false)
	if err := s.reads.QueryRowContext(ctx, with+"SELECT count(*) FROM ("+from+")", args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count customers: %w", err)
	}
	return n, nil
}

// clauses are what a query begins with and what it reads from: the base and the
// overlay apart, each through its own indexes. What is owed is joined only where it
// is asked for, and the few debtors lead, not the many customers.
func (f CustomerFilter) clauses(byDebt bool) (with, from string, args []any) {
	owed, join, side := "0 AS owed, 0 AS age", "", ""
	if f.Debtors || byDebt {
		with, args = debts, []any{int64(f.Due), int64(f.Due)}
		owed = "coalesce(d.owed, 0) AS owed, -coalesce(d.oldest, 9e15) AS age"
		side = "d JOIN "
		join = " ON " + sameID("c.id", "d.customer_id")
		if !f.Debtors {
			side, join = "", " LEFT JOIN d"+join
		}
	}
	terms, values := f.terms()
	arm := func(table, only string) string {
		return "SELECT c.id AS id, c.number AS number, c.name AS name, " + owed + " FROM " + side + table + " AS c" + join + " WHERE " + only + terms
	}
	from = arm("base.rec_customer", "NOT EXISTS (SELECT 1 FROM main.o_rec_customer AS o WHERE o.id = c.id)") +
		" UNION ALL " + arm("main.o_rec_customer", "c.deleted = 0")
	return with, from, append(append(args, values...), values...)
}

func (f CustomerFilter) terms() (terms string, values []any) {
	if f.Class != "" {
		terms, values = terms+" AND c.class = ?", append(values, string(f.Class))
	}
	if f.AreaID != "" {
		terms, values = terms+" AND c.area_id = ?", append(values, schema.Key(f.AreaID))
	}
	if f.IDs != nil {
		terms += " AND " + schema.Short("c.id") + " IN (SELECT " + schema.ShortOfValue + " FROM json_each(?)) AND c.id " + Among
		values = append(values, list(f.IDs), list(f.IDs))
	}
	return terms, values
}

// CustomersOf reads the customers of one page, in its order, and what they owe of
// bills that fell due before a moment.
func (s *Store) CustomersOf(ctx context.Context, ids []string, due model.Millis) ([]Debtor, error) {
	some, err := find[customer.Customer](ctx, s.view(), model.KindCustomer, WithIDs, list(ids))
	if err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	at := map[string]int{}
	for i, id := range ids {
		at[id] = i
	}
	page := make([]Debtor, len(ids))
	for _, c := range some {
		page[at[c.ID]].Customer = c
	}
	if err := s.addDebts(ctx, page, due); err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	return page, nil
}

// list is values as a JSON array, for json_each.
func list[T any](texts []T) string {
	raw, err := json.Marshal(texts)
	if err != nil { // texts always encode
		return "[]"
	}
	return string(raw)
}

// addDebts fills in what the customers of one page owe.
func (s *Store) addDebts(ctx context.Context, page []Debtor, due model.Millis) error {
	at := map[string]int{}
	ids := make([]string, len(page))
	for i, d := range page {
		ids[i], at[d.Customer.ID] = d.Customer.ID, i
	}
	return each(ctx, s.reads, "SELECT customer_id, sum(amount - paid), count(*), min(due_at) FROM v_rec_bill "+
		"WHERE customer_id "+Among+" AND paid < amount AND due_at < ? GROUP BY customer_id", func(rows *sql.Rows) error {
		var id any
		var d Debtor
		if err := rows.Scan(&id, &d.Owed, &d.Bills, &d.Oldest); err != nil {
			return err
		}
		i := at[plain(id)]
		page[i].Owed, page[i].Bills, page[i].Oldest = d.Owed, d.Bills, d.Oldest
		return nil
	}, list(ids), int64(due))
}
