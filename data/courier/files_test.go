package courier

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"dianqin/data/model"
)

type uploads struct {
	waiting []Upload
	mu      sync.Mutex
	sent    []string
}

func newUploads(t *testing.T, texts ...string) *uploads {
	t.Helper()
	u, dir := &uploads{}, t.TempDir()
	for i, text := range texts {
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		u.waiting = append(u.waiting, Upload{SHA256: hashOf([]byte(text)), Path: path, Mime: "image/jpeg", Bytes: int64(len(text))})
	}
	return u
}

func (u *uploads) Waiting(context.Context) ([]Upload, error) { return u.waiting, nil }

func (u *uploads) Confirmed(_ context.Context, sha256 string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.sent = append(u.sent, sha256)
	return nil
}

func TestSendFiles_StopsWhereTheOthersWouldFailToo(t *testing.T) {
	for _, code := range []string{"auth.expired", "device.revoked", "storage.full"} {
		var asked atomic.Int32
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			refuse(w, model.Fail(code))
		})
		u := newUploads(t, "a", "b", "c", "d", "e", "f", "g", "h")
		want(t, c.SendFiles(t.Context(), u), code)
		if n := asked.Load(); n > lines || len(u.sent) != 0 {
			t.Errorf("%s: asked %d times, sent %v", code, n, u.sent)
		}
	}
}

// TestSendFiles_BelievesOnlyAnAnswerThatNamesTheHash: each of these could come
// from something that is not the server, and the picture would be lost.
func TestSendFiles_BelievesOnlyAnAnswerThatNamesTheHash(t *testing.T) {
	for name, h := range map[string]map[string]string{
		"another hash":   {"Tus-Resumable": "1.0.0", "Upload-Offset": "1", "ETag": `"of another"`},
		"none":           {"Tus-Resumable": "1.0.0", "Upload-Offset": "1"},
		"no offset":      {"Tus-Resumable": "1.0.0"},
		"an odd offset":  {"Tus-Resumable": "1.0.0", "Upload-Offset": "-7"},
		"not the server": {"Upload-Offset": "1"},
	} {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			for k, v := range h {
				w.Header().Set(k, v)
			}
			w.WriteHeader(map[string]int{http.MethodPost: http.StatusCreated, http.MethodPatch: http.StatusNoContent}[r.Method])
		})
		u := newUploads(t, "a")
		if err := c.SendFiles(t.Context(), u); err == nil || len(u.sent) != 0 {
			t.Errorf("%s: %v, sent %v", name, err, u.sent)
		}
	}
}

func TestFile_RefusesOtherBytesThanAskedFor(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("another")) })
	_, err := c.File(t.Context(), hashOf([]byte("a")))
	want(t, err, "file.hash_differs")
	missing := serve(t, func(w http.ResponseWriter, _ *http.Request) { refuse(w, model.Fail("file.unknown")) })
	_, err = missing.File(t.Context(), hashOf([]byte("a")))
	want(t, err, "file.unknown")
}
