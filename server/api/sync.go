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
	return a.sendPage(w, r, func(lines *json.Encoder) error {
		return a.pullInto(r, sync.Caller{User: c.User, Device: c.Device}, q, lines)
	})
}

// sendPage sends lines of JSON, compressed for those who take it.
func (a *API) sendPage(w http.ResponseWriter, r *http.Request, fill func(*json.Encoder) error) error {
	var page bytes.Buffer
	end, err := fillPage(&page, accepts(r, zstdEncoding), fill)
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

// fillPage writes the lines; it says whether they are compressed.
func fillPage(page *bytes.Buffer, compress bool, fill func(*json.Encoder) error) (bool, error) {
	if !compress {
		return false, fill(json.NewEncoder(page))
	}
	z, err := zstd.NewWriter(page, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return false, fmt.Errorf("compress a page: %w", err)
	}
	if err := fill(json.NewEncoder(z)); err != nil {
		return false, err
	}
	if err := z.Close(); err != nil {
		return false, fmt.Errorf("compress a page: %w", err)
	}
	return true, nil
}

func (a *API) pullInto(r *http.Request, c sync.Caller, q sync.Query, lines *json.Encoder) error {
	lines.SetEscapeHTML(false)
	end, err := a.Sync.Pull(r.Context(), c, q, func(row wire.PullRow) error { return lines.Encode(row) })
	if err != nil {
		return err
	}
	return lines.Encode(end)
}

// pullQuery reads the parameters of a pull. Code: request.malformed.
func pullQuery(r *http.Request) (sync.Query, error) {
	v := r.URL.Query()
	q := sync.Query{Epoch: v.Get("epoch"), Limit: defaultRows, Whole: v.Get("whole") == "true"}
	var err error
	if q.Cursor, err = cursorOf(v.Get("cursor")); err != nil {
		return q, err
	}
	if text := v.Get("schema"); text != "" {
		if q.Schema, err = strconv.Atoi(text); err != nil || q.Schema < 1 {
			return q, model.Fail("request.malformed").At("/schema")
		}
	}
	if text := v.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxRows {
			return q, model.Fail("request.malformed", "max", maxRows).At("/limit")
		}
		q.Limit = n
	}
	return q, nil
}

// cursorOf reads a cursor. Code: request.malformed.
func cursorOf(text string) (map[string]int64, error) {
	cursor := map[string]int64{}
	if text == "" {
		return cursor, nil
	}
	if err := json.Unmarshal([]byte(text), &cursor); err != nil || cursor == nil || len(cursor) > maxCursor {
		return nil, model.Fail("request.malformed").At("/cursor")
	}
	for _, seq := range cursor {
		if seq < 0 {
			return nil, model.Fail("request.malformed").At("/cursor")
		}
	}
	return cursor, nil
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
