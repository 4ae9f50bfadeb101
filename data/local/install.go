package local

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// PartPath is where a snapshot is kept while it comes down, over restarts too. The
// name says which it is; parts of others are removed.
func (s *Store) PartPath(name string) string {
	path := filepath.Join(s.dir, "snapshot-"+filepath.Base(name)+".part")
	others, _ := filepath.Glob(filepath.Join(s.dir, "snapshot-*.part")) // the pattern is right
	for _, other := range others {
		if other != path {
			_ = os.Remove(other) // it only takes room
		}
	}
	return path
}

// Install takes a file that the server built as the new base.db, whole, and folds
// the outbox over it. path is in the store's folder and belongs to the store from
// here on. A file that will not do is removed, and the old base stays: snapshot.bad.
//
// Where the server was restored since (another epoch) the operations that it
// answered within a month go up once more.
func (s *Store) Install(ctx context.Context, path, epoch string) error {
	s.mu.Lock()
	kinds, err := s.install(ctx, path, epoch)
	s.mu.Unlock()
	if err != nil {
		_ = os.Remove(path) // nothing of it is of use
		return fmt.Errorf("take the snapshot: %w", storage(err))
	}
	s.watch.tell(kinds)
	s.indexBehind()
	return nil
}

func (s *Store) install(ctx context.Context, path, epoch string) (map[model.Kind]bool, error) {
	was, err := readMeta(ctx, s.base, "meta")
	if err != nil {
		return nil, err
	}
	old := *s.file.Load()
	next := baseFile{generation: old.generation + 1}
	next.path = filepath.Join(s.dir, "base-"+strconv.FormatInt(next.generation, 10)+".db")
	db, err := adopt(ctx, path, next.path, epoch)
	if err != nil {
		return nil, err
	}
	// Before the file is in force: who reads its rows needs its shapes.
	packing, err := s.layoutOf(ctx, db, next.generation)
	if err != nil {
		_ = db.Close()
		dropBase(next.path)
		return nil, err
	}
	// First own.db: killed in between, the operations go up once too often, which the
	// server recognises.
	if _, err := s.ownTx(ctx, func(tx *ownTx) error { return tx.lives(ctx, was.Epoch, epoch) }); err != nil {
		_ = db.Close()
		dropBase(next.path)
		return nil, err
	}
	oldBase := s.base
	s.base, s.packing = db, packing
	s.file.Store(&next)
	_ = oldBase.Close() // nothing of it is needed any more
	if err := s.indexForOutbox(ctx); err != nil {
		s.log.Error("index the base", "why", err) // it is only slow without
	}
	s.policies.forget()
	s.stale = true
	kinds, err := s.ownTx(context.WithoutCancel(ctx), func(tx *ownTx) error { return tx.forget(ctx) })
	if err != nil {
		return nil, err
	}
	dropBase(old.path)
	for _, t := range schema.Tables {
		kinds[t.Kind] = true
	}
	return kinds, nil
}

// indexForOutbox makes the indexes of ids at once where operations are to be folded:
// each looks for records by their ids. Else they are made behind.
func (s *Store) indexForOutbox(ctx context.Context) error {
	live := false
	err := s.own.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN ('pending', 'acked'))").Scan(&live)
	if err != nil || !live {
		return err
	}
	for _, t := range schema.Tables {
		if _, err := s.base.ExecContext(ctx, t.ShortIndex()); err != nil {
			return err
		}
	}
	return nil
}

// adopt checks a file and gives it its name. The bytes are those that the server
// made, their hash was checked; here it is asked whether they are of use.
func adopt(ctx context.Context, path, name, epoch string) (*sql.DB, error) {
	if err := looksRight(ctx, path, epoch); err != nil {
		return nil, err
	}
	// Not flushed here: that takes as long as the download. It is flushed behind, and
	// a file that a loss of power left torn is found by the check after it.
	dropBase(name)
	if err := os.Rename(path, name); err != nil {
		return nil, err
	}
	if err := syncDir(filepath.Dir(name)); err != nil {
		return nil, err
	}
	db := connect(name, 1, basePragmas)
	if err := db.PingContext(ctx); err != nil { // it begins its log before anybody reads it
		_ = db.Close()
		dropBase(name)
		return nil, err
	}
	return db, nil
}

func looksRight(ctx context.Context, path, epoch string) error {
	bad := func(why string, err error) error {
		return fmt.Errorf("%w: %s: %w", model.Fail("snapshot.bad"), why, err)
	}
	db := connect(path, 1, []string{"query_only(1)", "locking_mode(EXCLUSIVE)"})
	defer db.Close()
	version := ""
	if err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'schema'").Scan(&version); err != nil {
		return bad("no layout", err)
	}
	m, err := readMeta(ctx, db, "meta")
	switch {
	case err != nil:
		return bad("no cursor", err)
	case version != schema.BaseVersion() || m.Epoch == "" || m.Epoch != epoch || len(m.Cursor) == 0:
		return bad("layout "+version+", epoch "+m.Epoch, errNotOurs)
	}
	var pages, size int64
	if err := db.QueryRowContext(ctx, "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size").Scan(&pages, &size); err != nil {
		return bad("no pages", err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != pages*size {
		return bad("not whole", errNotOurs)
	}
	return nil
}

var errNotOurs = fmt.Errorf("not a base of this program")

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
