package tiles

import (
	"fmt"
	"image"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// What a service can do wrong, and what is said of it. Whatever it is: the address
// and the key are not in it.
func TestWeb_SaysWhatWentWrongAndNeverTheKey(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(fmt.Sprint(r.Header, r.URL), secret) {
			t.Error("the key went to somebody else")
		}
		w.Write(green)
	}))
	defer elsewhere.Close()
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for name, c := range map[string]struct {
		do   http.HandlerFunc
		want Code
	}{
		"takes for ever": {hang, Slow},
		"stops in the middle": {func(w http.ResponseWriter, r *http.Request) {
			w.Write(green[:50])
			w.(http.Flusher).Flush()
			hang(w, r)
		}, Slow},
		"hangs up":                    {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Offline},
		"promises more than it sends": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "9999"); w.Write(green) }, Offline},
		"fails":                       {says(500, "Exception: tk="+secret), Refused},
		"is busy":                     {says(503, ""), Refused},
		"counts":                      {says(429, ""), Refused},
		"dislikes the address":        {says(400, "bad row"), Refused},
		"forbids":                     {says(403, ""), KeyRefused},
		"wants a key":                 {says(401, ""), KeyRefused},
		"speaks of the key, with 200": {says(200, `{"msg":"非法Key","code":300000}`), KeyRefused},
		"speaks of the key, with 400": {says(400, `{"error":"Invalid API key `+secret+`"}`), KeyRefused},
		"is a sign-in page":           {says(200, "<html><body>Please enter your token</body></html>"), Rubbish},
		"sends nothing":               {says(200, ""), Rubbish},
		"sends half a picture":        {says(200, string(green[:len(green)/2])), Rubbish},
		"sends a huge picture":        {func(w http.ResponseWriter, _ *http.Request) { w.Write(pngOf(image.NewGray(image.Rect(0, 0, 4096, 8)))) }, Rubbish},
		"sends without end":           {func(w http.ResponseWriter, _ *http.Request) { w.Write(append(green, make([]byte, maxBody)...)) }, Rubbish},
		"sends us elsewhere":          {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) }, Rubbish},
		"sends us in a circle":        {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) }, Rubbish},
		"says not modified":           {says(304, ""), Rubbish},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStand(t, c.do)
			sv := s.service()
			if c.want == Slow {
				sv.Timeout = 200 * time.Millisecond
			}
			m, err := s.open(sv).Tile(t.Context(), somewhere, 1)
			if e := failure(t, err); e.Code != c.want || m != nil {
				t.Errorf("%v, want %s", err, c.want)
			}
			if text := fmt.Sprintf("%v %+v %q", err, failure(t, err), err); strings.Contains(text, secret) || strings.Contains(text, "127.0.0.1") {
				t.Errorf("the error tells too much: %s", text)
			}
			if _, have, err := s.cache.Get(t.Context(), "t", somewhere); have || err != nil {
				t.Errorf("it was kept: %v", err)
			}
		})
	}
}

func TestWeb_NobodyThereIsOfflineWithoutTheAddress(t *testing.T) {
	s := newStand(t, picture)
	s.srv.Close()
	for _, address := range []string{s.srv.URL, "http://no-such-host.invalid"} {
		sv := s.service()
		sv.URL = address + "/{z}/{x}/{y}?tk={key}"
		_, err := s.open(sv).Tile(t.Context(), somewhere, 1)
		if e := failure(t, err); e.Code != Offline && e.Code != Slow || strings.Contains(err.Error(), "/") {
			t.Errorf("%v", err)
		}
	}
}
