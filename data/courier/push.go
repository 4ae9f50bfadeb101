package courier

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// pushBatch is how many operations go up in one request (the server takes 200).
const pushBatch = 100

const pushPath = "/v1/sync/push"

// Push sends the outbox in order until it is empty. It returns the server's
// clock as of the last answer, 0 where nothing was sent. Operations that are too
// large together go up in smaller batches.
func (c *Client) Push(ctx context.Context, device string, out Outbox) (serverTime int64, err error) {
	answered := map[string]bool{}
	for batch := pushBatch; ; {
		ops, err := out.Pending(ctx, batch)
		if err != nil || len(ops) == 0 {
			return serverTime, err
		}
		var a wire.PushAnswer
		r := wire.PushRequest{Device: device, Schema: wire.Schema, Ops: ops}
		err = c.call(ctx, http.MethodPost, pushPath, r, &a, true)
		if tooLarge(err) && len(ops) > 1 {
			batch = len(ops) / 2
			continue
		}
		if err != nil {
			return serverTime, err
		}
		if !matches(ops, a.Results) {
			return serverTime, model.Fail("network.bad_answer", "path", pushPath)
		}
		if err := out.Answer(ctx, a.Results, a.DevSeq); err != nil {
			return serverTime, err
		}
		serverTime = a.ServerTime
		if !settles(a.Results, answered) {
			// Nothing moves before the gap closes: the next round tries again.
			return serverTime, model.Fail("sync.gap", "dev_seq", a.DevSeq)
		}
	}
}

func tooLarge(err error) bool {
	var e *model.Error
	return errors.As(err, &e) && e.Code == "request.too_large"
}

// matches says whether each operation has its answer, in the order sent. An
// operation that the server could not even read comes back without a name and is
// named here: else it would be sent for ever.
func matches(ops []json.RawMessage, answers []wire.OpAnswer) bool {
	if len(answers) != len(ops) {
		return false
	}
	for i, raw := range ops {
		var sent struct {
			ID string `json:"op_id"`
		}
		if err := json.Unmarshal(raw, &sent); err != nil {
			return false
		}
		if answers[i].OpId == "" {
			answers[i].OpId = sent.ID
		}
		if answers[i].OpId != sent.ID {
			return false
		}
	}
	return true
}

// settles says whether an operation got its final answer that had none before.
// What a newer server may answer besides counts as held.
func settles(answers []wire.OpAnswer, answered map[string]bool) bool {
	fresh := false
	for _, a := range answers {
		if a.Status.Valid() && a.Status != wire.Held && !answered[a.OpId] {
			answered[a.OpId], fresh = true, true
		}
	}
	return fresh
}
