package api

import (
	"net/http"
	"path"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/server/identity"
)

// access is how a caller shows who it is.
type access int

const (
	open    access = iota // no token
	session               // an access token of a device in good standing
	pushing               // a session, or a revoked device that hands in what it still has
)

// Limits of a request's body in bytes.
const (
	maxSmall = 64 << 10
	maxPush  = 16 << 20
)

// route is one row of the table of routes. What is not listed is not found, a
// role that is not listed is forbidden; lanes are the services' business.
type route struct {
	method  string
	pattern string
	access  access
	roles   []people.Role // nil: any role
	max     int64         // bytes of the body
	handle  handler
}

type handler func(http.ResponseWriter, *http.Request, identity.Caller) error

// uploaders are the roles that may declare a file, or write for those who do.
var uploaders = []people.Role{people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor, people.Integration}

func (a *API) staffRoutes() []route {
	managers := []people.Role{people.Supervisor, people.Admin} // of whom, people.User.Manages says
	return []route{
		{"GET", "/healthz", open, nil, 0, a.health},
		{"GET", "/openapi.yaml", open, nil, 0, a.contract},
		{"POST", "/v1/enroll", open, nil, maxSmall, a.enroll},
		{"POST", "/v1/enrolment-codes", session, managers, maxSmall, a.issueCode},
		{"GET", "/v1/devices", session, managers, 0, a.devices},
		{"GET", "/v1/people/places", session, []people.Role{people.Supervisor}, 0, a.lastPlaces},
		{"POST", "/v1/devices/{id}/revoke", session, managers, maxSmall, a.revokeDevice},
		{"POST", "/v1/session", open, nil, maxSmall, a.signIn},
		{"DELETE", "/v1/session", session, nil, maxSmall, a.signOut},
		{"POST", "/v1/session/refresh", open, nil, maxSmall, a.refresh},
		{"POST", "/v1/sync/push", pushing, nil, maxPush, a.push},
		{"GET", "/v1/sync/pull", session, nil, 0, a.pull},
		{"GET", "/v1/sync/wake", session, nil, 0, a.wake},
		{"GET", "/v1/sync/digest", session, nil, 0, a.digest},
		{"GET", "/v1/sync/range", session, nil, 0, a.repair},
		{"GET", "/v1/sync/snapshot", session, nil, 0, a.snapshot},
		{"GET", "/v1/sync/snapshot/{scope}/{schema}/{sha256}", session, nil, 0, a.snapshotFile},
		{"GET", "/v1/packs", session, nil, 0, a.packs},
		{"GET", "/v1/packs/{id}", session, nil, 0, a.packFile},
		{"HEAD", "/v1/files/{sha256}", session, nil, 0, a.hasFile},
		{"GET", "/v1/files/{sha256}", session, nil, 0, a.getFile},
		{"PUT", "/v1/files/{sha256}", session, uploaders, evidence.MaxBytes, a.putFile},
		{"POST", "/v1/uploads", session, uploaders, evidence.MaxBytes, tus(a.beginUpload)},
		{"HEAD", "/v1/uploads/{sha256}", session, uploaders, 0, tus(a.lookAtUpload)},
		{"PATCH", "/v1/uploads/{sha256}", session, uploaders, evidence.MaxBytes, tus(a.appendUpload)},
	}
}

func (a *API) publicRoutes() []route {
	return []route{{"GET", "/healthz", open, nil, 0, a.health}}
}

// mux finds a route by path, then by method, so that both ways to be wrong have
// their problem.
func (a *API) mux(routes []route) http.Handler {
	byPath := map[string]map[string]route{}
	for _, r := range routes {
		if byPath[r.pattern] == nil {
			byPath[r.pattern] = map[string]route{}
		}
		byPath[r.pattern][r.method] = r
	}
	mux := http.NewServeMux()
	for pattern, methods := range byPath {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, methods) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { a.problem(w, r, model.Fail("not_found")) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Clean(r.URL.Path) != r.URL.Path { // the mux would redirect
			a.problem(w, r, model.Fail("not_found"))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (a *API) serve(w http.ResponseWriter, r *http.Request, methods map[string]route) {
	route, ok := methods[r.Method]
	if !ok {
		for m := range methods {
			w.Header().Add("Allow", m)
		}
		a.problem(w, r, model.Fail("method_not_allowed"))
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, route.max)
	caller, err := a.caller(r, route)
	if out, ok := w.(*recorder); ok {
		out.pattern, out.device = route.pattern, caller.Device.ID
	}
	if err == nil {
		err = route.handle(w, r, caller)
	}
	if err != nil {
		a.problem(w, r, err)
	}
}

// caller says who asks and whether the route is for them.
func (a *API) caller(r *http.Request, route route) (identity.Caller, error) {
	if route.access == open {
		if route.max == 0 { // health and contract
			return identity.Caller{}, nil
		}
		return identity.Caller{}, asError(a.stranger(r))
	}
	token, ok := bearer(r)
	if !ok {
		return identity.Caller{}, a.unknown(r, model.Fail("auth.required"))
	}
	find := a.Identity.Caller
	if route.access == pushing {
		find = a.Identity.Pusher
	}
	c, err := find(r.Context(), token)
	if err != nil {
		return c, a.unknown(r, err)
	}
	if why := a.byDevice.take(c.Device.ID, time.Now()); why != nil {
		return c, why
	}
	if route.roles != nil && !c.User.Has(route.roles...) {
		return c, model.Fail("auth.forbidden")
	}
	return c, nil
}

// stranger counts a request of somebody who is not known. Code: rate.limited.
func (a *API) stranger(r *http.Request) *model.Error {
	return a.byAddress.take(a.Limits.addressOf(r), time.Now())
}

// unknown is stranger for a token that will not do, why being what is wrong with it.
func (a *API) unknown(r *http.Request, why error) error {
	if limited := a.stranger(r); limited != nil {
		return limited
	}
	return why
}

// asError keeps a nil *model.Error from becoming an error that is not nil.
func asError(e *model.Error) error {
	if e == nil {
		return nil
	}
	return e
}
