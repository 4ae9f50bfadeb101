package local

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"dianqin/data/wire"
)

// savedOp is one row of an outbox that was read out of a broken file.
type savedOp struct {
	devSeq     int64
	opID, raw  string
	send       bool
	state      string
	lanes      string
	answeredAt int64
}

// salvage reads what can be read of a broken own.db into the new one: operations
// first, then settings, items, files and drafts. It returns how many operations
// were saved. Where the tables themselves cannot be read through, operations are
// looked for in the bytes of the file: the server recognises those that it has.
func (s *Store) salvage(ctx context.Context, broken string) (int, error) {
	db := connect(broken, 1, []string{"busy_timeout(2000)", "query_only(1)"})
	defer db.Close()
	ops, whole := readOutbox(ctx, db)
	if !whole {
		for _, op := range carve(broken) {
			if _, known := ops[op.devSeq]; !known {
				ops[op.devSeq] = op
			}
		}
	}
	saved := 0
	_, err := s.ownTx(ctx, func(tx *ownTx) error {
		saved = 0
		for _, table := range savedTables {
			copyRows(ctx, db, tx, table, s)
		}
		for _, op := range ops {
			n, err := tx.save(ctx, op)
			if err != nil {
				return err
			}
			saved += n
		}
		return tx.endOfChain(ctx)
	})
	return saved, err
}

// savedTables are copied row by row as far as they can be read. What the store
// says of its own layout is not.
var savedTables = []struct{ name, columns string }{
	{"setting WHERE key <> '" + ownSchema + "'", "key, value"},
	{"item", "op_id, status, answer, raw, at, seen"},
	{"file", "sha256, bytes, mime, name, at, done"},
	{"draft", "key, body, at"},
}

// copyRows copies rows until one cannot be read, and says so in the log only:
// what is lost here does not stop what can be saved.
func copyRows(ctx context.Context, db *sql.DB, tx *ownTx, table struct{ name, columns string }, s *Store) {
	n := 1 + bytes.Count([]byte(table.columns), []byte(","))
	values, into := make([]any, n), make([]any, n)
	for i := range values {
		into[i] = &values[i]
	}
	name := table.name
	if i := bytes.IndexByte([]byte(name), ' '); i > 0 {
		name = name[:i]
	}
	text := "INSERT OR REPLACE INTO " + name + " (" + table.columns + ") VALUES (?" + string(bytes.Repeat([]byte(", ?"), n-1)) + ")"
	err := each(ctx, db, "SELECT "+table.columns+" FROM "+table.name, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, text, values...)
		return err
	})
	if err != nil {
		s.log.Error("a table of the broken own.db was not read to its end", "table", name, "why", err)
	}
}

// readOutbox reads the outbox from both ends, since a broken page in the middle
// stops a reader; whole says that it met none.
func readOutbox(ctx context.Context, db *sql.DB) (ops map[int64]savedOp, whole bool) {
	ops = map[int64]savedOp{}
	for _, order := range []string{"ASC", "DESC"} {
		err := each(ctx, db, "SELECT dev_seq, op_id, raw, send, state, lanes, answered_at FROM outbox ORDER BY dev_seq "+order, func(rows *sql.Rows) error {
			var op savedOp
			if err := rows.Scan(&op.devSeq, &op.opID, &op.raw, &op.send, &op.state, &op.lanes, &op.answeredAt); err != nil {
				return err
			}
			if readable(op) {
				ops[op.devSeq] = op
			}
			return nil
		})
		if err == nil {
			return ops, true
		}
	}
	return ops, false
}

func readable(op savedOp) bool {
	var parsed wire.Operation
	err := json.Unmarshal([]byte(op.raw), &parsed)
	return err == nil && parsed.DevSeq == op.devSeq && parsed.OpId == op.opID
}

// carve finds signed operations in the raw bytes of a database and its log. Their
// JSON is canonical, so it begins with the member that sorts first.
func carve(path string) []savedOp {
	var out []savedOp
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + end)
		if err != nil {
			continue // not there, or not to be read: nothing to be had
		}
		for {
			i := bytes.Index(data, []byte(`{"at":`))
			if i < 0 {
				break
			}
			data = data[i:]
			if op, ok := carveOne(data); ok {
				out = append(out, op)
			}
			data = data[1:]
		}
	}
	return out
}

func carveOne(data []byte) (savedOp, bool) {
	var raw json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&raw); err != nil {
		return savedOp{}, false
	}
	var op wire.Operation
	if err := json.Unmarshal(raw, &op); err != nil {
		return savedOp{}, false
	}
	text, err := wire.Canonical(raw)
	if err != nil || !bytes.Equal(text, raw) || op.OpId == "" || op.DevSeq < 1 || op.Kind == "" || len(op.Sig) == 0 {
		return savedOp{}, false
	}
	return savedOp{devSeq: op.DevSeq, opID: op.OpId, raw: string(raw), send: true, state: "pending", lanes: "{}"}, true
}

// save puts a saved operation into the outbox; 0 where it is there already.
func (tx *ownTx) save(ctx context.Context, op savedOp) (int, error) {
	done, err := tx.ExecContext(ctx, `INSERT INTO outbox (dev_seq, op_id, raw, send, state, lanes, answered_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, op.devSeq, op.opID, op.raw, op.send, op.state, op.lanes, op.answeredAt)
	if err != nil {
		return 0, fmt.Errorf("save operation %s: %w", op.opID, err)
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// endOfChain takes the end of the chain from the operations where the setting was
// lost or is older than they are.
func (tx *ownTx) endOfChain(ctx context.Context) error {
	var last int64
	var raw string
	err := tx.QueryRowContext(ctx, "SELECT dev_seq, raw FROM outbox ORDER BY dev_seq DESC LIMIT 1").Scan(&last, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	made, err := readNumber(ctx, tx, ownMade)
	if err == nil && made >= last {
		return nil
	}
	hash, err := wire.Hash([]byte(raw))
	if err != nil {
		return err
	}
	return tx.remember(ctx, last, hash)
}
