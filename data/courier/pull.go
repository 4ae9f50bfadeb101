package courier

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

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
	ServerTime int64
}

// Pull brings the inbox up to the server's state, a page a transaction. progress
// is told how far it is after each page. Where the server was
// restored from a backup (another epoch) the base is begun anew.
func (c *Client) Pull(ctx context.Context, in Inbox, progress func(Pulled)) (Pulled, error) {
	var done Pulled
	for restarted := false; ; {
		end, err := c.page(ctx, in, &done.Bytes)
		var e *model.Error
		if errors.As(err, &e) && e.Code == "sync.epoch" && !restarted {
			restarted = true
			if err := in.ResetBase(ctx); err != nil {
				return done, err
			}
			done.Rows = 0
			continue
		}
		if err != nil {
			return done, err
		}
		done.Rows += end.Rows
		done.ServerTime, done.Left = end.ServerTime, end.Left
		if progress != nil {
			progress(done)
		}
		if !end.More {
			return done, nil
		}
		if end.Rows == 0 { // more, but it does not come: asking again would never end
			return done, badPage(errNoEnd)
		}
	}
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
		SetQueryParam("limit", strconv.Itoa(pullPage))
	if err := c.secure(ctx, r); err != nil {
		return end, err
	}
	if epoch != "" {
		text, err := json.Marshal(cursor)
		if err != nil {
			return end, err
		}
		r.SetQueryParam("epoch", epoch).SetQueryParam("cursor", string(text))
	}
	answer, err := r.Get(pullPath)
	if err != nil {
		return end, unreachable(ctx, err)
	}
	raw := answer.RawBody()
	defer raw.Close()
	body := io.TeeReader(w.over(raw), (*counter)(bytes))
	if answer.Header().Get("Content-Encoding") == "zstd" {
		z, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
		if err != nil {
			return end, unreachable(ctx, err)
		}
		defer z.Close()
		body = z
	}
	if !ours(answer, "application/x-ndjson") {
		text, _ := io.ReadAll(io.LimitReader(body, 1<<20))
		return end, problem(answer.StatusCode(), text)
	}
	rows, end, err := readPage(body)
	if ctx.Err() != nil {
		return end, ctx.Err()
	}
	if err != nil {
		return end, badPage(err)
	}
	return end, in.ApplyPage(ctx, rows, end)
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
