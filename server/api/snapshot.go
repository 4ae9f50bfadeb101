package api

import (
	"net/http"
	"time"

	"dianqin/data/model"
	"dianqin/server/identity"
)

// snapshot says whether there is a ready file of all that a person reads.
func (a *API) snapshot(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	layout := r.URL.Query().Get("schema")
	if layout == "" || len(layout) > 16 {
		return model.Fail("request.malformed").At("/schema")
	}
	offer, err := a.Snapshot.Offer(r.Context(), c.User.ID, layout)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, offer)
}

// snapshotFile gives a file or what is left of it: it never changes, so a part of it
// is always worth keeping.
func (a *API) snapshotFile(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	hash := r.PathValue("sha256")
	file, err := a.Snapshot.File(r.Context(), c.User.ID, r.PathValue("scope"), hash)
	if err != nil {
		return err
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", "application/zstd")
	h.Set("ETag", `"`+hash+`"`)
	h.Set("Cache-Control", "private, immutable")
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}
