package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// problem answers with what went wrong: the only place that does. What no rule
// said is logged in full and shown bare.
func (a *API) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := wire.ProblemOf(a.reason(r, err))
	if seconds, ok := p.Err().Args["seconds"]; ok {
		w.Header().Set("Retry-After", fmt.Sprint(seconds))
	}
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	text, err := json.Marshal(p)
	if err != nil { // a parameter that is no JSON: a fault of ours
		a.Log.ErrorContext(r.Context(), "encode a problem", "code", p.Code, "err", err)
		text = []byte(`{"type":"` + wire.ProblemBase + `internal","title":"Internal Server Error","status":500,"code":"internal","retry":"after"}`)
		p.Status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(text)
}

// reason finds the rule's code behind an error.
func (a *API) reason(r *http.Request, err error) *model.Error {
	var rule *model.Error
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return model.Fail("request.too_large", "max", tooLarge.Limit)
	case errors.As(err, &rule):
		if rule.Code == "storage.full" {
			a.Log.ErrorContext(r.Context(), "the disk is full", "err", err)
		}
		return rule
	case store.Full(err):
		a.Log.ErrorContext(r.Context(), "the disk of the database is full", "err", err)
		return model.Fail("storage.full")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), store.Retriable(err):
		return model.Fail("busy")
	}
	a.Log.ErrorContext(r.Context(), "internal error", "path", r.URL.Path, "request", requestID(r.Context()), "err", err)
	return model.Fail("internal")
}
