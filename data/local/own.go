package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"dianqin/data/schema"
)

// ownDDL is own.db without the overlay. In outbox, send says that the server has
// not answered (or was restored since), state whether the view folds it:
// pending, acked (yes), done, out (no); lanes is the seq that each lane must have
// reached before an acknowledged one may go.
var ownDDL = []string{
	"CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
	`CREATE TABLE IF NOT EXISTS outbox (dev_seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL UNIQUE, raw TEXT NOT NULL,
		send INTEGER NOT NULL DEFAULT 1, state TEXT NOT NULL DEFAULT 'pending', lanes TEXT NOT NULL DEFAULT '{}',
		answered_at INTEGER NOT NULL DEFAULT 0)`,
	"CREATE INDEX IF NOT EXISTS outbox_send ON outbox (dev_seq) WHERE send = 1",
	"CREATE INDEX IF NOT EXISTS outbox_live ON outbox (dev_seq) WHERE state IN ('pending', 'acked')",
	`CREATE TABLE IF NOT EXISTS item (op_id TEXT PRIMARY KEY, status TEXT NOT NULL, answer TEXT NOT NULL,
		raw TEXT NOT NULL, at INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 0)`,
	`CREATE TABLE IF NOT EXISTS file (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, mime TEXT NOT NULL,
		name TEXT NOT NULL, at INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0)`,
	"CREATE TABLE IF NOT EXISTS draft (key TEXT PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL)",
}

// Settings that the store keeps for itself; their names cannot be those of a
// caller, who gets a prefix.
const (
	ownSchema = "local.schema"
	ownMade   = "local.made_seq"  // highest dev_seq ever given
	ownPrev   = "local.prev_hash" // hash of that operation
	ownHeld   = "local.held_seq"  // highest contiguous dev_seq that the server holds
	ownEpoch  = "local.epoch"     // the server's life that the answers here are of; base.db may be made anew
)

const callerPrefix = "app."

// openOwn opens own.db; one that will not open is kept aside and its outbox saved
// into a new one.
func (s *Store) openOwn(ctx context.Context, clean bool) error {
	why := s.tryOwn(ctx, clean)
	if why == nil {
		return nil
	}
	_ = s.own.Close() // it would not open; the file itself is kept
	s.own = nil
	s.log.Error("own.db would not open", "why", why)
	broken := s.ownPath()[:len(s.ownPath())-len(".db")] + ".broken-" + s.now().UTC().Format("20060102T150405.000") + ".db"
	if err := setAside(s.ownPath(), broken); err != nil {
		return fmt.Errorf("set own.db aside: %w", err)
	}
	s.report.OwnBroken = broken
	if err := s.tryOwn(ctx, true); err != nil {
		return fmt.Errorf("make own.db: %w", storage(err))
	}
	saved, err := s.salvage(ctx, broken)
	s.report.Saved = saved
	if err != nil {
		return fmt.Errorf("save the outbox of %s: %w", broken, err)
	}
	return nil
}

func (s *Store) tryOwn(ctx context.Context, clean bool) error {
	s.own = s.connectView(1)
	if !clean {
		if err := quickCheck(ctx, s.own); err != nil {
			return err
		}
	}
	return inTx(ctx, s.own, func(tx *sql.Tx) error {
		for _, text := range ownDDL {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return makeOverlay(ctx, tx)
	})
}

// makeOverlay makes the overlay's tables, anew where their layout has changed:
// they follow from base and outbox.
func makeOverlay(ctx context.Context, tx *sql.Tx) error {
	had, _, err := readSetting(ctx, tx, ownSchema)
	if err != nil {
		return err
	}
	now := strconv.Itoa(schema.Version)
	if had == now {
		return nil
	}
	for _, t := range schema.Tables {
		table, indexes := t.DDL("o_")
		for _, text := range append([]string{"DROP TABLE IF EXISTS main.o_" + t.Name(), table}, indexes...) {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
	}
	return writeSetting(ctx, tx, ownSchema, now)
}

// Setting returns a value kept by SetSetting.
func (s *Store) Setting(key string) (string, bool, error) {
	value, ok, err := readSetting(context.Background(), s.reads, callerPrefix+key)
	if err != nil {
		return "", false, fmt.Errorf("read setting %s: %w", key, err)
	}
	return value, ok, nil
}

// SetSetting keeps a value in own.db: who this device is, the session's tokens.
func (s *Store) SetSetting(key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := writeSetting(context.Background(), s.own, callerPrefix+key, value); err != nil {
		return fmt.Errorf("keep setting %s: %w", key, storage(err))
	}
	s.committed()
	return nil
}

func readSetting(ctx context.Context, q querier, key string) (string, bool, error) {
	var value string
	err := q.QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, err
}

func writeSetting(ctx context.Context, q execer, key, value string) error {
	_, err := q.ExecContext(ctx, "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", key, value)
	return err
}

func readNumber(ctx context.Context, q querier, key string) (int64, error) {
	text, ok, err := readSetting(ctx, q, key)
	if err != nil || !ok {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}
