// Package api is the server's face over HTTP: it decides which route exists on
// which listener, who may call it, how large a request may be and how an error
// reads. A handler decodes, calls one service and maps the answer.
//
// It holds no rule, no SQL and no state. The staff mux and the public mux share
// nothing but the middleware: no staff route answers on the public listener.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"dianqin/server/files"
	"dianqin/server/identity"
	"dianqin/server/packs"
	"dianqin/server/snapshot"
	"dianqin/server/sync"
)

// API answers requests.
type API struct {
	Identity *identity.Service
	Sync     *sync.Service
	Files    *files.Service
	Snapshot *snapshot.Service
	Packs    *packs.Service
	Log      *slog.Logger
	Now      func() time.Time
	Epoch    string
	Version  string
	Limits   Limits
	Meter    Meter // nil: nothing is counted

	// Draining is done when the server is about to end: who waits for something to
	// happen answers then. nil: never.
	Draining context.Context

	byDevice, byAddress *limiter
}

// Meter counts what is asked and answered.
type Meter interface {
	// Request is told of every request: its pattern ("" where there is none), how
	// long it took and how many bytes the answer had.
	Request(pattern, method string, status int, took time.Duration, bytes int64)
	// Operations is told how many operations of a push got which answer.
	Operations(status string, n int)
}

// Staff answers what staff may ask, behind the VPN.
func (a *API) Staff() http.Handler { return a.handler(a.staffRoutes()) }

// Public answers the public listener.
func (a *API) Public() http.Handler { return a.handler(a.publicRoutes()) }

func (a *API) handler(routes []route) http.Handler {
	if a.byDevice == nil {
		a.byDevice = newLimiter(a.Limits.Device, a.Limits.DeviceBurst)
		a.byAddress = newLimiter(a.Limits.Address, a.Limits.AddressBurst)
	}
	return a.guard(a.mux(routes))
}
