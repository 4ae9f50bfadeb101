package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Options say what the store needs from outside. Zero values are the real clock
// and a log that is thrown away.
type Options struct {
	Now func() time.Time
	Log *slog.Logger

	// Committed is called after every commit to either file, nil: nobody. The proof
	// takes the files as they are then, as a phone would find them that died there.
	Committed func()
}

// OpenReport says what opening had to mend.
type OpenReport struct {
	BaseRebuilt bool   // base.db was set aside and made anew: everything has to be pulled
	BaseReason  string // why, for the log
	OwnBroken   string // where the own.db that would not open is kept, or empty
	Saved       int    // operations that were saved out of it
}

// Store is the two files and the folder of one device. It is safe for use by
// several goroutines; one process opens a folder at a time.
type Store struct {
	dir    string
	now    func() time.Time
	log    *slog.Logger
	report OpenReport

	committed func() // see Options

	mu    sync.Mutex // writers: one at a time over both files
	base  *sql.DB    // one connection, writes base.db
	own   *sql.DB    // one connection, writes own.db and reads the view
	reads *sql.DB    // several connections, read the view
	stale bool       // the base moved on and the overlay did not follow (under mu)

	file    atomic.Pointer[baseFile] // the base that is in force
	layouts layouts
	packing packing // how base.db is written (under mu)
	behind  behind

	policies policies
	watch    watchers
}

// Open opens the store in a folder and makes what is missing.
func Open(dir string, o Options) (*Store, error) {
	s := &Store{dir: dir, now: o.Now, log: o.Log, committed: o.Committed}
	if s.committed == nil {
		s.committed = func() {}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(s.filesDir(), 0o700); err != nil {
		return nil, fmt.Errorf("make folder: %w", storage(err))
	}
	clean, err := s.mark()
	if err != nil {
		return nil, err
	}
	s.dropParts()
	if err := s.openBoth(context.Background(), clean); err != nil {
		return nil, errors.Join(err, s.closeFiles())
	}
	if err := s.dropWithdrawn(context.Background()); err != nil {
		s.log.Warn("withdrawn files stay on the disk", "why", err)
	}
	return s, nil
}

func (s *Store) openBoth(ctx context.Context, clean bool) error {
	if err := s.openBase(ctx, clean); err != nil {
		return err
	}
	if err := s.openOwn(ctx, clean); err != nil {
		return err
	}
	s.reads = s.connectView(4)
	// The last process may have been killed between a page and the refold after it.
	if _, err := s.ownTx(ctx, func(tx *ownTx) error { return tx.settle(ctx) }); err != nil {
		return err
	}
	s.indexBehind()
	return nil
}

// Report says what Open had to mend.
func (s *Store) Report() OpenReport { return s.report }

// Close closes the files. What was committed is safe without it, too.
func (s *Store) Close() error {
	s.behind.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.closeFiles(); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	if err := os.Remove(s.markPath()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}

func (s *Store) closeFiles() error {
	var failed []error
	for _, db := range []*sql.DB{s.reads, s.own, s.base} {
		if db != nil {
			failed = append(failed, db.Close())
		}
	}
	return errors.Join(failed...)
}

func (s *Store) basePath() string { return s.file.Load().path }
func (s *Store) ownPath() string  { return filepath.Join(s.dir, "own.db") }
func (s *Store) filesDir() string { return filepath.Join(s.dir, "files") }

// markPath is a file that is there while the store is open: found at opening, it
// says that the last process died and that the files want a check.
func (s *Store) markPath() string { return filepath.Join(s.dir, "open") }

func (s *Store) mark() (clean bool, err error) {
	_, err = os.Stat(s.markPath())
	clean = errors.Is(err, os.ErrNotExist)
	if err := os.WriteFile(s.markPath(), nil, 0o600); err != nil {
		return false, fmt.Errorf("mark as open: %w", storage(err))
	}
	return clean, nil
}
