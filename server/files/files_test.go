package files

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

func open(t *testing.T) *Service {
	t.Helper()
	dir := t.TempDir()
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	folder, err := NewFolder(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	return New(folder, st, time.Now)
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// onDisk lists what lies in the folder, temporary files too.
func (s *Service) onDisk(t *testing.T) (names []string) {
	t.Helper()
	err := filepath.WalkDir(s.blobs.(Folder).dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

var someone = people.User{ID: "u", Roles: []people.Role{people.Inspector}, Stations: []string{"a"}}

func TestPut_NothingStaysOfABodyThatWillNotDo(t *testing.T) {
	s := open(t)
	body := []byte("picture")
	cases := map[string]struct {
		body io.Reader
		code string
	}{
		"other bytes": {strings.NewReader("something else"), "file.hash_differs"},
		"empty":       {strings.NewReader(""), "file.empty"},
		"broken off":  {io.MultiReader(bytes.NewReader(body[:3]), iotest.ErrReader(io.ErrUnexpectedEOF)), "request.malformed"},
	}
	for name, c := range cases {
		var e *model.Error
		if _, err := s.Put(t.Context(), someone, hashOf(body), "image/jpeg", c.body); !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if left := s.onDisk(t); len(left) != 0 {
			t.Errorf("%s: left on disk: %v", name, left)
		}
	}
}

func TestPut_ManyAtOnceLeaveOneWholeFile(t *testing.T) {
	s := open(t)
	body := make([]byte, 1<<20)
	if _, err := rand.Read(body); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if n, err := s.Put(t.Context(), someone, hashOf(body), "image/jpeg", bytes.NewReader(body)); err != nil || n != int64(len(body)) {
				t.Errorf("%d %v", n, err)
			}
		})
	}
	group.Wait()
	if names := s.onDisk(t); len(names) != 1 || names[0] != hashOf(body) {
		t.Errorf("on disk: %v", names)
	}
	if got, err := os.ReadFile(s.blobs.(Folder).path(nameOf(hashOf(body)))); err != nil || !bytes.Equal(got, body) {
		t.Errorf("not the bytes that were sent: %v", err)
	}
}

func TestFull_IsAProblemThatWaits(t *testing.T) {
	var e *model.Error
	if err := full(fmt.Errorf("write: %w", syscall.ENOSPC)); !errors.As(err, &e) || e.Code != "storage.full" {
		t.Errorf("%v", err)
	}
	if err := full(os.ErrPermission); errors.As(err, &e) && e.Code == "storage.full" && errors.Is(err, os.ErrPermission) {
		t.Errorf("%v", err)
	}
}
