package courier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
)

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
