package tiles

import (
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWeb_AfterARefusalNobodyAsksForAWhile(t *testing.T) {
	s := newStand(t, says(403, ""))
	w := s.open(s.service())
	ask := func(x int) Error {
		_, err := w.Tile(t.Context(), ID{10, x, 0}, 1)
		return failure(t, err)
	}
	first := ask(1)
	for x := range 5 {
		if e := ask(x); e.Code != KeyRefused || !e.Until.Equal(first.Until) {
			t.Fatalf("%+v, first %+v", e, first)
		}
	}
	if s.asked.Load() != 1 || first.Until.Before(s.now().Add(keyPause)) {
		t.Fatalf("asked %d times, until %v", s.asked.Load(), first.Until)
	}
	s.later(keyPause + time.Second)
	if ask(7); s.asked.Load() != 2 {
		t.Fatalf("asked %d times after the pause", s.asked.Load())
	}
	w.Reset() // a person presses "try again"
	s.answer(picture)
	if _, err := w.Tile(t.Context(), ID{10, 8, 0}, 1); err != nil {
		t.Fatal(err)
	}
}

func TestWeb_AServiceSaysItselfWhenToComeBack(t *testing.T) {
	s := newStand(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(429)
	})
	w := s.open(s.service())
	_, err := w.Tile(t.Context(), somewhere, 1)
	if e := failure(t, err); e.Until.Sub(s.now()) != 10*time.Minute {
		t.Fatalf("%+v", e)
	}
}

func TestWeb_OneBadTileDoesNotCloseTheMap(t *testing.T) {
	s := newStand(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/10/1/0" {
			w.WriteHeader(500)
			return
		}
		w.Write(green)
	})
	w := s.open(s.service())
	for x := range 10 {
		_, err := w.Tile(t.Context(), ID{10, x, 0}, 1)
		if (err != nil) != (x == 1) {
			t.Errorf("%d: %v", x, err)
		}
	}
}

func TestRetryAfter_NonsenseIsNoPause(t *testing.T) {
	now := time.Date(2026, 3, 18, 9, 0, 0, 0, time.UTC)
	for v, want := range map[string]time.Duration{
		"": 0, "soon": 0, "-5": 0, "0": 0, "30": 30 * time.Second, "999999": time.Hour,
		now.Add(time.Minute).Format(http.TimeFormat): time.Minute, now.Add(-time.Minute).Format(http.TimeFormat): 0,
		now.Add(1000 * time.Hour).Format(http.TimeFormat): time.Hour,
	} {
		got := retryAfter(http.Header{"Retry-After": {v}}, now)
		if want == 0 && !got.IsZero() || want != 0 && got.Sub(now) != want {
			t.Errorf("%q: %v", v, got)
		}
	}
}

// However a service fails, it is left alone for longer and longer, never for more
// than the longest pause unless it asked for it, and one success ends it.
func TestPause_GrowsAndEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 3, 18, 9, 0, 0, 0, time.UTC)
		var p pause
		for range rapid.IntRange(1, 40).Draw(t, "failures") {
			code := rapid.SampledFrom([]Code{Offline, Slow, Refused, KeyRefused, Rubbish}).Draw(t, "code")
			status := rapid.SampledFrom([]int{0, 200, 403, 404, 429, 500, 503}).Draw(t, "status")
			err := p.failed(Error{Code: code, Status: status}, now).(*Error)
			if err.Until.Sub(now) > longestPause {
				t.Fatalf("closed until %v", err.Until)
			}
			if p.fails >= patience && !err.Until.After(now) {
				t.Fatal("it is asked on and on")
			}
			if wait := p.wait(now); (wait != nil) != now.Before(p.until) {
				t.Fatalf("%v at %v, until %v", wait, now, p.until)
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "later")) * time.Second)
		}
		p.reset()
		if err := p.wait(now); err != nil {
			t.Fatal(err)
		}
	})
}
