package local

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// FileTotals is how many files were made here, and how many of these the server has
// and found their hash right.
type FileTotals struct {
	Made, Confirmed           int
	MadeBytes, ConfirmedBytes int64
}

// FileTotals counts files. What was dropped after it was confirmed still counts, what
// was withdrawn before it was sent does not.
func (s *Store) FileTotals(ctx context.Context) (FileTotals, error) {
	var t FileTotals
	err := s.reads.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(done), 0), coalesce(sum(bytes), 0), coalesce(sum(bytes * done), 0) FROM file WHERE done = 1 OR `+waiting).
		Scan(&t.Made, &t.Confirmed, &t.MadeBytes, &t.ConfirmedBytes)
	if err != nil {
		return t, fmt.Errorf("count files: %w", err)
	}
	return t, nil
}

// DiskBytes is how much room the data takes: the databases and the files.
func (s *Store) DiskBytes() (int64, error) {
	total := int64(0)
	err := filepath.WalkDir(s.dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // what vanishes meanwhile takes no room
		}
		if info, err := d.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("measure the data: %w", err)
	}
	return total, nil
}

// ItemBack puts an item onto the list again that was put away.
func (s *Store) ItemBack(ctx context.Context, opID string) error {
	err := s.change(ctx, func(tx *ownTx) error {
		_, err := tx.ExecContext(ctx, "UPDATE item SET seen = 0 WHERE op_id = ?", opID)
		return err
	})
	if err != nil {
		return fmt.Errorf("item %s: %w", opID, err)
	}
	return nil
}
