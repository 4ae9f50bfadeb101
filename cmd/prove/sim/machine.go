package sim

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"dianqin/data/model"
	"dianqin/server"
	"dianqin/server/store"
)

// World is what a schedule happens to.
type World struct {
	template *Template
	dir      string
	now      time.Time
	server   *machine
	phones   []*phone
	truth    *truth
	kept     *backup
	late     []request
	mutant   Mutant
	copies   int   // folders made
	ops      int   // operations made
	failed   error // the first invariant that broke inside a request
}

// machine is the server's process: all that is lost when it dies.
type machine struct {
	dir string
	s   *server.Server
	st  *store.Store // a second opening of the same file, for the office and for checks
}

// backup is a copy of the server's files with what was true then.
type backup struct {
	dir   string
	truth *truth
}

// open starts the server on its files.
func (w *World) open(ctx context.Context, dir string) (*machine, error) {
	c := server.Config{Data: dir, Listen: "127.0.0.1:0", Now: func() time.Time { return w.now }}
	c.Snapshots.MinRows = 1 // the world is small, and its phones take snapshots all the same
	s, err := server.Start(ctx, c)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, database(dir))
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &machine{dir: dir, s: s, st: st}, nil
}

func (m *machine) close() error { return errors.Join(m.st.Close(), m.s.Close()) }

// epoch names the life of the database.
func (m *machine) epoch(ctx context.Context) string {
	e, _ := m.st.Epoch(ctx) // it is read at opening and never fails
	return e
}

// fresh is the name of a folder that nobody has used.
func (w *World) fresh(what string) string {
	w.copies++
	return filepath.Join(w.dir, what+"-"+strconv.Itoa(w.copies))
}

// die ends the server where it stands and starts it from its files as they are.
func (w *World) die(ctx context.Context) error {
	old, dir := w.server, w.fresh("server")
	if err := copyDir(old.dir, dir); err != nil {
		return fmt.Errorf("take the server's files: %w", err)
	}
	if err := errors.Join(old.close(), os.RemoveAll(old.dir)); err != nil {
		return err
	}
	var err error
	w.server, err = w.open(ctx, dir)
	return err
}

// backUp keeps the server's files and what is true now.
func (w *World) backUp() error {
	if w.kept != nil {
		_ = os.RemoveAll(w.kept.dir)
	}
	w.kept = &backup{dir: w.fresh("backup"), truth: w.truth.clone()}
	return copyDir(w.server.dir, w.kept.dir)
}

// restore puts the kept files back: another epoch begins.
func (w *World) restore(ctx context.Context) error {
	if w.kept == nil {
		return nil
	}
	dir := w.fresh("server")
	if err := errors.Join(copyDir(w.kept.dir, dir), w.server.close(), os.RemoveAll(w.server.dir)); err != nil {
		return err
	}
	if err := newEpoch(ctx, dir, w.copies); err != nil {
		return err
	}
	w.truth = w.kept.truth.clone()
	var err error
	w.server, err = w.open(ctx, dir)
	return err
}

// forget lets the server forget the deletions that were there before, as it does after
// half a year. Ready files that have missed one stay where they are: nobody may be
// offered them. A phone whose base is not whole yet may hold what is forgotten here.
func (w *World) forget(ctx context.Context) error {
	for _, p := range w.phones {
		_, cursor, err := p.store.Cursor(ctx)
		if err != nil {
			return err
		}
		p.partly = p.partly || len(cursor) > 0 && !p.store.Whole(ctx)
	}
	return w.office(ctx, func(t *store.Tx) error {
		if err := t.MarkLanes(model.MillisOf(w.now)); err != nil {
			return err
		}
		_, err := t.ForgetDeletions(model.MillisOf(w.now))
		return err
	})
}

// office changes a record as an import would, in truth too.
func (w *World) office(ctx context.Context, change func(*store.Tx) error) error {
	return w.server.st.Write(ctx, func(t *store.Tx) error {
		t.By("office", model.MillisOf(w.now))
		return change(t)
	})
}
