package courier

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// inbox keeps what was applied.
type inbox struct {
	epoch  string
	cursor map[string]int64
	rows   []wire.PullRow
	pages  int
	resets int
}

func (b *inbox) Cursor(context.Context) (string, map[string]int64, error) {
	return b.epoch, b.cursor, nil
}

func (b *inbox) ApplyPage(_ context.Context, rows []wire.PullRow, end wire.PullEnd) error {
	b.rows, b.epoch, b.cursor = append(b.rows, rows...), end.Epoch, end.Cursor
	b.pages++
	return nil
}

func (b *inbox) ResetBase(context.Context) error {
	*b = inbox{resets: b.resets + 1}
	return nil
}

func rowOf(seq int64) wire.PullRow {
	body := json.RawMessage(fmt.Sprintf(`{"id":"s%d","end":true,"note":"\u0000<封>"}`, seq))
	return wire.PullRow{Kind: "seal", Id: fmt.Sprintf("s%d", seq), Lane: "station:1", Ver: 1, Seq: seq, State: wire.Live, Body: &body}
}

// lanes is a cursor so long that the end marker's own members come late.
func lanes(seq int64) map[string]int64 {
	out := map[string]int64{"station:1": seq}
	for i := range 50 {
		out[fmt.Sprintf("station:00000000-0000-0000-0000-%012d", i)] = 1
	}
	return out
}

func pageText(end wire.PullEnd, rows ...wire.PullRow) []byte {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	for _, r := range rows {
		_ = lines.Encode(r)
	}
	end.End = true
	_ = lines.Encode(end)
	return b.Bytes()
}

func send(w http.ResponseWriter, text []byte) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	_, _ = w.Write(text)
}

func TestPull_TakesPageAfterPage(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var cursor map[string]int64
		_ = json.Unmarshal([]byte(r.URL.Query().Get("cursor")), &cursor)
		at := cursor["station:1"]
		if (at == 0) != (r.URL.Query().Get("epoch") == "") {
			t.Errorf("asked with %s", r.URL.RawQuery)
		}
		send(w, pageText(wire.PullEnd{Epoch: "e", Cursor: lanes(at + 2), Rows: 2, More: at < 4, Left: 4 - at, ServerTime: 9}, rowOf(at+1), rowOf(at+2)))
	})
	var b inbox
	var told []int
	var left []int64
	got, err := c.Pull(t.Context(), &b, func(p Pulled) { told, left = append(told, p.Rows), append(left, p.Left) })
	if fmt.Sprint(left) != "[4 2 0]" || got.Bytes < 200 {
		t.Errorf("%v rows follow, %d bytes came", left, got.Bytes)
	}
	if err != nil || got.Rows != 6 || got.ServerTime != 9 || b.pages != 3 || fmt.Sprint(told) != "[2 4 6]" {
		t.Fatalf("%+v, %v, %d pages, told %v", got, err, b.pages, told)
	}
	sent, _ := wire.Canonical(*rowOf(6).Body)
	came, _ := wire.Canonical(*b.rows[5].Body)
	if !maps.Equal(b.cursor, lanes(6)) || !bytes.Equal(sent, came) {
		t.Errorf("cursor %v, row %s", b.cursor["station:1"], *b.rows[5].Body)
	}
}

func TestPull_ReadsCompressedPages(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "zstd") {
			t.Error("zstd is not asked for")
		}
		z, _ := zstd.NewWriter(nil)
		w.Header().Set("Content-Encoding", "zstd")
		send(w, z.EncodeAll(pageText(wire.PullEnd{Epoch: "e", Rows: 1}, rowOf(1)), nil))
	})
	var b inbox
	if _, err := c.Pull(t.Context(), &b, nil); err != nil || len(b.rows) != 1 {
		t.Errorf("%v, %d rows", err, len(b.rows))
	}
}

// TestPull_AppliesNoPageThatWasCut wherever the cut is, plain and compressed.
func TestPull_AppliesNoPageThatWasCut(t *testing.T) {
	whole := pageText(wire.PullEnd{Epoch: "e", Rows: 3, Cursor: lanes(3)}, rowOf(1), rowOf(2), rowOf(3))
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	for encoding, text := range map[string][]byte{"": whole, "zstd": z.EncodeAll(whole, nil)} {
		for cut := 0; cut < len(text)-2; cut += max(1, len(text)/97) {
			for _, honest := range []bool{true, false} {
				c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
					if encoding != "" {
						w.Header().Set("Content-Encoding", encoding)
					}
					if honest { // the line breaks, and HTTP says so
						w.Header().Set("Content-Length", fmt.Sprint(len(text)))
					}
					send(w, text[:cut])
				})
				var b inbox
				_, err := c.Pull(t.Context(), &b, nil)
				want(t, err, "network.bad_answer")
				if b.pages != 0 {
					t.Fatalf("a page cut after %d of %d bytes (%s) was applied", cut, len(text), encoding)
				}
			}
		}
	}
}

func TestPull_AppliesNoPageThatIsNotWhatItSays(t *testing.T) {
	for name, text := range map[string]string{
		"a row too few":    string(pageText(wire.PullEnd{Rows: 3}, rowOf(1), rowOf(2))),
		"a row too many":   string(pageText(wire.PullEnd{Rows: 1}, rowOf(1), rowOf(2))),
		"a row of nothing": "{}\n" + string(pageText(wire.PullEnd{Rows: 1})),
		"null":             "null\n" + string(pageText(wire.PullEnd{Rows: 1})),
		"no JSON":          "x\n" + string(pageText(wire.PullEnd{Rows: 0})),
		"no end":           `{"kind":"seal","id":"1","lane":"org","end":false}` + "\n",
		"end undone":       strings.Replace(string(pageText(wire.PullEnd{Rows: 0})), `"end":true`, `"end":false`, 1),
		"endless line":     `{"kind":"` + strings.Repeat("x", maxLine) + `"}`,
		"more of nothing":  "",
	} {
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) { send(w, []byte(text)) })
		var b inbox
		_, err := c.Pull(t.Context(), &b, nil)
		t.Run(name, func(t *testing.T) { want(t, err, "network.bad_answer") })
		if b.pages != 0 {
			t.Errorf("%s: applied", name)
		}
	}
}

func TestPull_DoesNotAskForEver(t *testing.T) {
	calls := 0
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		send(w, pageText(wire.PullEnd{Epoch: "e", More: true}))
	})
	_, err := c.Pull(t.Context(), &inbox{}, nil)
	want(t, err, "network.bad_answer")
	if calls != 1 {
		t.Errorf("asked %d times", calls)
	}
}

func TestPull_BeginsAnewAfterTheServerWasRestored(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if e := r.URL.Query().Get("epoch"); e != "" && e != "new" {
			refuse(w, model.Fail("sync.epoch"))
			return
		}
		send(w, pageText(wire.PullEnd{Epoch: "new", Cursor: lanes(1), Rows: 1}, rowOf(1)))
	})
	b := inbox{epoch: "old", cursor: map[string]int64{"station:1": 70}, rows: []wire.PullRow{rowOf(70)}}
	got, err := c.Pull(t.Context(), &b, nil)
	if err != nil || got.Rows != 1 || b.resets != 1 || b.epoch != "new" || len(b.rows) != 1 || b.rows[0].Id != "s1" {
		t.Errorf("%+v, %v, %+v", got, err, b)
	}
}

func TestPull_BeginsAnewWhereTheServerHasForgottenTooMuch(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("cursor") != "" {
			refuse(w, model.Fail("sync.horizon"))
			return
		}
		send(w, pageText(wire.PullEnd{Epoch: "e", Cursor: lanes(9), Rows: 1}, rowOf(9)))
	})
	b := inbox{epoch: "e", cursor: map[string]int64{"station:1": 2}}
	got, err := c.Pull(t.Context(), &b, nil)
	if err != nil || got.Rows != 1 || b.resets != 1 || len(b.rows) != 1 {
		t.Errorf("%+v, %v, %+v", got, err, b)
	}
}

func TestPull_BeginsAnewOnlyOnce(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { refuse(w, model.Fail("sync.epoch")) })
	b := inbox{epoch: "old", cursor: map[string]int64{}}
	_, err := c.Pull(t.Context(), &b, nil)
	want(t, err, "sync.epoch")
	if b.resets != 1 {
		t.Errorf("reset %d times", b.resets)
	}
}
