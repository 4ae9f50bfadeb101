package courier

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"

	"dianqin/data/model"
)

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
		if errors.As(err, &e) && e.Code == "network.unreachable" || ctx.Err() != nil {
			return first // no network: the others would fail too
		}
	}
	return first
}

func (c *Client) sendFile(ctx context.Context, f Upload) error {
	path := "/v1/files/" + f.SHA256
	r := c.http.R().SetContext(ctx)
	if err := c.secure(ctx, r); err != nil {
		return err
	}
	head, err := r.Head(path)
	if err != nil {
		return unreachable(ctx, err)
	}
	if head.StatusCode() == http.StatusOK {
		return nil
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return model.Fail("file.lost", "name", f.Path)
	}
	defer file.Close()
	r = c.http.R().SetContext(ctx).SetHeader("Content-Type", f.Mime).SetBody(io.Reader(file))
	if err := c.secure(ctx, r); err != nil {
		return err
	}
	answer, err := r.Put(path)
	if err != nil {
		return unreachable(ctx, err)
	}
	if answer.IsError() {
		return problem(answer.StatusCode(), answer.Body())
	}
	return nil
}

// File fetches the bytes of a file that the server holds.
func (c *Client) File(ctx context.Context, sha256 string) ([]byte, error) {
	r := c.http.R().SetContext(ctx)
	if err := c.secure(ctx, r); err != nil {
		return nil, err
	}
	answer, err := r.Get("/v1/files/" + sha256)
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	if answer.IsError() {
		return nil, problem(answer.StatusCode(), answer.Body())
	}
	return answer.Body(), nil
}
