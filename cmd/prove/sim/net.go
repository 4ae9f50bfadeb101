package sim

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"
)

// request is one that may arrive later.
type request struct {
	method, url string
	header      http.Header
	body        []byte
}

var errNoNetwork = errors.New("the network is away")

// network is what a phone's courier speaks through: it calls the server's handler
// and spoils what the schedule says.
type network struct {
	w    *World
	p    *phone
	ctx  context.Context
	plan []string // a word for each request that follows
}

// RoundTrip carries one request.
func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	if n.p.dead {
		return nil, errNoNetwork
	}
	what := "ok"
	if len(n.plan) > 0 {
		what, n.plan = n.plan[0], n.plan[1:]
	}
	in, err := take(r)
	if err != nil {
		return nil, err
	}
	name, arg, _ := strings.Cut(what, ":")
	switch name {
	case "lost":
		return nil, errNoNetwork
	case "late":
		if !strings.HasPrefix(in.url, "/v1/session") { // a spent token that comes late is a thief's: it ends the trust
			n.w.late = append(n.w.late, in)
		}
		return nil, errNoNetwork
	case "503":
		return plainAnswer(r, http.StatusServiceUnavailable, "no server here"), nil
	case "portal":
		return plainAnswer(r, http.StatusOK, "<html>sign in to the Wi-Fi</html>"), nil
	case "down":
		n.w.fail(n.w.die(n.ctx))
		return nil, errNoNetwork
	}
	answer := n.w.serve(n.ctx, n.p, in)
	switch name {
	case "deaf":
		return nil, errNoNetwork
	case "dead":
		n.w.fail(n.w.die(n.ctx))
		return nil, errNoNetwork
	case "twice":
		answer = n.w.serve(n.ctx, n.p, in)
	}
	out := answer.Result()
	out.Request = r
	if name == "cut" {
		percent, _ := strconv.Atoi(arg)
		body := answer.Body.Bytes()
		out.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:len(body)*percent/100]), broken{}))
	}
	return out, nil
}

// broken is where a connection was cut.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func take(r *http.Request) (request, error) {
	in := request{method: r.Method, url: r.URL.RequestURI(), header: r.Header.Clone()}
	if r.Body == nil {
		return in, nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close() // it is read to its end
	in.body = body
	return in, err
}

func plainAnswer(r *http.Request, status int, text string) *http.Response {
	return &http.Response{StatusCode: status, Status: strconv.Itoa(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(text)), Request: r}
}

func (w *World) answer(ctx context.Context, in request) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, in.method, in.url, bytes.NewReader(in.body))
	r.Header = in.header.Clone()
	out := httptest.NewRecorder()
	w.server.s.Handler().ServeHTTP(out, r)
	return out
}

// serve lets the server answer a request and looks at what it did. p is nil for a
// request that comes late.
func (w *World) serve(ctx context.Context, p *phone, in request) *httptest.ResponseRecorder {
	if w.mutant.Request != nil {
		w.fail(w.mutant.Request(ctx, w, &in))
	}
	out := w.answer(ctx, in)
	for strings.HasPrefix(in.url, "/v1/sync/snapshot") && strings.Contains(out.Body.String(), `"building"`) {
		time.Sleep(time.Millisecond) // made beside the schedule, which knows no such thing
		out = w.answer(ctx, in)
	}
	if out.Code >= 500 {
		w.broke("alive", "%s %s was answered %d: %s", in.method, in.url, out.Code, out.Body)
	}
	if w.mutant.Answered != nil {
		w.fail(w.mutant.Answered(ctx, w, in))
	}
	w.observe(ctx)
	return out
}
