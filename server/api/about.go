package api

import (
	"net/http"

	"dianqin/data/wire"
	"dianqin/server/identity"
)

func (a *API) health(w http.ResponseWriter, _ *http.Request, _ identity.Caller) error {
	return answer(w, http.StatusOK, wire.Health{Status: wire.Ok, Version: a.Version, Epoch: a.Epoch})
}

func (a *API) contract(w http.ResponseWriter, _ *http.Request, _ identity.Caller) error {
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = w.Write(wire.Contract())
	return nil
}
