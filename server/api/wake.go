package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/identity"
	"dianqin/server/sync"
)

// Seconds that a device may wait to be woken.
const (
	usualWait = 50
	maxWait   = 55
)

// wake waits until there is something for the device.
func (a *API) wake(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	v := r.URL.Query()
	cursor, err := cursorOf(v.Get("cursor"))
	if err != nil {
		return err
	}
	wait := usualWait
	if text := v.Get("wait"); text != "" {
		if wait, err = strconv.Atoi(text); err != nil || wait < 0 || wait > maxWait {
			return model.Fail("request.malformed", "max", maxWait).At("/wait")
		}
	}
	ctx, stop := a.untilDraining(r.Context())
	defer stop()
	changed, err := a.Sync.Wake(ctx, sync.Caller{User: c.User, Device: c.Device}, v.Get("epoch"), cursor, time.Duration(wait)*time.Second)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, wire.WakeAnswer{Changed: changed})
}

// untilDraining ends when the server is about to: who waits is then told to ask
// again, which another server may answer.
func (a *API) untilDraining(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if a.Draining == nil {
		return ctx, cancel
	}
	stop := context.AfterFunc(a.Draining, cancel)
	return ctx, func() { stop(); cancel() }
}

// digest says what a lane holds.
func (a *API) digest(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	lane, err := laneOf(r)
	if err != nil {
		return err
	}
	d, err := a.Sync.Digest(r.Context(), sync.Caller{User: c.User, Device: c.Device}, lane)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, d)
}

// repair gives the records of some ranges of a lane.
func (a *API) repair(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	lane, err := laneOf(r)
	if err != nil {
		return err
	}
	ranges, err := hex.DecodeString(r.URL.Query().Get("ranges"))
	if err != nil || len(ranges) == 0 || len(ranges) > wire.DigestRanges {
		return model.Fail("request.malformed").At("/ranges")
	}
	slices.Sort(ranges)
	return a.sendPage(w, r, func(lines *json.Encoder) error {
		lines.SetEscapeHTML(false)
		end, err := a.Sync.Range(r.Context(), sync.Caller{User: c.User, Device: c.Device}, lane, slices.Compact(ranges),
			func(row wire.PullRow) error { return lines.Encode(row) })
		if err != nil {
			return err
		}
		return lines.Encode(end)
	})
}

func laneOf(r *http.Request) (model.Lane, error) {
	lane := r.URL.Query().Get("lane")
	if lane == "" || len(lane) > 128 {
		return "", model.Fail("request.malformed").At("/lane")
	}
	return model.Lane(lane), nil
}
