package api

import (
	"encoding/base64"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"dianqin/data/model"
	"dianqin/server/files"
	"dianqin/server/identity"
)

// What tus 1.0 fixes (https://tus.io/protocols/resumable-upload).
const (
	tusVersion = "1.0.0"
	tusPiece   = "application/offset+octet-stream"
)

// tus is around a route of the protocol: the version is said and asked for. Code:
// upload.version.
func tus(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
		h := w.Header()
		h.Set("Tus-Resumable", tusVersion)
		h.Set("Tus-Version", tusVersion)
		h.Set("Tus-Extension", "creation,creation-with-upload")
		h.Set("Cache-Control", "no-store")
		if r.Header.Get("Tus-Resumable") != tusVersion {
			return model.Fail("upload.version", "version", tusVersion).At("/Tus-Resumable")
		}
		return next(w, r, c)
	}
}

// beginUpload opens an upload whose id is the hash of the whole, so that an answer
// that is lost leaves nothing behind: asking again finds it.
func (a *API) beginUpload(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	length, err := header(r, "Upload-Length")
	if err != nil {
		return err
	}
	meta := metadata(r)
	if !hashForm.MatchString(meta["sha256"]) {
		return model.Fail("file.bad_hash").At("/Upload-Metadata")
	}
	by := files.Sender{User: c.User, Device: c.Device.ID}
	p, err := a.Files.Begin(r.Context(), by, meta["sha256"], mimeOf(meta["type"]), length)
	if err != nil {
		return err
	}
	if p.Offset == 0 && r.Header.Get("Content-Type") == tusPiece && r.ContentLength != 0 {
		if p, err = a.Files.Append(r.Context(), by, meta["sha256"], 0, r.Body, stopReading(w)); err != nil {
			return err
		}
	}
	w.Header().Set("Location", "/v1/uploads/"+meta["sha256"])
	progress(w, meta["sha256"], p)
	w.WriteHeader(http.StatusCreated)
	return nil
}

func (a *API) lookAtUpload(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	hash, err := hashOf(r)
	if err != nil {
		return err
	}
	p, err := a.Files.Look(r.Context(), files.Sender{User: c.User, Device: c.Device.ID}, hash)
	if err != nil {
		return err
	}
	progress(w, hash, p)
	w.Header().Set("Upload-Length", strconv.FormatInt(p.Length, 10))
	w.WriteHeader(http.StatusOK)
	return nil
}

func (a *API) appendUpload(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	hash, err := hashOf(r)
	if err != nil {
		return err
	}
	if r.Header.Get("Content-Type") != tusPiece {
		return model.Fail("upload.media_type", "type", tusPiece).At("/Content-Type")
	}
	offset, err := header(r, "Upload-Offset")
	if err != nil {
		return err
	}
	p, err := a.Files.Append(r.Context(), files.Sender{User: c.User, Device: c.Device.ID}, hash, offset, r.Body, stopReading(w))
	if err != nil {
		return err
	}
	progress(w, hash, p)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// progress says how far an upload is. The tag is there only when the bytes are
// whole and their hash is right: a phone believes nothing else.
func progress(w http.ResponseWriter, hash string, p files.Progress) {
	w.Header().Set("Upload-Offset", strconv.FormatInt(p.Offset, 10))
	if p.Stored {
		w.Header().Set("ETag", `"`+hash+`"`)
	}
}

// lastWords is how long a body is still read that another request takes the place
// of: for what has come already.
const lastWords = 200 * time.Millisecond

// stopReading ends a body that hangs on a line that is dead.
func stopReading(w http.ResponseWriter) func() {
	c := http.NewResponseController(w)
	return func() { _ = c.SetReadDeadline(time.Now().Add(lastWords)) }
}

// header reads a number of bytes. Code: request.malformed.
func header(r *http.Request, name string) (int64, error) {
	n, err := strconv.ParseInt(r.Header.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0, model.Fail("request.malformed").At("/" + name)
	}
	return n, nil
}

// metadata reads "name base64, name base64"; what cannot be read is left out.
func metadata(r *http.Request) map[string]string {
	out := map[string]string{}
	for _, pair := range strings.Split(r.Header.Get("Upload-Metadata"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if text, err := base64.StdEncoding.DecodeString(value); err == nil {
			out[name] = string(text)
		}
	}
	return out
}

// mimeOf returns a media type if it is one.
func mimeOf(text string) string {
	name, _, err := mime.ParseMediaType(text)
	if err != nil || len(name) > 100 {
		return "application/octet-stream"
	}
	return name
}
