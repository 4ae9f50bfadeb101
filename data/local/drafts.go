package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// SaveDraft keeps what a person has begun and not yet recorded, as JSON, under a
// key of the screen's choice.
func (s *Store) SaveDraft(ctx context.Context, key string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("save draft %s: %w", key, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.own.ExecContext(ctx, "INSERT OR REPLACE INTO draft (key, body, at) VALUES (?, ?, ?)", key, string(body), s.now().UnixMilli())
	if err != nil {
		return fmt.Errorf("save draft %s: %w", key, storage(err))
	}
	return nil
}

// Draft decodes a kept draft; false: there is none.
func (s *Store) Draft(ctx context.Context, key string, into any) (bool, error) {
	var body string
	err := s.reads.QueryRowContext(ctx, "SELECT body FROM draft WHERE key = ?", key).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), into)
	}
	if err != nil {
		return false, fmt.Errorf("read draft %s: %w", key, err)
	}
	return true, nil
}

// DropDraft forgets a draft.
func (s *Store) DropDraft(ctx context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.own.ExecContext(ctx, "DELETE FROM draft WHERE key = ?", key); err != nil {
		return fmt.Errorf("drop draft %s: %w", key, err)
	}
	return nil
}
