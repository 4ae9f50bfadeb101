package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"dianqin/data/model"

	"github.com/google/uuid"
)

// How long one request may take, and one that carries a picture over a bad line.
const (
	shortest = time.Minute
	longest  = 15 * time.Minute
)

type requestKey struct{}

// requestID is the id under which a request stands in the log.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// guard is around every request: an id, a time limit, a line in the log, and a
// panic that stays this request's own. Tokens and bodies are never logged.
func (a *API) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := uuid.NewString()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		out := &recorder{ResponseWriter: w}
		out.Header().Set("X-Request-Id", id)
		out.Header().Set("X-Content-Type-Options", "nosniff")
		limitTime(w, r, began)
		defer func() {
			if what := recover(); what != nil {
				a.panicked(out, r, what)
			}
			if a.Meter != nil {
				a.Meter.Request(out.pattern, r.Method, out.status, time.Since(began), out.bytes)
			}
			a.Log.LogAttrs(r.Context(), slog.LevelDebug, "request", slog.String("id", id), slog.String("device", out.device), slog.String("method", r.Method),
				slog.String("path", r.URL.Path), slog.Int("status", out.status), slog.Int64("bytes", out.bytes),
				slog.Duration("took", time.Since(began)))
		}()
		next.ServeHTTP(out, r)
	})
}

func limitTime(w http.ResponseWriter, r *http.Request, began time.Time) {
	limit := shortest
	for _, heavy := range []string{"/v1/files/", "/v1/packs/", "/v1/uploads", "/v1/sync/"} {
		if strings.HasPrefix(r.URL.Path, heavy) {
			limit = longest
		}
	}
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(began.Add(limit)) // not every writer of a test has them
	_ = c.SetWriteDeadline(began.Add(limit))
}

func (a *API) panicked(w *recorder, r *http.Request, what any) {
	if what == http.ErrAbortHandler {
		panic(what)
	}
	a.Log.ErrorContext(r.Context(), "panic", "path", r.URL.Path, "request", requestID(r.Context()),
		"what", fmt.Sprint(what), "stack", string(debug.Stack()))
	if w.status != 0 { // half an answer must not look like a whole one
		panic(http.ErrAbortHandler)
	}
	a.problem(w, r, model.Fail("internal"))
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	pattern string // of the route; "": there is none
	device  string // who asks, where that is known
	status  int
	bytes   int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController find the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// bearer returns the token of the Authorization header.
func bearer(r *http.Request) (string, bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return token, ok && strings.EqualFold(scheme, "Bearer") && token != ""
}
