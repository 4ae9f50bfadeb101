package tiles

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const secret = "s3cret-key"

var somewhere = ID{15, 27440, 13400}

// filled is a tile of one colour.
func filled(n int, c color.RGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, n, n))
	for i := 0; i < len(m.Pix); i += 4 {
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = c.R, c.G, c.B, c.A
	}
	return m
}

func pngOf(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

var green = pngOf(filled(256, color.RGBA{10, 200, 30, 255}))

// stand is a tile service on this machine, a cache, and a clock that a test turns.
type stand struct {
	*testing.T
	srv   *httptest.Server
	cache *Cache
	asked atomic.Int32

	mu    sync.Mutex
	clock time.Time
	do    http.HandlerFunc
}

func newStand(t *testing.T, do http.HandlerFunc) *stand {
	s := &stand{T: t, clock: time.Date(2026, 3, 18, 9, 0, 0, 0, time.UTC), do: do}
	s.srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		s.mu.Lock()
		do := s.do
		s.mu.Unlock()
		do(w, r)
	}))
	t.Cleanup(s.srv.Close)
	c, err := OpenCache(t.Context(), filepath.Join(t.TempDir(), "tiles.db"), 1<<20, s.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	s.cache = c
	return s
}

func (s *stand) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

func (s *stand) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(d)
}

func (s *stand) answer(do http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
}

func (s *stand) service() Service {
	return Service{Key: "t", URL: s.srv.URL + "/{z}/{x}/{y}?tk={key}", UserKey: secret, Keep: time.Hour, Rate: 1e6, Timeout: 30 * time.Second}
}

func (s *stand) open(sv Service) *Web {
	src, err := Open(sv, s.cache, s.srv.Client(), "dianqin-test")
	if err != nil {
		s.Fatal(err)
	}
	return src.(*Web)
}

func picture(w http.ResponseWriter, _ *http.Request) { w.Write(green) }

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func failure(t *testing.T, err error) Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("an error without a code: %v", err)
	}
	return *e
}

func TestWeb_AsksOnceAndThenReadsTheDisk(t *testing.T) {
	s := newStand(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/15/27440/13400" || r.URL.Query().Get("tk") != secret || r.UserAgent() != "dianqin-test" {
			w.WriteHeader(400)
			return
		}
		w.Write(green)
	})
	for range 3 {
		m, err := s.open(s.service()).Tile(t.Context(), somewhere, 1)
		if err != nil || m.RGBAAt(5, 5).G != 200 {
			t.Fatal(err)
		}
	}
	if n := s.asked.Load(); n != 1 {
		t.Fatalf("asked %d times", n)
	}
}

func TestWeb_AStaleTileIsAskedForByItsTag(t *testing.T) {
	var same atomic.Int32
	s := newStand(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` {
			same.Add(1)
			w.WriteHeader(304)
			return
		}
		w.Header().Set("ETag", `"v1"`)
		w.Write(green)
	})
	w := s.open(s.service())
	for range 3 {
		if _, err := w.Tile(t.Context(), somewhere, 1); err != nil {
			t.Fatal(err)
		}
		s.later(2 * time.Hour)
	}
	if same.Load() != 2 || s.asked.Load() != 3 {
		t.Fatalf("asked %d times, %d of them by tag", s.asked.Load(), same.Load())
	}
}

func TestWeb_AServiceMayKeepItsTilesLongerThanWeWould(t *testing.T) {
	s := newStand(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=86400")
		w.Write(green)
	})
	w := s.open(s.service())
	for _, step := range []struct {
		wait time.Duration
		want int32
	}{{0, 1}, {23 * time.Hour, 1}, {2 * time.Hour, 2}} {
		s.later(step.wait)
		if _, err := w.Tile(t.Context(), somewhere, 1); err != nil || s.asked.Load() != step.want {
			t.Fatalf("after %v: asked %d times, %v", step.wait, s.asked.Load(), err)
		}
	}
}

func TestWeb_WithoutANetworkWhatIsStaleIsShown(t *testing.T) {
	s := newStand(t, picture)
	w := s.open(s.service())
	if _, err := w.Tile(t.Context(), somewhere, 1); err != nil {
		t.Fatal(err)
	}
	s.srv.Close()
	s.later(1000 * time.Hour)
	if m, err := w.Tile(t.Context(), somewhere, 1); err != nil || m == nil {
		t.Fatal(err)
	}
	if _, err := w.Tile(t.Context(), ID{15, 1, 1}, 1); !errors.Is(err, ErrOffline) {
		t.Fatal(err)
	}
}

func TestWeb_NothingThereIsRememberedForADay(t *testing.T) {
	s := newStand(t, says(404, "no tile"))
	sv := s.service()
	sv.Keep = 1000 * time.Hour
	w := s.open(sv)
	for range 3 {
		if _, err := w.Tile(t.Context(), somewhere, 1); !errors.Is(err, ErrNone) {
			t.Fatal(err)
		}
	}
	if s.asked.Load() != 1 {
		t.Fatalf("asked %d times", s.asked.Load())
	}
	s.later(25 * time.Hour)
	s.answer(picture)
	if _, err := w.Tile(t.Context(), somewhere, 1); err != nil {
		t.Fatalf("the land was mapped meanwhile: %v", err)
	}
}

func TestWeb_AnotherPathOfTheSameServiceIsFollowed(t *testing.T) {
	s := newStand(t, nil)
	s.answer(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/new") {
			http.Redirect(w, r, "/new"+r.URL.String(), http.StatusFound)
			return
		}
		w.Write(green)
	})
	if _, err := s.open(s.service()).Tile(t.Context(), somewhere, 1); err != nil {
		t.Fatal(err)
	}
}

func TestWeb_GivesUpWithItsContextAndBlamesNobody(t *testing.T) {
	s := newStand(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	w := s.open(s.service())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := w.Tile(ctx, somewhere, 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	s.answer(picture)
	if _, err := w.Tile(t.Context(), somewhere, 1); err != nil {
		t.Fatalf("who turned away left a mark: %v", err)
	}
}

func TestWeb_KeepsToTheRateOfTheService(t *testing.T) {
	s := newStand(t, picture)
	sv := s.service()
	sv.Rate = 50
	w := s.open(sv)
	start := time.Now()
	var all sync.WaitGroup
	for i := range defaultBurst + 10 {
		all.Go(func() {
			if _, err := w.Tile(t.Context(), ID{10, i, 0}, 1); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if took := time.Since(start); took < 190*time.Millisecond { // 10 beyond the first few, 20 ms each
		t.Fatalf("14 requests in %v", took)
	}
}

func TestWeb_ABrokenTileOnTheDiskIsFetchedAgain(t *testing.T) {
	s := newStand(t, picture)
	err := s.cache.Put(t.Context(), "t", somewhere, Cached{Data: []byte("\x89PNG half"), ETag: `"x"`, Expires: s.now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.open(s.service()).Tile(t.Context(), somewhere, 1); err != nil || s.asked.Load() != 1 {
		t.Fatalf("asked %d times, %v", s.asked.Load(), err)
	}
}

func TestWeb_GoesOnWithoutItsCache(t *testing.T) {
	s := newStand(t, picture)
	s.cache.Close()
	for range 2 {
		if _, err := s.open(s.service()).Tile(t.Context(), somewhere, 1); err != nil {
			t.Fatal(err)
		}
	}
}
