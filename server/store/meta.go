package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
)

// Epoch names this life of the database: drawn at its first start. A cursor of
// another epoch counts something else.
func (s *Store) Epoch(context.Context) (string, error) { return s.epoch, nil }

// Secret returns the 32 random bytes of a name; they are made when first asked
// for and the same on every node.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	var text string
	err := s.Write(ctx, func(t *Tx) error {
		if err := t.lockName("secret:" + name); err != nil {
			return err
		}
		var err error
		text, err = t.metaOrNew("secret:"+name, 32)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("secret %s: %w", name, err)
	}
	return hex.DecodeString(text)
}

// Empty says whether there is no record yet.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	empty := false
	err := s.Read(ctx, func(t *Tx) error {
		var n int
		found, err := t.one([]any{&n}, "SELECT 1 FROM feed LIMIT 1")
		empty = !found
		return err
	})
	return empty, err
}

// metaOrNew reads a value of the table meta, drawing random bytes where it has none.
func (t *Tx) metaOrNew(name string, bytes int) (string, error) {
	raw := make([]byte, bytes)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	if _, err := t.exec("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, hex.EncodeToString(raw)); err != nil {
		return "", err
	}
	var value string
	_, err := t.one([]any{&value}, "SELECT value FROM meta WHERE name = $1", name)
	return value, err
}
