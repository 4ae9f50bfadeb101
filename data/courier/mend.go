package courier

import (
	"context"
	"encoding/hex"
	"net/http"
	"net/url"

	"dianqin/data/wire"
)

const rangePath = "/v1/sync/range"

// Mend compares what the inbox has of each lane with what the server has, and fetches
// anew only the parts that differ. Lanes whose cursors differ are left for the next
// time: a pull comes first. It returns how many parts were mended.
func (c *Client) Mend(ctx context.Context, in Mirror) (mended int, err error) {
	epoch, cursor, err := in.Cursor(ctx)
	if err != nil {
		return 0, err
	}
	for lane, seq := range cursor {
		n, err := c.mendLane(ctx, in, epoch, lane, seq)
		if mended += n; err != nil {
			return mended, err
		}
	}
	return mended, nil
}

func (c *Client) mendLane(ctx context.Context, in Mirror, epoch, lane string, seq int64) (int, error) {
	var there wire.Digest
	if err := c.call(ctx, http.MethodGet, "/v1/sync/digest?"+url.Values{"lane": {lane}}.Encode(), nil, &there, true); err != nil {
		return 0, err
	}
	if there.Epoch != epoch || there.Seq != seq {
		return 0, nil
	}
	here, err := in.Digest(ctx, lane)
	if err != nil {
		return 0, err
	}
	differ := wire.Differing(here, there.Ranges)
	if len(differ) == 0 {
		return 0, nil
	}
	w := c.watch(ctx)
	defer w.stop()
	r := c.http.R().SetContext(w.ctx).SetDoNotParseResponse(true).SetHeader("Accept-Encoding", "zstd").
		SetQueryParam("lane", lane).SetQueryParam("ranges", hex.EncodeToString(differ))
	if err := c.secure(ctx, r); err != nil {
		return 0, err
	}
	var bytes int64
	rows, end, err := c.rows(ctx, w, r, rangePath, &bytes)
	if err != nil {
		return 0, err
	}
	if end.Epoch != epoch || end.Cursor[lane] != seq { // something came in between
		return 0, nil
	}
	return len(differ), in.Mend(ctx, lane, differ, rows, end)
}
