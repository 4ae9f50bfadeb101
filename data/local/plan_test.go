package local

import (
	"database/sql"
	"strings"
	"testing"

	"dianqin/data/schema"
)

// plan is what SQLite says of how it goes about a query.
func plan(t *testing.T, s *Store, text string, args ...any) string {
	t.Helper()
	var out []string
	no(t, each(ctx, s.reads, "EXPLAIN QUERY PLAN "+text, func(rows *sql.Rows) error {
		var id, parent, unused int
		var detail string
		err := rows.Scan(&id, &parent, &unused, &detail)
		out = append(out, detail)
		return err
	}, args...))
	return strings.Join(out, "\n")
}

func TestQueriesOfTheViewGoThroughTheIndexesOfBaseAndOverlay(t *testing.T) {
	s := opened(t)
	for name, q := range map[string]struct{ text, base, over string }{
		"one by id":     {"SELECT body FROM v_rec_seal WHERE " + byID, "rec_seal_short (<expr>=?)", "autoindex_o_rec_seal_1 (id=?)"},
		"some by id":    {"SELECT body FROM v_rec_seal WHERE " + WithIDs, "rec_seal_short (<expr>=?)", "autoindex_o_rec_seal_1 (id=?)"},
		"by number":     {"SELECT body FROM v_rec_seal WHERE number = ? ORDER BY id LIMIT 1", "rec_seal_number (number=?)", "o_rec_seal_number (number=?)"},
		"by reference":  {"SELECT body FROM v_rec_meter WHERE box_id = ?", "rec_meter_box_id (box_id=?)", "o_rec_meter_box_id (box_id=?)"},
		"by references": {"SELECT body FROM v_rec_meter_event WHERE meter_id " + Among, "rec_meter_event_meter_id (meter_id=?)", "o_rec_meter_event_meter_id (meter_id=?)"},
		"on a box":      {"SELECT body FROM v_rec_seal WHERE " + OnBox, "rec_seal_box_id (box_id=?)", "o_rec_seal_box_id (box_id=?)"},
		"by ending":     {"SELECT rowid FROM base.rec_seal WHERE " + schema.Tail("number") + " >= ? AND " + schema.Tail("number") + " < '5' LIMIT 20", "rec_seal_number_tail (<expr>>? AND <expr><?)", ""},
		"by head":       {"SELECT id FROM b_rec_seal WHERE number >= ? AND number < '71' LIMIT 20", "rec_seal_number (number>? AND number<?)", ""},
		"by words":      {"SELECT r.id FROM base.find_customer_title AS f CROSS JOIN b_rec_customer AS r ON r.rid = f.rowid WHERE find_customer_title MATCH ? LIMIT 20", "INTEGER PRIMARY KEY (rowid=?)", ""},
	} {
		p := plan(t, s, q.text, "1")
		if !strings.Contains(p, q.base) || !strings.Contains(p, q.over) || strings.Contains(p, "SCAN b") || strings.Contains(p, "SCAN o") {
			t.Errorf("%s:\n%s", name, p)
		}
	}
}
