package bucket_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"dianqin/server/bucket"
)

// serve runs a server that speaks S3 (gofakes3, in memory) and opens a bucket there.
func serve(t *testing.T) (b *bucket.Bucket, host string) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("evidence"); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(s.Close)
	host = strings.TrimPrefix(s.URL, "http://")
	b, err := bucket.Open(t.Context(), "s3://key:secret@"+host+"/evidence/site?tls=no&region=us-east-1")
	if err != nil {
		t.Fatal(err)
	}
	return b, host
}

func fine() error { return nil }

func TestBucket_KeepsBytesByName(t *testing.T) {
	b, _ := serve(t)
	large := bytes.Repeat([]byte("0123456789"), 300_000)
	for name, body := range map[string]io.Reader{"aa/one": bytes.NewReader([]byte("small")), "aa/two": io.MultiReader(bytes.NewReader(large)), "ab/three": strings.NewReader("x")} {
		if err := b.Put(t.Context(), name, body, fine); err != nil {
			t.Fatal(name, err)
		}
	}
	r, err := b.Open(t.Context(), "aa/two")
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, large) {
		t.Errorf("%d bytes came back as %d: %v", len(large), len(got), err)
	}
	var names []string
	err = b.List(t.Context(), "aa", func(name string, n int64) error {
		if name == "aa/one" && n != 5 {
			t.Errorf("%s has %d bytes", name, n)
		}
		names = append(names, name)
		return nil
	})
	if slices.Sort(names); err != nil || !slices.Equal(names, []string{"aa/one", "aa/two"}) {
		t.Errorf("%v %v", names, err)
	}
	for range 2 { // the second finds nothing
		if err := b.Delete(t.Context(), "aa/one"); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.Open(t.Context(), "aa/one"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted: %v", err)
	}
}

func TestBucket_NothingIsSeenOfWhatWasNotApproved(t *testing.T) {
	b, _ := serve(t)
	no := errors.New("no")
	for _, body := range []io.Reader{bytes.NewReader([]byte("x")), strings.NewReader("x")} {
		if err := b.Put(t.Context(), "a/b", body, func() error { return no }); !errors.Is(err, no) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := b.Open(t.Context(), "a/b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is there: %v", err)
	}
}

func TestOpen_AddressesThatWillNotDo(t *testing.T) {
	_, host := serve(t)
	for _, address := range []string{"", "s3://host", "s3://key:hidden@" + host, "http://key:hidden@" + host + "/evidence",
		"s3://key:hidden@" + host + "/other?tls=no", "s3://key:hidden@127.0.0.1:1/evidence?tls=no"} {
		_, err := bucket.Open(t.Context(), address)
		if err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
