package local

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

func TestAKilledProcessLosesNothingThatItHadSaid(t *testing.T) {
	if dir := os.Getenv("LOCAL_TEST_DIR"); dir != "" {
		recordForEver(t, dir)
		return
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestAKilledProcessLosesNothingThatItHadSaid$")
	child.Env = append(os.Environ(), "LOCAL_TEST_DIR="+dir)
	out, err := child.StdoutPipe()
	no(t, err)
	no(t, child.Start())
	timer := time.AfterFunc(20*time.Second, func() { _ = child.Process.Kill() })
	defer timer.Stop()
	said := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "made %d", &said); err == nil && said == 40 {
			_ = child.Process.Kill()
		}
	}
	_ = child.Wait() // killed
	s := open(t, dir)
	c, err := s.Counts(ctx)
	no(t, err)
	if r := s.Report(); said < 40 || c.MadeSeq < int64(said) || int64(c.Pending) != c.MadeSeq || r.BaseRebuilt || r.OwnBroken != "" {
		t.Errorf("said %d, found %+v, %+v", said, c, r)
	}
	if got := taskState(t, s); got != work.Started {
		t.Errorf("the task is %s", got)
	}
}

func recordForEver(t *testing.T, dir string) {
	s := open(t, dir)
	page(t, s, 1, town()...)
	for {
		fmt.Println("made", record(t, s, moved(work.Started)).DevSeq)
	}
}

// overwrite writes nonsense over a part of a file, from a share of its length on.
func overwrite(t *testing.T, path string, from float64, n int) {
	t.Helper()
	data, err := os.ReadFile(path)
	no(t, err)
	at := int(from * float64(len(data)))
	copy(data[at:min(at+n, len(data))], bytes.Repeat([]byte{0xAA}, n))
	no(t, os.WriteFile(path, data, 0o600))
}

func TestACorruptBaseIsMadeAnewAndTheOutboxFoldsOverTheNextPull(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string){
		"no database": func(t *testing.T, p string) {
			no(t, os.WriteFile(p, []byte("this is no database at all, not one page"), 0o600))
		},
		"a bad header": func(t *testing.T, p string) { overwrite(t, p, 0, 100) },
		"bad pages":    func(t *testing.T, p string) { overwrite(t, p, 0.1, 1<<20) },
		"another layout": func(t *testing.T, p string) {
			db := connect(p, 1, basePragmas)
			_, err := db.Exec("UPDATE meta SET value = '0.0' WHERE key = 'schema'")
			no(t, err)
			no(t, db.Close())
		},
	} {
		dir := t.TempDir()
		s := mustOpen(t, dir)
		page(t, s, 1, town()...)
		record(t, s, moved(work.Started))
		no(t, s.closeFiles()) // not closed cleanly
		spoil(t, filepath.Join(dir, "base.db"))
		s = open(t, dir)
		if r := s.Report(); !r.BaseRebuilt || r.OwnBroken != "" {
			t.Errorf("%s: %+v", name, r)
		}
		if epoch, cursor, err := s.Cursor(ctx); epoch != "" || len(cursor) != 0 || err != nil {
			t.Errorf("%s: cursor %q %v %v", name, epoch, cursor, err)
		}
		page(t, s, 1, town()...)
		if got := taskState(t, s); got != work.Started {
			t.Errorf("%s: the task is %s", name, got)
		}
	}
}

func TestACorruptOwnIsKeptAsideAndItsOutboxSaved(t *testing.T) {
	const made = 60
	sound := t.TempDir()
	s := mustOpen(t, sound)
	page(t, s, 1, town()...)
	for range made {
		record(t, s, moved(work.Started))
	}
	raw, err := s.Pending(ctx, made)
	no(t, err)
	before := map[string]bool{}
	for _, r := range raw {
		before[string(r)] = true
	}
	no(t, s.closeFiles())
	for name, c := range map[string]struct {
		spoil func(t *testing.T, path string)
		least int
	}{
		"a bad header":  {func(t *testing.T, p string) { overwrite(t, p, 0, 100) }, made},
		"a bad schema":  {func(t *testing.T, p string) { overwrite(t, p, 0, 4096) }, made},
		"a bad stretch": {func(t *testing.T, p string) { overwrite(t, p, 0.96, 8192) }, made / 2},
		"a bad tail":    {func(t *testing.T, p string) { overwrite(t, p, 0.98, 1<<20) }, made / 2},
	} {
		dir := t.TempDir()
		no(t, os.CopyFS(dir, os.DirFS(sound)))
		c.spoil(t, filepath.Join(dir, "own.db"))
		s := open(t, dir)
		r := s.Report()
		raw, err := s.Pending(ctx, made)
		no(t, err)
		if r.OwnBroken == "" || r.Saved < c.least || len(raw) != r.Saved {
			t.Errorf("%s: %+v, %d pending", name, r, len(raw))
		}
		for _, op := range raw {
			if !before[string(op)] {
				t.Errorf("%s: an operation was changed: %s", name, op)
			}
		}
		if _, err := os.Stat(r.OwnBroken); err != nil || !strings.Contains(r.OwnBroken, "own.broken-") {
			t.Errorf("%s: %v", name, err)
		}
		last := record(t, s, removed("1")) // work goes on
		if last.DevSeq <= int64(len(raw)) || last.Prev == "" {
			t.Errorf("%s: goes on with %d", name, last.DevSeq)
		}
	}
}

func TestACleanStartTrustsItsFilesAndAnUncleanOneLooks(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	page(t, s, 1, town()...)
	no(t, s.Close())
	if _, err := os.Stat(s.markPath()); err == nil {
		t.Error("still marked as open")
	}
	s = open(t, dir)
	if r := s.Report(); r != (OpenReport{}) {
		t.Errorf("%+v", r)
	}
	if n, err := s.Count(ctx, model.KindSeal, "1 = 1"); n != 3 {
		t.Error(n, err)
	}
	if _, err := os.Stat(s.markPath()); err != nil {
		t.Error("not marked as open:", err)
	}
}

func TestOverlayTablesOfAnotherLayoutAreMadeAnew(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	page(t, s, 1, town()...)
	op := record(t, s, moved(work.Started))
	no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: op.OpId, Status: wire.Held}}, 0))
	_, err := s.own.Exec("UPDATE setting SET value = '0' WHERE key = 'local.schema'")
	no(t, err)
	no(t, s.Close())
	db := connect(filepath.Join(dir, "own.db"), 1, ownPragmas)
	_, err = db.Exec("ALTER TABLE o_rec_task RENAME COLUMN kind TO sort")
	no(t, err)
	no(t, db.Close())
	s = open(t, dir)
	if got := taskState(t, s); got != work.Started {
		t.Errorf("the task is %s", got)
	}
}
