package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dianqin/data/wire"
	"dianqin/server/identity"
)

// faulty answers one route with a handler.
func faulty(h handler) (*httptest.Server, *bytes.Buffer) {
	var log bytes.Buffer
	a := &API{Log: slog.New(slog.NewTextHandler(&log, nil))}
	return httptest.NewServer(a.guard(a.mux([]route{{"GET", "/x", open, nil, 0, h}}))), &log
}

func TestGuard_WhatNoRuleSaidIsLoggedInFullAndShownBare(t *testing.T) {
	for name, h := range map[string]handler{
		"panic": func(http.ResponseWriter, *http.Request, identity.Caller) error { panic("secret detail") },
		"error": func(http.ResponseWriter, *http.Request, identity.Caller) error { return errors.New("secret detail") },
	} {
		t.Run(name, func(t *testing.T) {
			s, log := faulty(h)
			defer s.Close()
			resp, err := http.Get(s.URL + "/x")
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			text, _ := io.ReadAll(resp.Body)
			var p wire.Problem
			if err := json.Unmarshal(text, &p); err != nil || p.Code != "internal" || p.Retry != wire.After || resp.StatusCode != 500 {
				t.Errorf("%d %s", resp.StatusCode, text)
			}
			id := resp.Header.Get("X-Request-Id")
			if strings.Contains(string(text), "secret") || !strings.Contains(log.String(), "secret detail") || id == "" || !strings.Contains(log.String(), id) {
				t.Errorf("shown %s\nlogged %s", text, log)
			}
		})
	}
}

func TestGuard_HalfAnAnswerDoesNotLookWhole(t *testing.T) {
	s, _ := faulty(func(w http.ResponseWriter, _ *http.Request, _ identity.Caller) error {
		_, _ = w.Write(make([]byte, 100_000))
		panic("in the middle")
	})
	defer s.Close()
	resp, err := http.Get(s.URL + "/x")
	if err != nil {
		return
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("the answer ended as if it were whole")
	}
}

func TestAccepts(t *testing.T) {
	for header, want := range map[string]bool{"": false, "gzip": false, "zstd": true, "gzip, ZSTD;q=0.5": true, "zstd;q=0": false,
		"zstd;q=0.0": false, "zstd; q=1": true, "zstdx": false} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", header)
		if got := accepts(r, "zstd"); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}
