package courier

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/go-resty/resty/v2"
	"github.com/klauspost/compress/zstd"

	"dianqin/data/model"
	"dianqin/data/wire"
)

const (
	pullPath = "/v1/sync/pull"
	pullPage = 5000    // rows
	maxLine  = 4 << 20 // bytes of one record
)

// Pulled says what a pull brought so far.
type Pulled struct {
	Rows       int
	Bytes      int64 // over the line, compressed
	Left       int64 // at most how many rows follow; 0 where the server does not say
	Of         int64 // bytes of the snapshot that is coming down; 0: none is, or they are all here
	Had        int64 // bytes of it that were here before: a download goes on where it was cut
	Preparing  bool  // the server is still making the snapshot
	ServerTime int64
}

// Pull brings the inbox up to the server's state. An inbox that has nothing yet, or
// nothing of use any more (the server was restored from a backup, or has forgotten
// what was deleted since), takes a snapshot where there is one; what is newer comes
// by pages, a page a transaction. progress is told how far it is.
func (c *Client) Pull(ctx context.Context, in Inbox, progress func(Pulled)) (Pulled, error) {
	p := &pull{c: c, in: in, tell: progress}
	if p.tell == nil {
		p.tell = func(Pulled) {}
	}
	epoch, _, err := in.Cursor(ctx)
	if err == nil && epoch == "" {
		_, err = p.snapshot(ctx)
	}
	if err == nil {
		err = p.pages(ctx)
	}
	return p.done, err
}

// pull is one pull under way.
type pull struct {
	c         *Client
	in        Inbox
	tell      func(Pulled)
	done      Pulled
	restarted bool
}

func (p *pull) pages(ctx context.Context) error {
	for {
		end, err := p.c.page(ctx, p.in, &p.done.Bytes)
		if startsAnew(err) && !p.restarted {
			if err := p.restart(ctx); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		p.done.Rows += end.Rows
		p.done.ServerTime, p.done.Left = end.ServerTime, end.Left
		p.tell(p.done)
		if !end.More {
			return nil
		}
		if end.Rows == 0 { // more, but it does not come: asking again would never end
			return badPage(errNoEnd)
		}
	}
}

// startsAnew says whether the cursor is of no use to the server.
func startsAnew(err error) bool {
	var e *model.Error
	return errors.As(err, &e) && (e.Code == "sync.epoch" || e.Code == "sync.horizon")
}

// restart begins the inbox anew. What it has stays until there is something better.
func (p *pull) restart(ctx context.Context) error {
	p.restarted = true
	taken, err := p.snapshot(ctx)
	if err != nil || taken {
		return err
	}
	p.done.Rows = 0
	return p.in.ResetBase(ctx)
}

func (c *Client) page(ctx context.Context, in Inbox, bytes *int64) (wire.PullEnd, error) {
	var end wire.PullEnd
	epoch, cursor, err := in.Cursor(ctx)
	if err != nil {
		return end, err
	}
	w := c.watch(ctx)
	defer w.stop()
	r := c.http.R().SetContext(w.ctx).SetDoNotParseResponse(true).SetHeader("Accept-Encoding", "zstd").
		SetQueryParam("limit", strconv.Itoa(pullPage)).SetQueryParam("schema", strconv.Itoa(wire.Schema))
	if err := c.secure(ctx, r); err != nil {
		return end, err
	}
	if epoch != "" {
		text, err := json.Marshal(cursor)
		if err != nil {
			return end, err
		}
		r.SetQueryParam("epoch", epoch).SetQueryParam("cursor", string(text))
		if base, ok := in.(Base); ok && base.Whole(ctx) {
			r.SetQueryParam("whole", "true")
		}
	}
	rows, end, err := c.rows(ctx, w, r, pullPath, bytes)
	if err != nil {
		return end, err
	}
	return end, in.ApplyPage(ctx, rows, end)
}

// rows fetches lines of rows and their end marker.
func (c *Client) rows(ctx context.Context, w *watch, r *resty.Request, path string, bytes *int64) ([]wire.PullRow, wire.PullEnd, error) {
	var end wire.PullEnd
	answer, err := r.Get(path)
	if err != nil {
		return nil, end, unreachable(ctx, err)
	}
	raw := answer.RawBody()
	defer raw.Close()
	body := io.TeeReader(w.over(raw), (*counter)(bytes))
	if answer.Header().Get("Content-Encoding") == "zstd" {
		z, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
		if err != nil {
			return nil, end, unreachable(ctx, err)
		}
		defer z.Close()
		body = z
	}
	if !ours(answer, "application/x-ndjson") {
		text, _ := io.ReadAll(io.LimitReader(body, 1<<20))
		return nil, end, problem(answer.StatusCode(), text)
	}
	rows, end, err := readPage(body)
	if ctx.Err() != nil {
		return nil, end, ctx.Err()
	}
	if err != nil {
		return nil, end, badPage(err)
	}
	return rows, end, nil
}

// counter counts what flows past it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func badPage(why error) error {
	return errors.Join(model.Fail("network.bad_answer", "path", pullPath), why)
}

var (
	errCut   = errors.New("the page was cut off before its end marker")
	errNoEnd = errors.New("the page promises more and brings nothing")
)

// readPage reads the rows of a page. Without the end marker, or with a count that
// differs, the page was cut and nothing of it counts.
func readPage(body io.Reader) ([]wire.PullRow, wire.PullEnd, error) {
	lines := bufio.NewScanner(body)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	var rows []wire.PullRow
	for lines.Scan() {
		var line struct {
			wire.PullRow
			wire.PullEnd
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, wire.PullEnd{}, fmt.Errorf("line %d of the page: %w", len(rows)+1, err)
		}
		switch {
		case !line.End && (line.Kind == "" || line.Id == "" || line.Lane == ""):
			return nil, wire.PullEnd{}, fmt.Errorf("line %d of the page is neither row nor end", len(rows)+1)
		case !line.End:
			rows = append(rows, line.PullRow)
		case line.Rows != len(rows):
			return nil, line.PullEnd, errCut
		default:
			return rows, line.PullEnd, nil
		}
	}
	if err := lines.Err(); err != nil {
		return nil, wire.PullEnd{}, fmt.Errorf("after %d rows: %w", len(rows), err)
	}
	return nil, wire.PullEnd{}, errCut
}
