package local

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

// made is a base file as a server would build it: of a town in which a customer more
// lives, at seq 5 of an epoch.
func made(t *testing.T, epoch string) string {
	t.Helper()
	dir := t.TempDir()
	s := mustOpen(t, dir)
	rows := append(town(), row(model.KindCustomer, "c2", lS1, 1, customer.Customer{ID: "c2", StationID: "s1", Number: "3101000002", Name: "赵丽"}))
	last := end(len(rows), 5)
	last.Epoch = epoch
	no(t, s.ApplyPage(ctx, rows, last))
	late := []string{"rec_seal_box_id"}
	for _, t := range schema.Tables {
		if t.Many {
			late = append(late, t.Name()+"_short")
		}
	}
	for _, name := range late {
		_, err := s.base.Exec("DROP INDEX " + name)
		no(t, err)
	}
	no(t, s.Close())
	return filepath.Join(dir, "base.db")
}

// put copies a file to where a download of a store lies.
func put(t *testing.T, s *Store, from string) string {
	t.Helper()
	data, err := os.ReadFile(from)
	no(t, err)
	to := s.PartPath("x") + ".db"
	no(t, os.WriteFile(to, data, 0o600))
	return to
}

func TestInstall_TakesAFileAndFoldsTheOutboxOverIt(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	page(t, s, 1, town()...)
	passed, later := record(t, s, moved(work.Started)), record(t, s, removed("1"))
	no(t, s.Answer(ctx, []wire.OpAnswer{applied(passed, 4), applied(later, 9)}, 2))
	told := 0
	s.OnChange(func([]model.Kind) { told++ })
	no(t, s.Install(ctx, put(t, s, made(t, "e1")), "e1"))
	for range 2 { // after a restart as well
		epoch, cursor, err := s.Cursor(ctx)
		if epoch != "e1" || cursor["station:s1"] != 5 || err != nil {
			t.Errorf("cursor %q %v %v", epoch, cursor, err)
		}
		if got := names(t, s, "赵丽"); len(got) != 1 || got[0] != "customer c2" {
			t.Errorf("found %v", got)
		}
		if got := taskState(t, s); got != work.Todo { // the file has seen the first operation
			t.Errorf("the task is %s", got)
		}
		if n, err := s.Count(ctx, model.KindSeal, OnBox, "b1"); n != 2 || err != nil { // not yet the second
			t.Errorf("%d seals on the box, %v", n, err)
		}
		no(t, s.Close())
		if files, _ := filepath.Glob(filepath.Join(dir, "*.db")); len(files) != 2 {
			t.Errorf("files %v", files)
		}
		s = mustOpen(t, dir)
	}
	defer s.Close()
	s.behind.done.Wait()
	n := 0
	no(t, s.base.QueryRow("SELECT count(*) FROM sqlite_master WHERE name = 'rec_seal_box_id'").Scan(&n))
	if n != 1 || told == 0 || s.Report() != (OpenReport{}) {
		t.Errorf("%d indexes, told %d times, %+v", n, told, s.Report())
	}
	page(t, s, 6, row(model.KindCustomer, "c3", lS1, 1, customer.Customer{ID: "c3", Name: "陈文"})) // and the feed goes on
	if got := names(t, s, "陈文"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

func TestInstall_IDsAreIndexedBeforeAnybodyLooksForMany(t *testing.T) {
	shorts := func(s *Store) (names []string) {
		no(t, each(ctx, s.base, "SELECT tbl_name FROM sqlite_master WHERE name GLOB '*_short' AND tbl_name IN ('rec_seal', 'rec_meter') ORDER BY 1", func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		}))
		return names
	}
	put := func(s *Store) string { return put(t, s, made(t, "e1")) }
	idle, busy := opened(t), opened(t)
	record(t, busy, removed("1"))
	for name, c := range map[string]struct {
		s    *Store
		want []string
	}{"nothing to fold": {idle, nil}, "operations to fold": {busy, []string{"rec_meter", "rec_seal"}}} {
		_, err := c.s.install(ctx, put(c.s), "e1") // nothing is made behind it
		no(t, err)
		if got := shorts(c.s); !slices.Equal(got, c.want) {
			t.Errorf("%s: ids of %v have an index", name, got)
		}
	}
	page(t, idle, 6, row(model.KindSeal, "n3", lS1, 2, seal.Seal{ID: "n3", Number: "7000000003"}))
	if got := shorts(idle); !slices.Equal(got, []string{"rec_seal"}) {
		t.Errorf("after a page of seals ids of %v have an index", got)
	}
	if n, err := idle.Count(ctx, model.KindSeal, "1 = 1"); n != 3 || err != nil {
		t.Errorf("%d seals, %v", n, err)
	}
}

func TestInstall_WhatWillNotDoIsThrownAwayAndTheOldBaseStays(t *testing.T) {
	s := opened(t)
	good := made(t, "e1")
	for name, c := range map[string]struct {
		epoch string
		spoil func(path string)
	}{
		"of another epoch": {"e2", func(string) {}},
		"nonsense":         {"e1", func(p string) { no(t, os.WriteFile(p, []byte("this is no database at all, not one page"), 0o600)) }},
		"half of it":       {"e1", func(p string) { no(t, os.Truncate(p, 40<<10)) }},
		"nothing":          {"e1", func(p string) { no(t, os.Truncate(p, 0)) }},
		"of another layout": {"e1", func(p string) {
			db := connect(p, 1, []string{"journal_mode(DELETE)"})
			_, err := db.Exec("UPDATE meta SET value = '9.9' WHERE key = 'schema'")
			no(t, err)
			no(t, db.Close())
		}},
	} {
		path := put(t, s, good)
		c.spoil(path)
		if err := s.Install(ctx, path, c.epoch); err == nil {
			t.Errorf("%s was taken", name)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s still takes room", name)
		}
		if got := names(t, s, "王建国"); len(got) != 1 {
			t.Errorf("%s: the old base finds %v", name, got)
		}
	}
	if got := names(t, s, "赵丽"); got != nil {
		t.Errorf("found %v", got)
	}
}

func TestInstall_AfterARestoreTheServerGetsTheLastMonthAgain(t *testing.T) {
	s := opened(t)
	op := record(t, s, moved(work.Started))
	no(t, s.Answer(ctx, []wire.OpAnswer{applied(op, 1)}, 1))
	if ops, _ := s.Pending(ctx, 10); len(ops) != 0 {
		t.Fatal("not answered")
	}
	no(t, s.Install(ctx, put(t, s, made(t, "e1")), "e1"))
	if ops, _ := s.Pending(ctx, 10); len(ops) != 0 {
		t.Error("the same server gets what it has")
	}
	no(t, s.Install(ctx, put(t, s, made(t, "e2")), "e2"))
	if ops, _ := s.Pending(ctx, 10); len(ops) != 1 {
		t.Errorf("%d operations go up again", len(ops))
	}
}

func TestInstall_AFileThatWasPutInPlaceBeforeAKillIsGoneOnWith(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	page(t, s, 1, town()...)
	record(t, s, removed("1"))
	no(t, s.closeFiles()) // killed between the new name and the refold
	data, err := os.ReadFile(made(t, "e1"))
	no(t, err)
	no(t, os.WriteFile(filepath.Join(dir, "base-1.db"), data, 0o600))
	s = open(t, dir)
	if n, err := s.Count(ctx, model.KindSeal, OnBox, "b1"); n != 2 || err != nil {
		t.Errorf("%d seals on the box, %v", n, err)
	}
	if got := names(t, s, "赵丽"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "base.db")); err == nil {
		t.Error("the old base is still there")
	}
}

// A connection that was being made for the old file while it was replaced is made
// again, for the new one.
func TestInstall_WhoConnectsMeanwhileSeesTheNewOne(t *testing.T) {
	s := opened(t)
	file := put(t, s, made(t, "e1"))
	c := s.viewConnector()
	setup, asked := c.setup, 0
	c.setup = func() ([]string, int64) {
		statements, generation := setup()
		if asked++; asked == 1 { // between the name of the old file and its opening
			no(t, s.Install(ctx, file, "e1"))
		}
		return statements, generation
	}
	db := pool(c, 1)
	defer db.Close()
	found, err := find[customer.Customer](ctx, source{db, &s.layouts}, model.KindCustomer, "id = 'c2'")
	if err != nil || len(found) != 1 || found[0].Name != "赵丽" {
		t.Errorf("found %v, %v", found, err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "base.db*")); len(left) != 0 {
		t.Errorf("the old file is back: %v", left)
	}
	s.behind.end()
}

// Who sees the number of a file must be able to read its rows.
func TestInstall_AFileCountsWhenItsShapesAreKnown(t *testing.T) {
	s := opened(t)
	first := made(t, "e1")
	for range 5 {
		file, was := put(t, s, first), s.file.Load().generation
		known, watching := make(chan bool, 1), make(chan struct{})
		go func() {
			close(watching)
			now := was
			for now == was {
				now = s.file.Load().generation
			}
			s.layouts.mu.RLock()
			defer s.layouts.mu.RUnlock()
			known <- s.layouts.of[now] != nil
		}()
		<-watching
		no(t, s.Install(ctx, file, "e1"))
		if !<-known {
			t.Error("a file is in force whose shapes nobody knows")
		}
	}
	s.behind.end()
}

func TestInstall_WhoReadsMeanwhileSeesOneOrTheOther(t *testing.T) {
	s := opened(t)
	first := made(t, "e1")
	reading, stop := context.WithCancel(ctx)
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for reading.Err() == nil {
				found, err := Find[customer.Customer](ctx, s, model.KindCustomer, "1 = 1 ORDER BY id")
				if err != nil || len(found) == 0 || found[0].Name != "王建国" {
					t.Errorf("read %v, %v", found, err)
					return
				}
				if _, err := s.Search(ctx, "王", 5); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 5 {
		no(t, s.Install(ctx, put(t, s, first), "e1"))
		record(t, s, moved(work.Started))
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	readers.Wait()
	s.behind.end()
}
