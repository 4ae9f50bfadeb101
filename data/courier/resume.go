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
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"dianqin/data/model"
)

// coming is a file of a known hash on its way down. What came is kept in part, over
// restarts of the app, and gone on with; bytes of another version are never mixed into
// it. Snapshots of the base and packs of maps come this way.
type coming struct {
	c     *Client
	path  string // of the route
	mime  string // that the contract names for it
	hash  string // SHA-256 of the whole, hex
	bytes int64
	part  string       // the file in which it is kept
	bad   *model.Error // what bytes are that are not those of the hash

	// tell is told how many bytes were here before and how many came now, at most ten
	// times a second; nil: nobody is.
	tell func(had, came int64)

	had, at int64 // bytes that were here; that are here
	sum     hash.Hash
	out     *os.File
	failed  error // of the line or of the disk, not of what was said
	ended   bool
	told    time.Time
}

// run gives all bytes from the first to use as they come. When it returns nil, use
// has read all of them and their hash was right; part is still there.
func (d *coming) run(ctx context.Context, use func(io.Reader) error) error {
	out, err := os.OpenFile(d.part, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("keep what comes: %w", full(err))
	}
	d.out = out
	err = d.read(ctx, use)
	if e := out.Close(); e != nil && err == nil {
		err = fmt.Errorf("keep what comes: %w", full(e))
	}
	return err
}

func (d *coming) read(ctx context.Context, use func(io.Reader) error) error {
	have, err := d.out.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("keep what comes: %w", err)
	}
	if have > d.bytes {
		have = 0
	}
	w := d.c.watch(ctx)
	defer w.stop()
	rest, have, err := d.ask(w, have)
	if err != nil {
		return err
	}
	defer rest.Close()
	if err := d.out.Truncate(have); err != nil {
		return fmt.Errorf("keep what comes: %w", err)
	}
	d.had, d.at, d.sum = have, have, sha256.New()
	all := io.TeeReader(io.MultiReader(io.NewSectionReader(d.out, 0, have), &line{d, w.over(io.LimitReader(rest, d.bytes-have+1))}), d.sum)
	if err = use(all); err == nil {
		_, err = io.Copy(io.Discard, all) // behind the last frame; all of it is hashed
	}
	return d.verdict(ctx, err)
}

// ask asks for what is left. The server may have no use for our part: then it
// begins at 0.
func (d *coming) ask(w *watch, have int64) (io.ReadCloser, int64, error) {
	if have == d.bytes {
		return http.NoBody, have, nil
	}
	r := d.c.http.R().SetContext(w.ctx).SetDoNotParseResponse(true).SetHeader("Accept-Encoding", "identity")
	if err := d.c.secure(w.ctx, r); err != nil {
		return nil, 0, err
	}
	if have > 0 {
		r.SetHeader("Range", "bytes="+strconv.FormatInt(have, 10)+"-").SetHeader("If-Range", `"`+d.hash+`"`)
	}
	answer, err := r.Get(d.path)
	if err != nil {
		return nil, 0, unreachable(w.ctx, err)
	}
	if !ours(answer, d.mime) {
		defer answer.RawBody().Close()
		text, _ := io.ReadAll(io.LimitReader(answer.RawBody(), 1<<20))
		return nil, 0, problem(answer.StatusCode(), text)
	}
	if tag := answer.Header().Get("ETag"); tag != "" && tag != `"`+d.hash+`"` { // another stands there since it was offered
		return nil, 0, errors.Join(model.Fail("pack.changed"), answer.RawBody().Close())
	}
	if answer.StatusCode() != http.StatusPartialContent {
		have = 0
	}
	return answer.RawBody(), have, nil
}

// verdict says what came of it. What can be gone on with is kept, what is wrong is
// not.
func (d *coming) verdict(ctx context.Context, err error) error {
	whole := d.at == d.bytes
	switch {
	case err == nil && whole && hex.EncodeToString(d.sum.Sum(nil)) == d.hash:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errFull):
		return err
	case d.failed != nil:
		return unreachable(ctx, d.failed)
	case d.at < d.bytes && (err == nil || errors.Is(err, io.ErrUnexpectedEOF) && d.ended): // cut off, in good order
		return unreachable(ctx, io.ErrUnexpectedEOF)
	}
	_ = d.out.Truncate(0)
	_ = os.Remove(d.part) // it is of no use; if it stays, the next hash is wrong too
	return errors.Join(d.bad, err)
}

// line is what comes over the line: kept as it comes, and told.
type line struct {
	*coming
	from io.Reader
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	if n > 0 {
		if _, failed := l.out.WriteAt(p[:n], l.at); failed != nil {
			l.failed = full(failed)
			return 0, l.failed
		}
		l.at += int64(n)
	}
	switch {
	case err == io.EOF:
		l.ended = true
	case err != nil:
		l.failed = err
	}
	if l.tell != nil && (time.Since(l.told) > 100*time.Millisecond || err != nil) {
		l.told = time.Now()
		l.tell(l.had, l.at-l.had)
	}
	return n, err
}

var errFull = errors.New("no room for what comes")

// full names a full disk.
func full(err error) error {
	const windowsFull = syscall.Errno(112)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || runtime.GOOS == "windows" && errors.Is(err, windowsFull) {
		return errors.Join(model.Fail("storage.full"), errFull, err)
	}
	return err
}
