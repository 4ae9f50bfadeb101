package courier

import (
	"context"
	"net/http"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// pushBatch is how many operations go up in one request (the server takes 200).
const pushBatch = 100

// Push sends the outbox in order until it is empty. It returns the server's
// clock as of the last answer, 0 where nothing was sent.
func (c *Client) Push(ctx context.Context, device string, out Outbox) (serverTime int64, err error) {
	for {
		ops, err := out.Pending(ctx, pushBatch)
		if err != nil || len(ops) == 0 {
			return serverTime, err
		}
		var a wire.PushAnswer
		r := wire.PushRequest{Device: device, Schema: wire.Schema, Ops: ops}
		if err := c.call(ctx, http.MethodPost, "/v1/sync/push", r, &a, true); err != nil {
			return serverTime, err
		}
		if len(a.Results) != len(ops) {
			return serverTime, model.Fail("network.bad_answer", "path", "/v1/sync/push")
		}
		if err := out.Answer(ctx, a.Results, a.DevSeq); err != nil {
			return serverTime, err
		}
		serverTime = a.ServerTime
		if allHeld(a.Results) {
			// Nothing moves before the gap closes: the next round tries again.
			return serverTime, model.Fail("sync.gap", "dev_seq", a.DevSeq)
		}
	}
}

func allHeld(answers []wire.OpAnswer) bool {
	for _, a := range answers {
		if a.Status != wire.Held {
			return false
		}
	}
	return true
}
