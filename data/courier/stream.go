package courier

import (
	"context"
	"io"
	"net/http"

	"github.com/go-resty/resty/v2"
)

// body is what a request sends as it is read. resty reads a body to its end before it
// sends the first byte (v2.17, getBodyCopy), so that a large picture would lie in
// memory, and nobody could see whether it moves.
type body struct {
	from  io.Reader
	bytes int64
}

type bodyKey struct{}

// streaming gives a request's context the body that stream puts into it.
func streaming(ctx context.Context, from io.Reader, bytes int64) context.Context {
	return context.WithValue(ctx, bodyKey{}, body{from, bytes})
}

// stream is resty's hook before a request goes out.
func stream(_ *resty.Client, r *http.Request) error {
	if b, ok := r.Context().Value(bodyKey{}).(body); ok {
		r.Body, r.ContentLength, r.GetBody = io.NopCloser(b.from), b.bytes, nil
	}
	return nil
}
