package api

import (
	"net/http"

	"dianqin/data/wire"
	"dianqin/server/identity"
)

// packs lists the map packs that a person may have.
func (a *API) packs(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	all, err := a.Packs.Of(r.Context(), c.User)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, wire.PackList{Packs: append([]wire.Pack{}, all...)})
}

// packFile gives a pack as it is now, or what is left of it.
func (a *API) packFile(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	file, p, err := a.Packs.Open(r.Context(), c.User, r.PathValue("id"))
	if err != nil {
		return err
	}
	defer file.Close()
	w.Header().Set("Cache-Control", "private, no-cache") // another version may stand there at any time
	serveParts(w, r, "application/vnd.mbtiles", p.Sha256, file)
	return nil
}
