package courier

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// outbox is the phone's side: what has no final answer is sent again.
type outbox struct {
	ops     []json.RawMessage
	ids     []string
	answers map[string][]wire.OpAnswerStatus
	devSeq  int64
}

func newOutbox(n int) *outbox {
	o := &outbox{answers: map[string][]wire.OpAnswerStatus{}}
	for i := range n {
		o.add(fmt.Sprintf("op%d", i+1), `"x"`)
	}
	return o
}

func (o *outbox) add(id, body string) {
	o.ids = append(o.ids, id)
	o.ops = append(o.ops, json.RawMessage(fmt.Sprintf(`{"op_id":%q,"body":%s}`, id, body)))
}

func (o *outbox) Pending(_ context.Context, limit int) ([]json.RawMessage, error) {
	var out []json.RawMessage
	for i, id := range o.ids {
		if len(o.answers[id]) == 0 && len(out) < limit {
			out = append(out, o.ops[i])
		}
	}
	return out, nil
}

func (o *outbox) Answer(_ context.Context, answers []wire.OpAnswer, devSeq int64) error {
	for _, a := range answers {
		if a.Status != wire.Held {
			o.answers[a.OpId] = append(o.answers[a.OpId], a.Status)
		}
	}
	o.devSeq = devSeq
	return nil
}

// taker is the server's side: it keeps each operation once, whatever is repeated.
type taker struct {
	kept  []string // op_ids in the order in which they came first
	raw   map[string]string
	calls atomic.Int32
}

func (k *taker) take(t *testing.T, r *http.Request, status func(id string) wire.OpAnswerStatus) wire.PushAnswer {
	k.calls.Add(1)
	var in struct {
		Device string
		Schema int
		Ops    []json.RawMessage
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		t.Error(err)
	}
	if in.Device != "d" || in.Schema != wire.Schema || r.Header.Get("Authorization") != "Bearer token" {
		t.Errorf("device %q, schema %d, %s", in.Device, in.Schema, r.Header.Get("Authorization"))
	}
	a := wire.PushAnswer{ServerTime: 99, Results: []wire.OpAnswer{}}
	for _, raw := range in.Ops {
		var op struct {
			ID string `json:"op_id"`
		}
		if err := json.Unmarshal(raw, &op); err != nil {
			t.Error(err)
		}
		if !slices.Contains(k.kept, op.ID) {
			k.kept = append(k.kept, op.ID)
		}
		if k.raw == nil {
			k.raw = map[string]string{}
		}
		k.raw[op.ID] = string(raw)
		a.Results = append(a.Results, wire.OpAnswer{OpId: op.ID, Status: status(op.ID), Seq: map[string]int64{}})
	}
	a.DevSeq = int64(len(k.kept))
	return a
}

func applied(string) wire.OpAnswerStatus { return wire.Applied }

func TestPush_SendsTheWholeOutboxInOrder(t *testing.T) {
	var k taker
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, k.take(t, r, applied)) })
	o := newOutbox(2*pushBatch + 1)
	at, err := c.Push(t.Context(), "d", o)
	if err != nil || at != 99 {
		t.Fatal(at, err)
	}
	if !slices.Equal(k.kept, o.ids) || k.calls.Load() != 3 || o.devSeq != int64(len(o.ids)) {
		t.Errorf("%d kept in %d calls, dev_seq %d", len(k.kept), k.calls.Load(), o.devSeq)
	}
	if at, err := c.Push(t.Context(), "d", o); at != 0 || err != nil || k.calls.Load() != 3 {
		t.Errorf("an empty outbox was sent: %v %v", at, err)
	}
}

func TestPush_RepeatsWhatWasNotAnswered(t *testing.T) {
	var k taker
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		a := k.take(t, r, applied)
		if k.calls.Load() == 1 { // kept, but the answer is lost on its way
			panic(http.ErrAbortHandler)
		}
		reply(w, 200, a)
	})
	o := newOutbox(3)
	_, err := c.Push(t.Context(), "d", o)
	want(t, err, "network.unreachable")
	if len(o.answers) != 0 {
		t.Fatalf("answered without an answer: %v", o.answers)
	}
	if _, err := c.Push(t.Context(), "d", o); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(k.kept, o.ids) {
		t.Errorf("the server keeps %v", k.kept)
	}
	for _, id := range o.ids {
		if len(o.answers[id]) != 1 {
			t.Errorf("%s was answered %v", id, o.answers[id])
		}
	}
}

func TestPush_AHalfAnswerIsNone(t *testing.T) {
	for name, body := range map[string]string{"cut": `{"results":[{"op_id":"op1","st`, "of others": `{"results":[{"op_id":"op2","status":"applied"},{"op_id":"op1","status":"applied"}]}`,
		"too few": `{"results":[{"op_id":"op1","status":"applied"}]}`, "empty": `{}`} {
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
		o := newOutbox(2)
		_, err := c.Push(t.Context(), "d", o)
		t.Run(name, func(t *testing.T) { want(t, err, "network.bad_answer") })
		if len(o.answers) != 0 {
			t.Errorf("%s: answered %v", name, o.answers)
		}
	}
}

func TestPush_StopsAtAGap(t *testing.T) {
	var k taker
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		reply(w, 200, k.take(t, r, func(id string) wire.OpAnswerStatus {
			if id == "op1" {
				return wire.Applied
			}
			return wire.Held
		}))
	})
	_, err := c.Push(t.Context(), "d", newOutbox(3))
	want(t, err, "sync.gap")
	if n := k.calls.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// TestPush_EndsWhateverTheServerAnswers: a status of tomorrow settles nothing, and
// an operation that the server cannot name is refused all the same.
func TestPush_EndsWhateverTheServerAnswers(t *testing.T) {
	var k taker
	odd := serve(t, func(w http.ResponseWriter, r *http.Request) {
		reply(w, 200, k.take(t, r, func(string) wire.OpAnswerStatus { return "of_tomorrow" }))
	})
	_, err := odd.Push(t.Context(), "d", stuck{newOutbox(1)})
	want(t, err, "sync.gap")

	nameless := serve(t, func(w http.ResponseWriter, r *http.Request) {
		a := k.take(t, r, func(string) wire.OpAnswerStatus { return wire.Rejected })
		a.Results[0].OpId = ""
		reply(w, 200, a)
	})
	o := newOutbox(1)
	if _, err := nameless.Push(t.Context(), "d", o); err != nil || !slices.Equal(o.answers["op1"], []wire.OpAnswerStatus{wire.Rejected}) {
		t.Errorf("%v, %v", err, o.answers)
	}

	k = taker{}
	same := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, k.take(t, r, applied)) })
	_, err = same.Push(t.Context(), "d", stuck{newOutbox(1)})
	want(t, err, "sync.gap")
	if n := k.calls.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// stuck is an outbox that keeps what it was told to drop.
type stuck struct{ *outbox }

func (stuck) Answer(context.Context, []wire.OpAnswer, int64) error { return nil }

func TestPush_SendsLessWhereItIsTooMuch(t *testing.T) {
	var k taker
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > 200 {
			refuse(w, model.Fail("request.too_large", "max", 200))
			return
		}
		reply(w, 200, k.take(t, r, applied))
	})
	o := newOutbox(10)
	if _, err := c.Push(t.Context(), "d", o); err != nil || len(k.kept) != 10 {
		t.Errorf("%v, kept %v", err, k.kept)
	}
	o.add("huge", `"`+strings.Repeat("0", 400)+`"`)
	_, err := c.Push(t.Context(), "d", o)
	want(t, err, "request.too_large")
}

func TestPush_KeepsOddTexts(t *testing.T) {
	var k taker
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, k.take(t, r, applied)) })
	o := newOutbox(0)
	o.add("op1", `{"note":"a\u0000b<&>\u2028封印"}`)
	if _, err := c.Push(t.Context(), "d", o); err != nil {
		t.Fatal(err)
	}
	sent, _ := wire.Hash(o.ops[0])
	if got, err := wire.Hash([]byte(k.raw["op1"])); err != nil || got != sent {
		t.Errorf("sent %s, came %s (%v)", o.ops[0], k.raw["op1"], err)
	}
}
