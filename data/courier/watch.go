package courier

import (
	"context"
	"errors"
	"io"
	"time"
)

var errStalled = errors.New("nothing moved for too long")

// watch ends a transfer that moves nothing. A transfer as a whole has no limit: a
// picture over a bad line takes its time, and one cut off begins again.
type watch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	limit  time.Duration
}

func (c *Client) watch(ctx context.Context) *watch {
	// Twice, as the system may hold the end of an upload long after it was read.
	w := &watch{limit: 2 * c.patience}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(w.limit, func() { w.cancel(errStalled) })
	return w
}

func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// over returns a reader under watch.
func (w *watch) over(r io.Reader) io.Reader { return &watched{w, r} }

type watched struct {
	*watch
	from io.Reader
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if n > 0 {
		w.timer.Reset(w.limit)
	}
	return n, err
}
