package local

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
)

func TestAFileIsKeptUntilTheServerConfirmsIt(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	page(t, s, 1, town()...)
	f, err := s.KeepFile(ctx, strings.NewReader("\xff\xd8\xff\xe0 a picture"), 100)
	no(t, err)
	f.Name = "门.jpg"
	if f.Mime != "image/jpeg" || f.Bytes != 14 {
		t.Errorf("kept as %+v", f)
	}
	op := draft("file.declared", "t1", evidence.Declared{SHA256: f.SHA256, Bytes: f.Bytes, Mime: f.Mime, Name: f.Name, BoxID: "b1"})
	record(t, s, op, f)
	if err := s.DropFile(ctx, f.SHA256); err == nil {
		t.Fatal("dropped before the server had it")
	}
	no(t, s.Close())
	s = open(t, dir)
	queue, err := s.Files(ctx)
	no(t, err)
	if len(queue) != 1 || queue[0].NewFile != f {
		t.Fatalf("queue %+v, want %+v", queue, f)
	}
	no(t, s.FileDone(ctx, f.SHA256))
	if queue, _ = s.Files(ctx); len(queue) != 0 {
		t.Error("goes up twice")
	}
	if _, err := os.Stat(f.Path); err != nil {
		t.Error("confirmed bytes are a cache:", err)
	}
	no(t, s.DropFile(ctx, f.SHA256))
	if _, err := os.Stat(f.Path); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestWhatCannotBeKeptLeavesNoBytes(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	for name, c := range map[string]struct {
		code string
		try  func() error
	}{
		"too large": {"file.too_large", func() error { _, err := s.KeepFile(ctx, strings.NewReader("12345"), 4); return err }},
		"empty":     {"file.empty", func() error { _, err := s.KeepFile(ctx, strings.NewReader(""), 4); return err }},
		"full disk": {"storage.full", func() error { _, err := s.KeepFile(ctx, failing{syscall.ENOSPC}, 4); return err }},
		"gone":      {"", func() error { _, err := s.KeepFile(gone, strings.NewReader("1"), 4); return err }},
	} {
		err := c.try()
		var why *model.Error
		errors.As(err, &why)
		if err == nil || c.code != "" && (why == nil || why.Code != c.code) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	entries, err := os.ReadDir(filepath.Join(dir, "files"))
	no(t, err)
	if len(entries) != 0 {
		t.Errorf("left over: %v", entries)
	}
	if _, err := s.Record(ctx, moved(work.Started), key, NewFile{SHA256: strings.Repeat("0", 64)}); err == nil {
		t.Error("a file without bytes was queued")
	}
}

func TestExactlyTheLargestSizeIsKept(t *testing.T) {
	s := open(t, t.TempDir())
	if f, err := s.KeepFile(ctx, bytes.NewReader(make([]byte, 4096)), 4096); err != nil || f.Bytes != 4096 {
		t.Error(f, err)
	}
}

func TestAFullDiskIsSaidSoAndTheOperationIsNotHalfThere(t *testing.T) {
	s := opened(t)
	record(t, s, moved(work.Started))
	if _, err := s.own.Exec("PRAGMA max_page_count = 1"); err != nil { // SQLite takes its present size for the least
		t.Fatal(err)
	}
	var why *model.Error
	for i := 0; why == nil; i++ {
		if i > 500 {
			t.Fatal("the disk never filled")
		}
		_, err := s.Record(ctx, removed("1"), key)
		if err != nil && (!errors.As(err, &why) || why.Code != "storage.full") {
			t.Fatal(err)
		}
	}
	c, err := s.Counts(ctx)
	no(t, err)
	if int64(c.Pending) != c.MadeSeq {
		t.Errorf("got %+v", c)
	}
}

func TestDraftsSurvive(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	no(t, s.SaveDraft(ctx, "sheet/t1", map[string]int{"a": 1}))
	no(t, s.SaveDraft(ctx, "sheet/t1", map[string]int{"a": 2}))
	no(t, s.Close())
	s = open(t, dir)
	var got map[string]int
	if ok, err := s.Draft(ctx, "sheet/t1", &got); !ok || err != nil || got["a"] != 2 {
		t.Error(ok, err, got)
	}
	no(t, s.DropDraft(ctx, "sheet/t1"))
	if ok, err := s.Draft(ctx, "sheet/t1", &got); ok || err != nil {
		t.Error(ok, err)
	}
}
