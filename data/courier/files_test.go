package courier

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
)

type uploads struct {
	waiting []Upload
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
	u.sent = append(u.sent, sha256)
	return nil
}

// shelf is a server that keeps files.
type shelf struct {
	held map[string][]byte
	puts int
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	hash := strings.TrimPrefix(r.URL.Path, "/v1/files/")
	body, held := s.held[hash]
	switch {
	case r.Method == http.MethodPut:
		s.puts++
		got, err := io.ReadAll(r.Body)
		if err != nil || hashOf(got) != hash {
			refuse(w, model.Fail("file.hash_differs"))
			return
		}
		s.held[hash] = got
		reply(w, http.StatusCreated, wire.FileStored{Sha256: hash, Bytes: int64(len(got))})
	case !held:
		refuse(w, model.Fail("file.unknown"))
	default:
		w.Header().Set("ETag", `"`+hash+`"`)
		_, _ = w.Write(body)
	}
}

func TestSendFiles_SendsBytesAsTheyAre(t *testing.T) {
	s := &shelf{held: map[string][]byte{}}
	c := serve(t, s.ServeHTTP)
	texts := []string{"a\x00b\xff\xfe\r\n", "\x00", strings.Repeat("\x00x", 1<<20)}
	u := newUploads(t, texts...)
	if err := c.SendFiles(t.Context(), u); err != nil || len(u.sent) != 3 {
		t.Fatalf("%v, sent %v", err, u.sent)
	}
	for _, text := range texts {
		got, err := c.File(t.Context(), hashOf([]byte(text)))
		if err != nil || !bytes.Equal(got, []byte(text)) {
			t.Errorf("%d bytes came back as %d, %v", len(text), len(got), err)
		}
	}
}

func TestSendFiles_DoesNotSendWhatTheServerHolds(t *testing.T) {
	s := &shelf{held: map[string][]byte{hashOf([]byte("a")): []byte("a")}}
	c := serve(t, s.ServeHTTP)
	u := newUploads(t, "a")
	if err := os.Remove(u.waiting[0].Path); err != nil { // not even opened
		t.Fatal(err)
	}
	if err := c.SendFiles(t.Context(), u); err != nil || s.puts != 0 || len(u.sent) != 1 {
		t.Errorf("%v, %d puts, sent %v", err, s.puts, u.sent)
	}
}

func TestSendFiles_OneBadFileHoldsBackNoOther(t *testing.T) {
	s := &shelf{held: map[string][]byte{}}
	c := serve(t, s.ServeHTTP)
	u := newUploads(t, "changed", "lost", "good")
	if err := os.WriteFile(u.waiting[0].Path, []byte("otherwise"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(u.waiting[1].Path); err != nil {
		t.Fatal(err)
	}
	err := c.SendFiles(t.Context(), u)
	want(t, err, "file.hash_differs")
	if !slices.Equal(u.sent, []string{hashOf([]byte("good"))}) {
		t.Errorf("sent %v", u.sent)
	}
	u.waiting = u.waiting[1:]
	err = c.SendFiles(t.Context(), u)
	want(t, err, "file.lost")
	if strings.Contains(err.Error(), string(filepath.Separator)) {
		t.Errorf("a person is shown a path: %v", err)
	}
}

func TestSendFiles_StopsWhereTheOthersWouldFailToo(t *testing.T) {
	for _, code := range []string{"auth.expired", "device.revoked", "storage.full"} {
		puts := 0
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut {
				puts++
			}
			refuse(w, model.Fail(code))
		})
		u := newUploads(t, "a", "b", "c")
		want(t, c.SendFiles(t.Context(), u), code)
		if puts != 1 || len(u.sent) != 0 {
			t.Errorf("%s: %d puts, sent %v", code, puts, u.sent)
		}
	}
}

func TestSendFiles_BelievesOnlyAnAnswerThatNamesTheHash(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.Header().Set("ETag", `"of another"`)
			return
		}
		reply(w, http.StatusCreated, wire.FileStored{Sha256: "of another"})
	})
	u := newUploads(t, "a")
	want(t, c.SendFiles(t.Context(), u), "network.bad_answer")
	if len(u.sent) != 0 {
		t.Errorf("sent %v", u.sent)
	}
}

// TestSendFiles_HasPatienceWhileSomethingMoves: the limit is for a line that is
// dead, not for one that is slow.
func TestSendFiles_HasPatienceWhileSomethingMoves(t *testing.T) {
	const size, steps = 1 << 20, 32
	s := &shelf{held: map[string][]byte{}}
	c := serveOverPipes(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			r.Body = io.NopCloser(&slow{from: r.Body, every: size / steps, pause: 50 * time.Millisecond})
		}
		s.ServeHTTP(w, r)
	})
	c.patience = 400 * time.Millisecond
	u := newUploads(t, strings.Repeat("x", size))
	began := time.Now()
	if err := c.SendFiles(t.Context(), u); err != nil || len(u.sent) != 1 {
		t.Fatalf("%v after %v", err, time.Since(began))
	}
	if took := time.Since(began); took < 2*c.patience {
		t.Errorf("it took only %v: nothing was shown", took)
	}
}

// pipes are connections that hold nothing: a kernel takes up to tens of megabytes
// before anybody reads them, and a slow line looks quick.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, open := <-p
	if !open {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	p <- there
	return here, nil
}

// serveOverPipes is serve without a kernel between the two.
func serveOverPipes(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	p := make(pipes, 1)
	s := &http.Server{Handler: h}
	go func() { _ = s.Serve(p) }()
	t.Cleanup(func() { _ = s.Close() })
	c := New("http://pipes", func(context.Context) (string, error) { return "token", nil })
	c.http.SetTransport(&http.Transport{DialContext: p.dial})
	return c
}

// slow pauses after each so many bytes.
type slow struct {
	from  io.Reader
	every int
	pause time.Duration
	n     int
}

func (s *slow) Read(p []byte) (int, error) {
	n, err := s.from.Read(p[:min(len(p), s.every)]) // a reader with a large buffer would run past several pauses
	if s.n += n; s.n >= s.every {
		s.n -= s.every
		time.Sleep(s.pause)
	}
	return n, err
}

func TestFile_RefusesOtherBytesThanAskedFor(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("another")) })
	_, err := c.File(t.Context(), hashOf([]byte("a")))
	want(t, err, "file.hash_differs")
	missing := serve(t, (&shelf{}).ServeHTTP)
	_, err = missing.File(t.Context(), hashOf([]byte("a")))
	want(t, err, "file.unknown")
}
