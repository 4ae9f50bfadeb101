package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/identity"
	"dianqin/server/sync"

	"github.com/klauspost/compress/zstd"
)

// Limits of the contract.
const (
	maxOps       = 200
	defaultRows  = 5000
	maxRows      = 20000
	maxCursor    = 10_000 // lanes
	ndjson       = "application/x-ndjson"
	zstdEncoding = "zstd"
)

func (a *API) push(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	var in wire.PushRequest
	if err := decode(r, &in); err != nil {
		return err
	}
	if len(in.Ops) > maxOps {
		return model.Fail("request.too_large", "max", maxOps).At("/ops")
	}
	out, err := a.Sync.Push(r.Context(), sync.Caller{User: c.User, Device: c.Device}, in)
	if err != nil {
		return err
	}
	if a.Meter != nil {
		for _, r := range out.Results {
			a.Meter.Operations(string(r.Status), 1)
		}
	}
	return answer(w, http.StatusOK, out)
}

// pull gathers the page before it sends it: no transaction waits for a slow line,
// and what goes wrong is still a problem, not half a page.
func (a *API) pull(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	q, err := pullQuery(r)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	end, err := a.fillPage(r, c, q, &page, accepts(r, zstdEncoding))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ndjson)
	h.Set("Vary", "Accept-Encoding")
	if end {
		h.Set("Content-Encoding", zstdEncoding)
	}
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	_, _ = w.Write(page.Bytes())
	return nil
}

// fillPage writes rows and end marker; it says whether they are compressed.
func (a *API) fillPage(r *http.Request, c identity.Caller, q query, page *bytes.Buffer, compress bool) (bool, error) {
	caller := sync.Caller{User: c.User, Device: c.Device}
	if !compress {
		lines := json.NewEncoder(page)
		return false, a.pullInto(r, caller, q, lines)
	}
	z, err := zstd.NewWriter(page, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return false, fmt.Errorf("compress a page: %w", err)
	}
	if err := a.pullInto(r, caller, q, json.NewEncoder(z)); err != nil {
		return false, err
	}
	if err := z.Close(); err != nil {
		return false, fmt.Errorf("compress a page: %w", err)
	}
	return true, nil
}

func (a *API) pullInto(r *http.Request, c sync.Caller, q query, lines *json.Encoder) error {
	lines.SetEscapeHTML(false)
	end, err := a.Sync.Pull(r.Context(), c, q.epoch, q.cursor, q.limit, func(row wire.PullRow) error { return lines.Encode(row) })
	if err != nil {
		return err
	}
	return lines.Encode(end)
}

// query is what a pull asks for.
type query struct {
	epoch  string
	cursor map[string]int64
	limit  int
}

// pullQuery reads the parameters of a pull. Code: request.malformed.
func pullQuery(r *http.Request) (query, error) {
	v := r.URL.Query()
	q := query{epoch: v.Get("epoch"), cursor: map[string]int64{}, limit: defaultRows}
	if text := v.Get("cursor"); text != "" {
		if err := json.Unmarshal([]byte(text), &q.cursor); err != nil || q.cursor == nil || len(q.cursor) > maxCursor {
			return q, model.Fail("request.malformed").At("/cursor")
		}
		for _, seq := range q.cursor {
			if seq < 0 {
				return q, model.Fail("request.malformed").At("/cursor")
			}
		}
	}
	if text := v.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxRows {
			return q, model.Fail("request.malformed", "max", maxRows).At("/limit")
		}
		q.limit = n
	}
	return q, nil
}

// accepts says whether the caller takes an encoding; one with q=0 it does not.
func accepts(r *http.Request, encoding string) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(weight), "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
