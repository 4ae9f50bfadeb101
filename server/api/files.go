package api

import (
	"io"
	"net/http"
	"regexp"
	"strconv"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/identity"
)

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// hashOf returns the hash of the path. Code: file.bad_hash.
func hashOf(r *http.Request) (string, error) {
	hash := r.PathValue("sha256")
	if !hashForm.MatchString(hash) {
		return "", model.Fail("file.bad_hash").At("/sha256")
	}
	return hash, nil
}

func (a *API) hasFile(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	hash, err := hashOf(r)
	if err != nil {
		return err
	}
	info, err := a.Files.Stat(r.Context(), c.User, hash)
	if err != nil {
		return err
	}
	fileHeader(w, hash, info.Mime)
	w.Header().Set("Content-Length", strconv.FormatInt(info.Bytes, 10))
	w.WriteHeader(http.StatusOK)
	return nil
}

func (a *API) getFile(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	hash, err := hashOf(r)
	if err != nil {
		return err
	}
	f, info, err := a.Files.Open(r.Context(), c.User, hash)
	if err != nil {
		return err
	}
	defer f.Close()
	fileHeader(w, hash, info.Mime)
	w.Header().Set("Content-Length", strconv.FormatInt(info.Bytes, 10)) // a file cut short on disk breaks the connection
	_, _ = io.Copy(w, f)
	return nil
}

func (a *API) putFile(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	hash, err := hashOf(r)
	if err != nil {
		return err
	}
	n, err := a.Files.Put(r.Context(), c.User, hash, typeOf(r), r.Body)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, wire.FileStored{Sha256: hash, Bytes: n})
}

// fileHeader makes bytes that staff sent harmless to a browser.
func fileHeader(w http.ResponseWriter, hash, mimeType string) {
	h := w.Header()
	h.Set("Content-Type", mimeType)
	h.Set("ETag", `"`+hash+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
}

// typeOf returns the media type that the sender names, if it is one.
func typeOf(r *http.Request) string {
	return mimeOf(r.Header.Get("Content-Type"))
}
