package courier

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"

	"dianqin/data/model"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

const snapshotPath = "/v1/sync/snapshot"

// preparing is how long a snapshot that is being made is waited for, before the rows
// are pulled instead.
const preparing = 3 * time.Minute

// snapshot fetches the whole base and puts it in place; false: there is none to be
// had, and the pages have to do.
func (p *pull) snapshot(ctx context.Context) (taken bool, err error) {
	base, ok := p.in.(Base)
	if !ok {
		return false, nil
	}
	offer, err := p.offer(ctx)
	if err != nil || offer.State != wire.Ready {
		return false, err
	}
	d := &download{pull: p, offer: offer, part: base.PartPath(offer.Sha256)}
	if err := d.run(ctx); err != nil {
		return false, err
	}
	if err := base.Install(ctx, d.file(), offer.Epoch); err != nil {
		return false, err
	}
	_ = os.Remove(d.part) // else the next download removes it
	p.done.Of = 0
	return true, nil
}

// SnapshotOffer asks once what there is. An older server has none.
func (c *Client) SnapshotOffer(ctx context.Context) (wire.SnapshotOffer, error) {
	var o wire.SnapshotOffer
	err := c.call(ctx, http.MethodGet, snapshotPath+"?"+url.Values{"schema": {schema.BaseVersion()}}.Encode(), nil, &o, true)
	if isCode(err, "not_found") {
		return wire.SnapshotOffer{State: wire.None}, nil
	}
	return o, err
}

// offer asks for a snapshot until it is ready.
func (p *pull) offer(ctx context.Context) (wire.SnapshotOffer, error) {
	for began := time.Now(); ; {
		o, err := p.c.SnapshotOffer(ctx)
		if err != nil || o.State != wire.Building || time.Since(began) > preparing {
			return o, err
		}
		p.done.Preparing = true
		p.tell(p.done)
		select {
		case <-ctx.Done():
			return o, ctx.Err()
		case <-time.After(time.Duration(min(max(o.RetryMs, 50), 30_000)) * time.Millisecond):
		}
	}
}

// download is a snapshot coming down: what came is kept compressed in part, and is
// unpacked beside as it comes.
type download struct {
	*pull
	offer wire.SnapshotOffer
	part  string
}

func (d *download) file() string { return d.part + ".db" }

func (d *download) run(ctx context.Context) error {
	before := d.done.Bytes
	in := &coming{c: d.c, mime: "application/zstd", hash: d.offer.Sha256, bytes: d.offer.Bytes, part: d.part, bad: model.Fail("snapshot.bad"),
		path: snapshotPath + "/" + url.PathEscape(d.offer.Scope) + "/" + url.PathEscape(d.offer.Schema) + "/" + url.PathEscape(d.offer.Sha256)}
	in.tell = func(had, came int64) {
		d.done.Had, d.done.Bytes, d.done.Of, d.done.Preparing = had, before+came, d.offer.Bytes, false
		d.tell(d.done)
	}
	err := in.run(ctx, d.unpack)
	if err != nil {
		_ = os.Remove(d.file())
	}
	return err
}

// unpack writes the file that the bytes are of.
func (d *download) unpack(from io.Reader) (err error) {
	out, err := os.OpenFile(d.file(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return full(err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	z, err := zstd.NewReader(from, zstd.WithDecoderMaxWindow(64<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		return err
	}
	defer z.Close()
	if _, err := io.CopyBuffer(struct{ io.Writer }{out}, struct{ io.Reader }{z}, make([]byte, 1<<20)); err != nil {
		return full(err)
	}
	return nil
}
