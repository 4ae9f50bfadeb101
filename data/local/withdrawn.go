package local

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"
)

// keepWithdrawn is how long the bytes of a withdrawn file stay for a person who wants
// them back.
const keepWithdrawn = 7 * 24 * time.Hour

// dropWithdrawn deletes the bytes that nobody is going to send: the server itself has
// every record that names them as withdrawn, for long enough.
func (s *Store) dropWithdrawn(ctx context.Context) error {
	var gone []string
	err := each(ctx, s.own, `SELECT sha256 FROM file WHERE done = 0 AND at < ?
		AND EXISTS (SELECT 1 FROM base.rec_file AS r WHERE r.sha256 = file.sha256)
		AND NOT EXISTS (SELECT 1 FROM base.rec_file AS r WHERE r.sha256 = file.sha256 AND coalesce(r.withdrawn, 0) = 0)
		AND NOT EXISTS (SELECT 1 FROM v_rec_file AS r WHERE r.sha256 = file.sha256 AND coalesce(r.withdrawn, 0) = 0)`,
		func(rows *sql.Rows) error {
			var sha256 string
			err := rows.Scan(&sha256)
			gone = append(gone, sha256)
			return err
		}, s.now().Add(-keepWithdrawn).UnixMilli())
	if err != nil {
		return fmt.Errorf("look for withdrawn files: %w", err)
	}
	for _, sha256 := range gone {
		if err := os.Remove(s.filePath(sha256)); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("drop withdrawn file: %w", err)
		}
		if _, err := s.own.ExecContext(ctx, "DELETE FROM file WHERE sha256 = ?", sha256); err != nil {
			return fmt.Errorf("drop withdrawn file: %w", err)
		}
	}
	return nil
}
