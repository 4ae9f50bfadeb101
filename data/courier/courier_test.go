package courier

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// serve answers by a handler and returns a client that is signed in.
func serve(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return New(s.URL, func(context.Context) (string, error) { return "token", nil })
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, e *model.Error) {
	p := wire.ProblemOf(e)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// portal is what a Wi-Fi says that wants a sign-in first, in its two manners.
func portal(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<html>Welcome! Please sign in.</html>"))
}

func redirect(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/login" {
		portal(w, r)
		return
	}
	http.Redirect(w, r, "/login", http.StatusFound)
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// everyCall is whatever the client can be asked for.
func everyCall(t *testing.T, c *Client) map[string]error {
	ctx := t.Context()
	_, enroll := c.Enroll(ctx, wire.EnrollRequest{})
	_, signIn := c.SignIn(ctx, wire.SignInRequest{})
	_, refresh := c.Refresh(ctx, wire.RefreshRequest{})
	_, code := c.IssueCode(ctx, "u")
	_, devices := c.Devices(ctx)
	_, push := c.Push(ctx, "d", newOutbox(1))
	_, pull := c.Pull(ctx, &inbox{}, nil)
	return map[string]error{"enroll": enroll, "sign in": signIn, "refresh": refresh, "sign out": c.SignOut(ctx), "code": code, "devices": devices, "revoke": c.RevokeDevice(ctx, "d"),
		"push": push, "pull": pull, "files": c.SendFiles(ctx, newUploads(t, "a"))}
}

func TestCalls_TellACaptivePortalFromTheServer(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{"page": portal, "redirect": redirect} {
		c := serve(t, h)
		for call, err := range everyCall(t, c) {
			t.Run(name+"/"+call, func(t *testing.T) { want(t, err, "network.not_our_server") })
		}
		if _, err := c.File(t.Context(), hashOf([]byte("a"))); err == nil {
			t.Errorf("%s: a portal's page passes as a picture", name)
		}
	}
}

func TestCalls_SayThatNobodyAnswers(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	c := New(s.URL, func(context.Context) (string, error) { return "token", nil })
	for call, err := range everyCall(t, c) {
		t.Run(call, func(t *testing.T) { want(t, err, "network.unreachable") })
	}
	gateway := serve(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no upstream", http.StatusBadGateway) })
	want(t, gateway.SignOut(t.Context()), "network.unreachable")
}

func TestCalls_HandOnTheServersReason(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, model.Fail("auth.wait", "seconds", 30).At("/password"))
	})
	_, err := c.SignIn(t.Context(), wire.SignInRequest{})
	var e *model.Error
	if !errors.As(err, &e) || e.Code != "auth.wait" || e.Field != "/password" || e.Args["seconds"] != 30.0 {
		t.Errorf("got %v", err)
	}
}

func TestCalls_GiveUpOnAServerThatIsSilent(t *testing.T) {
	done := make(chan struct{})
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(done) })
	c.patience = 50 * time.Millisecond
	for call, err := range everyCall(t, c) {
		t.Run(call, func(t *testing.T) { want(t, err, "network.unreachable") })
	}
}

func TestCalls_EndWithTheirContext(t *testing.T) {
	c := serve(t, portal)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.SignOut(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCalls_DoNotGoOutWithoutAToken(t *testing.T) {
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s %s went out", r.Method, r.URL) })
	c.token = func(context.Context) (string, error) { return "", model.Fail("auth.required") }
	_, push := c.Push(t.Context(), "d", newOutbox(1))
	_, pull := c.Pull(t.Context(), &inbox{}, nil)
	for _, err := range []error{push, pull, c.SignOut(t.Context()), c.SendFiles(t.Context(), newUploads(t, "a"))} {
		want(t, err, "auth.required")
	}
}
