package courier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/wire"
)

// hopeless are the errors after which the other files would fail too.
var hopeless = []string{"network.unreachable", "network.not_our_server", "auth.required", "auth.expired", "auth.reused",
	"device.revoked", "device.unknown", "storage.full"}

// SendFiles uploads what waits. One file that fails does not hold back the
// others; the first failure is returned when all were tried. A file counts as
// sent only when the server has checked its hash.
func (c *Client) SendFiles(ctx context.Context, up Uploads) error {
	waiting, err := up.Waiting(ctx)
	if err != nil {
		return err
	}
	var first error
	for _, f := range waiting {
		err := c.sendFile(ctx, f)
		if err == nil {
			err = up.Confirmed(ctx, f.SHA256)
		}
		if err != nil && first == nil {
			first = err
		}
		var e *model.Error
		if errors.As(err, &e) && slices.Contains(hopeless, e.Code) || ctx.Err() != nil {
			return first
		}
	}
	return first
}

func (c *Client) sendFile(ctx context.Context, f Upload) error {
	stored, err := c.stored(ctx, f.SHA256)
	if err != nil || stored {
		return err
	}
	file, err := os.Open(f.Path)
	if errors.Is(err, os.ErrNotExist) {
		return model.Fail("file.lost", "name", filepath.Base(f.Path))
	}
	if err != nil {
		return fmt.Errorf("open what is to be uploaded: %w", err)
	}
	defer file.Close()
	w := c.watch(ctx)
	defer w.stop()
	size, err := file.Stat()
	if err != nil {
		return fmt.Errorf("look at what is to be uploaded: %w", err)
	}
	r := c.http.R().SetContext(streaming(w.ctx, w.over(file), size.Size())).SetHeader("Content-Type", f.Mime)
	if err := c.secure(ctx, r); err != nil {
		return err
	}
	answer, err := r.Put(filePath(f.SHA256))
	if err != nil {
		return unreachable(ctx, err)
	}
	var said wire.FileStored
	if err := read(answer, filePath(f.SHA256), &said); err != nil {
		return err
	}
	if said.Sha256 != f.SHA256 {
		return model.Fail("network.bad_answer", "path", filePath(f.SHA256))
	}
	return nil
}

// stored asks whether the server holds a file. Only an answer that names the hash
// counts: a captive portal says 200 to anything, and the picture would be lost.
func (c *Client) stored(ctx context.Context, sha256 string) (bool, error) {
	limited, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	r := c.http.R().SetContext(limited)
	if err := c.secure(ctx, r); err != nil {
		return false, err
	}
	head, err := r.Head(filePath(sha256))
	if err != nil {
		return false, unreachable(ctx, err)
	}
	tag := strings.Trim(strings.TrimPrefix(head.Header().Get("ETag"), "W/"), `"`)
	return head.StatusCode() == http.StatusOK && tag == sha256, nil
}

// File fetches the bytes of a file that the server holds. Codes besides those of
// the network: file.unknown, lane.foreign, file.hash_differs.
func (c *Client) File(ctx context.Context, sha256 string) ([]byte, error) {
	w := c.watch(ctx)
	defer w.stop()
	r := c.http.R().SetContext(w.ctx).SetDoNotParseResponse(true)
	if err := c.secure(ctx, r); err != nil {
		return nil, err
	}
	answer, err := r.Get(filePath(sha256))
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	defer answer.RawBody().Close()
	body, err := io.ReadAll(io.LimitReader(w.over(answer.RawBody()), evidence.MaxBytes+1))
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	if !answer.IsSuccess() {
		return nil, problem(answer.StatusCode(), body)
	}
	if hashOf(body) != sha256 {
		return nil, model.Fail("file.hash_differs")
	}
	return body, nil
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func filePath(sha256 string) string { return "/v1/files/" + sha256 }
