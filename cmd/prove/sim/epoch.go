package sim

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strconv"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// newEpoch writes another epoch into a server's database, as a restore does.
func newEpoch(ctx context.Context, dir string, n int) error {
	return edit(ctx, filepath.Join(dir, "dianqin.db"), "UPDATE meta SET value = ? WHERE name = 'epoch'", "restored-"+strconv.Itoa(n))
}

// edit changes a database file that nobody has open, or spoils one on purpose.
func edit(ctx context.Context, path, text string, args ...any) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, text, args...)
	return errors.Join(err, db.Close())
}
