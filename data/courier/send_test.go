package courier

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"dianqin/data/model"
	"dianqin/server"
)

func TestSendFiles_SendsBytesAsTheyAreAndOnce(t *testing.T) {
	s := openStation(t)
	c := s.client(s.URL())
	u := newUploads(t, "a\x00b\xff\xfe\r\n", "\x00", strings.Repeat("\x00x", 1<<20), random(t, 5<<20+7))
	if err := c.SendFiles(t.Context(), u); err != nil || len(u.sent) != 4 {
		t.Fatalf("%v, sent %v", err, u.sent)
	}
	for _, f := range u.waiting {
		s.holds(t, f)
		if err := os.Remove(f.Path); err != nil {
			t.Fatal(err)
		}
	}
	u.sent = nil // not even opened again
	if err := c.SendFiles(t.Context(), u); err != nil || len(u.sent) != 4 {
		t.Errorf("%v, sent %v", err, u.sent)
	}
}

func TestSendFiles_OneBadFileHoldsBackNoOther(t *testing.T) {
	s := openStation(t)
	u := newUploads(t, "changed", "lost", "damage", "good")
	for i, text := range []string{"otherwise", "", "dbmage"} {
		if err := os.WriteFile(u.waiting[i].Path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(u.waiting[1].Path); err != nil {
		t.Fatal(err)
	}
	c := s.client(s.URL())
	if err := c.SendFiles(t.Context(), u); err == nil {
		t.Error("nothing failed")
	}
	if !slices.Equal(u.sent, []string{hashOf([]byte("good"))}) {
		t.Errorf("sent %v", u.sent)
	}
	for i, code := range map[int]string{0: "file.hash_differs", 1: "file.lost", 2: "file.hash_differs"} {
		err := c.SendFiles(t.Context(), &uploads{waiting: u.waiting[i : i+1]})
		want(t, err, code)
		if strings.Contains(err.Error(), string(filepath.Separator)) {
			t.Errorf("a person is shown a path: %v", err)
		}
	}
}

// told is uploads that hears of each file.
type told struct {
	*uploads
	mu  sync.Mutex
	why map[string]error // nil: it ended well
	now map[string]bool
}

func (u *told) Sending(sha256 string, sending bool, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.now[sha256] == sending {
		panic("a file begins or ends twice")
	}
	if u.now[sha256] = sending; !sending {
		u.why[sha256] = err
	}
}

func TestSendFiles_TellsOfEachFileWhyItDidNotGoUp(t *testing.T) {
	s := openStation(t)
	u := &told{uploads: newUploads(t, "lost", "good"), why: map[string]error{}, now: map[string]bool{}}
	if err := os.Remove(u.waiting[0].Path); err != nil {
		t.Fatal(err)
	}
	if err := s.client(s.URL()).SendFiles(t.Context(), u); err == nil {
		t.Error("nothing failed")
	}
	want(t, u.why[u.waiting[0].SHA256], "file.lost")
	if why, ended := u.why[u.waiting[1].SHA256]; !ended || why != nil {
		t.Errorf("the good file: %v, %v", ended, why)
	}
}

// TestSendFiles_GoesOnAfterEveryCut: the line takes 150 to 250 kB and dies, the
// program is started anew in between, and the server too.
func TestSendFiles_GoesOnAfterEveryCut(t *testing.T) {
	s := openStation(t)
	u := newUploads(t, random(t, 3<<20), random(t, 1<<20))
	var carried, open atomic.Int64
	cut := func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPatch && open.Add(1)%7 != 0 { // now and then a piece gets through
				r.Body = io.NopCloser(&cutting{from: r.Body, left: 150_000 + int(open.Load()%3)*50_000, carried: &carried})
			}
			next.ServeHTTP(w, r)
		}
	}
	for try := 0; len(u.sent) < 2 && try < 60; try++ {
		if try == 1 {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			var err error
			if s.Server, err = server.Start(t.Context(), s.config()); err != nil {
				t.Fatal(err)
			}
		}
		left := slices.DeleteFunc(slices.Clone(u.waiting), func(f Upload) bool { return slices.Contains(u.sent, f.SHA256) })
		one := &uploads{waiting: left}
		_ = s.through(t, cut).SendFiles(t.Context(), one)
		u.sent = append(u.sent, one.sent...)
	}
	if len(u.sent) != 2 {
		t.Fatalf("sent %v", u.sent)
	}
	for _, f := range u.waiting {
		s.holds(t, f)
	}
	if n := carried.Load(); n > 6<<20 {
		t.Errorf("%d bytes went over the line for 4 MiB: what came was not kept", n)
	}
}

// cutting breaks off after so many bytes.
type cutting struct {
	from    io.Reader
	left    int
	carried *atomic.Int64
}

func (c *cutting) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.from.Read(p[:min(len(p), c.left)])
	c.left -= n
	c.carried.Add(int64(n))
	return n, err
}

// TestSendFiles_AStuckFileComesLast: something on the way chokes on the oldest.
func TestSendFiles_AStuckFileComesLast(t *testing.T) {
	s := openStation(t)
	u := newUploads(t, "poison", "b", "c", "d", "e")
	poison := u.waiting[0].SHA256
	var order []string
	c := s.through(t, func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, poison) {
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		}
	})
	want(t, c.SendFiles(t.Context(), u), "network.unreachable")
	if len(u.sent) != 4 {
		t.Fatalf("sent %v", u.sent)
	}
	for _, f := range c.laggards.last(append(u.waiting[:1:1], Upload{SHA256: "new"})) {
		order = append(order, f.SHA256)
	}
	if !slices.Equal(order, []string{"new", poison}) {
		t.Errorf("the next time: %v", order)
	}
}

func TestLaggards_KeepTheOrderOfTheOthers(t *testing.T) {
	var l laggards
	all := []Upload{{SHA256: "a"}, {SHA256: "b"}, {SHA256: "c"}}
	l.note("a", model.Fail("network.unreachable"))
	l.note("b", model.Fail("network.unreachable"))
	l.note("b", nil)
	got := ""
	for _, f := range l.last(all) {
		got += f.SHA256
	}
	if got != "bca" || all[0].SHA256 != "a" {
		t.Errorf("order %s, the own list begins with %s", got, all[0].SHA256)
	}
}
