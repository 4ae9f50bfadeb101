// Package api is the server's face over HTTP: it decides which route exists on
// which listener, who may call it, how large a request may be and how an error
// reads. A handler decodes, calls one service and maps the answer.
//
// It holds no rule, no SQL and no state. The staff mux and the public mux share
// nothing but the middleware: no staff route answers on the public listener.
package api

import (
	"log/slog"
	"net/http"
	"time"

	"dianqin/server/files"
	"dianqin/server/identity"
	"dianqin/server/snapshot"
	"dianqin/server/sync"
)

// API answers requests.
type API struct {
	Identity *identity.Service
	Sync     *sync.Service
	Files    *files.Service
	Snapshot *snapshot.Service
	Log      *slog.Logger
	Now      func() time.Time
	Epoch    string
	Version  string
}

// Staff answers what staff may ask, behind the VPN.
func (a *API) Staff() http.Handler { return a.guard(a.mux(a.staffRoutes())) }

// Public answers the public listener.
func (a *API) Public() http.Handler { return a.guard(a.mux(a.publicRoutes())) }
