package courier

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"

	"dianqin/data/model"
	"dianqin/data/wire"
)

const packsPath = "/v1/packs"

// Packs lists the map packs that are offered to the person. An older server has none.
func (c *Client) Packs(ctx context.Context) ([]wire.Pack, error) {
	var all wire.PackList
	err := c.call(ctx, http.MethodGet, packsPath, nil, &all, true)
	if isCode(err, "not_found") {
		return nil, nil
	}
	return slices.Clip(all.Packs), err
}

// Pack brings a pack into the file part, a file of this hash's own, whole and with the
// hash that was offered when it returns nil. What an earlier call left there is gone on
// with. tell is told how
// many bytes were there and how many came. Codes besides those of the network:
// pack.unknown, lane.foreign, pack.changed (another version since it was offered),
// pack.bad (not the bytes of the hash; part is empty then), storage.full.
func (c *Client) Pack(ctx context.Context, p wire.Pack, part string, tell func(had, came int64)) error {
	in := &coming{c: c, path: packsPath + "/" + url.PathEscape(p.Id), mime: "application/vnd.mbtiles", hash: p.Sha256, bytes: p.Bytes,
		part: part, bad: model.Fail("pack.bad"), tell: tell}
	return in.run(ctx, func(r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		return err
	})
}
