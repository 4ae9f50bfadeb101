package api

import (
	"net/http"

	"dianqin/data/wire"
	"dianqin/server/identity"
)

func (a *API) enroll(w http.ResponseWriter, r *http.Request, _ identity.Caller) error {
	var in wire.EnrollRequest
	if err := decode(r, &in); err != nil {
		return err
	}
	out, err := a.Identity.Enroll(r.Context(), in)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, out)
}

func (a *API) issueCode(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	var in wire.CodeRequest
	if err := decode(r, &in); err != nil {
		return err
	}
	code, expires, err := a.Identity.IssueCodeBy(r.Context(), c.User, in.UserId)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, wire.CodeAnswer{Code: code, ExpiresAt: int64(expires)})
}

func (a *API) signIn(w http.ResponseWriter, r *http.Request, _ identity.Caller) error {
	var in wire.SignInRequest
	if err := decode(r, &in); err != nil {
		return err
	}
	out, err := a.Identity.SignIn(r.Context(), in)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, out)
}

func (a *API) refresh(w http.ResponseWriter, r *http.Request, _ identity.Caller) error {
	var in wire.RefreshRequest
	if err := decode(r, &in); err != nil {
		return err
	}
	out, err := a.Identity.Refresh(r.Context(), in)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, out)
}

func (a *API) signOut(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	if err := a.Identity.SignOut(r.Context(), c); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
