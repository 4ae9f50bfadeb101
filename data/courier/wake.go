package courier

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"dianqin/data/wire"
)

// Wake waits until the server has something past the inbox's cursor, at most for a
// time that is less than the client's patience; false: it has not.
func (c *Client) Wake(ctx context.Context, in Inbox, wait time.Duration) (bool, error) {
	epoch, cursor, err := in.Cursor(ctx)
	if err != nil {
		return false, err
	}
	text, err := json.Marshal(cursor)
	if err != nil {
		return false, err
	}
	q := url.Values{"wait": {strconv.Itoa(int(wait / time.Second))}, "epoch": {epoch}, "cursor": {string(text)}}
	var a wire.WakeAnswer
	err = c.call(ctx, http.MethodGet, "/v1/sync/wake?"+q.Encode(), nil, &a, true)
	return a.Changed, err
}
