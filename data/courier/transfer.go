package courier

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-resty/resty/v2"

	"dianqin/data/model"
)

// A piece is what one request carries: large enough that its answer costs little,
// smaller where the line breaks. What came of a broken one is not lost either.
const (
	largestPiece  = 1 << 20
	smallestPiece = 256 << 10
	mostBreaks    = 4 // in a row, none of which moved the upload on
)

const (
	uploadsPath = "/v1/uploads"
	tusVersion  = "1.0.0"
)

// transfer is one upload by tus 1.0. Its id is the hash of the file, so that
// whoever asks again, after a lost answer or a restart, finds it.
type transfer struct {
	*Client
	f      Upload
	offset int64
	stored bool // the server has checked the hash
	piece  int64
}

// begin opens the upload or finds how far it is.
func (t *transfer) begin(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, t.patience)
	defer cancel()
	r, err := t.request(ctx, limited)
	if err != nil {
		return err
	}
	r.SetHeader("Upload-Length", strconv.FormatInt(t.f.Bytes, 10)).
		SetHeader("Upload-Metadata", "sha256 "+encode(t.f.SHA256)+",type "+encode(t.f.Mime))
	answer, err := r.Post(uploadsPath)
	if err != nil {
		return unreachable(ctx, err)
	}
	return t.heed(answer, http.StatusCreated)
}

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func (t *transfer) request(ctx, limited context.Context) (*resty.Request, error) {
	r := t.http.R().SetContext(limited).SetHeader("Tus-Resumable", tusVersion)
	return r, t.secure(ctx, r)
}

// run sends piece after piece. A line that breaks is tried again as long as the
// upload moves on.
func (t *transfer) run(ctx context.Context, file io.ReaderAt) error {
	for breaks := 0; !t.stored; {
		at := t.offset
		err := t.send(ctx, file)
		var e *model.Error
		switch {
		case err == nil:
			breaks = 0
			continue
		case ctx.Err() != nil:
			return ctx.Err()
		case !errors.As(err, &e) || e.Code != "network.unreachable" && e.Code != "upload.offset" && e.Code != "request.malformed":
			return err
		}
		t.piece = max(t.piece/2, smallestPiece)
		if again := t.begin(ctx); again != nil { // where does it stand?
			return again
		}
		if t.offset > at {
			breaks = 0
		}
		if breaks++; breaks > mostBreaks {
			return err
		}
	}
	return nil
}

// send carries one piece.
func (t *transfer) send(ctx context.Context, file io.ReaderAt) error {
	w := t.watch(ctx)
	defer w.stop()
	n := min(t.piece, t.f.Bytes-t.offset)
	body := w.over(io.NewSectionReader(file, t.offset, n))
	r, err := t.request(ctx, streaming(w.ctx, body, n))
	if err != nil {
		return err
	}
	r.SetHeader("Upload-Offset", strconv.FormatInt(t.offset, 10)).SetHeader("Content-Type", "application/offset+octet-stream")
	answer, err := r.Patch(uploadsPath + "/" + t.f.SHA256)
	if err != nil {
		return unreachable(ctx, err)
	}
	return t.heed(answer, http.StatusNoContent)
}

// heed reads how far the server says that the upload is. Only an answer that names
// the hash ends it: a captive portal says yes to anything, and the picture would
// be lost.
func (t *transfer) heed(answer *resty.Response, status int) error {
	h := answer.Header()
	if answer.StatusCode() != status || h.Get("Tus-Resumable") != tusVersion {
		return problem(answer.StatusCode(), answer.Body())
	}
	offset, err := strconv.ParseInt(h.Get("Upload-Offset"), 10, 64)
	tag := strings.Trim(strings.TrimPrefix(h.Get("ETag"), "W/"), `"`)
	switch {
	case err == nil && tag == t.f.SHA256:
		t.offset, t.stored = t.f.Bytes, true
		return nil
	case err != nil || tag != "" || offset < 0 || offset >= t.f.Bytes:
		return model.Fail("network.bad_answer", "path", uploadsPath)
	case status == http.StatusNoContent && offset <= t.offset:
		return fmt.Errorf("the upload does not move on: %w", model.Fail("network.bad_answer", "path", uploadsPath))
	}
	t.offset = offset
	return nil
}
