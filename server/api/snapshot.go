package api

import (
	"io"
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
	w.Header().Set("Cache-Control", "private, immutable")
	serveParts(w, r, "application/zstd", hash, file)
	return nil
}

// serveParts gives bytes of a known hash, or the part of them that is asked for: who
// names the hash in If-Range goes on with what it has of them, and of nothing else.
func serveParts(w http.ResponseWriter, r *http.Request, mime, hash string, file io.ReadSeeker) {
	h := w.Header()
	h.Set("Content-Type", mime)
	h.Set("ETag", `"`+hash+`"`)
	http.ServeContent(w, r, "", time.Time{}, file)
}
