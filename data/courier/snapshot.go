package courier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"syscall"
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
	var e *model.Error
	if errors.As(err, &e) && e.Code == "not_found" {
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

// download is one file coming down: what came is kept compressed in part, and is
// unpacked beside as it comes.
type download struct {
	*pull
	offer wire.SnapshotOffer
	part  string
	sum   hash.Hash
}

func (d *download) file() string { return d.part + ".db" }

func (d *download) run(ctx context.Context) error {
	part, err := os.OpenFile(d.part, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("keep the snapshot: %w", full(err))
	}
	defer part.Close()
	have, err := part.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("keep the snapshot: %w", err)
	}
	if have > d.offer.Bytes {
		have = 0
	}
	w := d.c.watch(ctx)
	defer w.stop()
	rest, have, err := d.ask(w, have)
	if err != nil {
		return err
	}
	defer rest.Close()
	if err := part.Truncate(have); err != nil {
		return fmt.Errorf("keep the snapshot: %w", err)
	}
	d.sum = sha256.New()
	d.done.Had = have
	line := &line{from: w.over(rest), part: part, at: have, d: d}
	err = d.unpack(io.TeeReader(io.MultiReader(io.NewSectionReader(part, 0, have), line), d.sum))
	return d.verdict(ctx, line, err)
}

// ask asks for what is left. The server may have no use for our part: then it
// begins at 0.
func (d *download) ask(w *watch, have int64) (io.ReadCloser, int64, error) {
	if have == d.offer.Bytes {
		return http.NoBody, have, nil
	}
	r := d.c.http.R().SetContext(w.ctx).SetDoNotParseResponse(true).SetHeader("Accept-Encoding", "identity")
	if err := d.c.secure(w.ctx, r); err != nil {
		return nil, 0, err
	}
	if have > 0 {
		r.SetHeader("Range", "bytes="+strconv.FormatInt(have, 10)+"-").SetHeader("If-Range", `"`+d.offer.Sha256+`"`)
	}
	answer, err := r.Get(snapshotPath + "/" + url.PathEscape(d.offer.Scope) + "/" + url.PathEscape(d.offer.Schema) + "/" + url.PathEscape(d.offer.Sha256))
	if err != nil {
		return nil, 0, unreachable(w.ctx, err)
	}
	if !ours(answer, "application/zstd") {
		defer answer.RawBody().Close()
		text, _ := io.ReadAll(io.LimitReader(answer.RawBody(), 1<<20))
		return nil, 0, problem(answer.StatusCode(), text)
	}
	if answer.StatusCode() != http.StatusPartialContent {
		have = 0
	}
	return answer.RawBody(), have, nil
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
	_, err = io.Copy(io.Discard, from) // behind the last frame; all of it is hashed
	return err
}

// verdict says what came of it. What can be gone on with is kept, what is wrong is
// not.
func (d *download) verdict(ctx context.Context, l *line, err error) error {
	whole := l.at == d.offer.Bytes
	switch {
	case err == nil && whole && hex.EncodeToString(d.sum.Sum(nil)) == d.offer.Sha256:
		return nil
	case ctx.Err() != nil:
		err = ctx.Err()
	case errors.Is(err, errFull):
	case l.failed != nil:
		err = unreachable(ctx, l.failed)
	case l.at < d.offer.Bytes && (err == nil || errors.Is(err, io.ErrUnexpectedEOF) && l.ended): // cut off, in good order
		err = unreachable(ctx, io.ErrUnexpectedEOF)
	default:
		err = errors.Join(model.Fail("snapshot.bad"), err)
		_ = os.Remove(d.part) // it is of no use; if it stays, the next hash is wrong too
	}
	_ = os.Remove(d.file())
	return err
}

// line is what comes over the line: kept as it comes, and told.
type line struct {
	from   io.Reader
	part   *os.File
	at     int64
	failed error // of the line or of the disk, not of what was said
	ended  bool
	told   time.Time
	d      *download
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	if n > 0 {
		if _, failed := l.part.WriteAt(p[:n], l.at); failed != nil {
			l.failed = full(failed)
			return 0, l.failed
		}
		l.at += int64(n)
		l.d.done.Bytes += int64(n)
	}
	switch {
	case err == io.EOF:
		l.ended = true
	case err != nil:
		l.failed = err
	}
	if time.Since(l.told) > 100*time.Millisecond || err != nil {
		l.told = time.Now()
		l.d.done.Of, l.d.done.Preparing = l.d.offer.Bytes, false
		l.d.tell(l.d.done)
	}
	return n, err
}

var errFull = errors.New("no room for the snapshot")

// full names a full disk.
func full(err error) error {
	const windowsFull = syscall.Errno(112)
	if errors.Is(err, syscall.ENOSPC) || runtime.GOOS == "windows" && errors.Is(err, windowsFull) {
		return errors.Join(model.Fail("storage.full"), errFull, err)
	}
	return err
}
