package identity

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"dianqin/data/model"
	"dianqin/server/store"
)

// quarantine is how long after its token expired a revoked device may still hand
// in facts, which the server keeps apart: what happened is never dropped.
const quarantine = 90 * 24 * time.Hour

// Caller returns who holds an access token, as the store knows them now: roles,
// stations and revocations hold at once. Codes: auth.required, auth.expired,
// device.unknown, device.revoked, auth.forbidden.
func (s *Service) Caller(ctx context.Context, token string) (Caller, error) {
	return s.caller(ctx, token, false)
}

// Pusher is Caller for the one route where a revoked device is still heard, even
// with a token that ran out since: it can get no new one.
func (s *Service) Pusher(ctx context.Context, token string) (Caller, error) {
	return s.caller(ctx, token, true)
}

func (s *Service) caller(ctx context.Context, token string, revokedToo bool) (Caller, error) {
	c, bad := s.readToken(token)
	if bad != nil {
		return Caller{}, bad
	}
	now := s.millis()
	d, found, u, err := s.store.Caller(ctx, c.Device, c.User)
	switch {
	case err != nil:
	case !found:
		err = model.Fail("device.unknown")
	case d.RevokedAt != 0 && !revokedToo:
		err = model.Fail("device.revoked")
	case now >= c.Expires && d.RevokedAt == 0, now >= c.Expires+model.Millis(quarantine.Milliseconds()):
		err = model.Fail("auth.expired")
	case u == nil || u.Inactive:
		err = model.Fail("auth.forbidden")
	}
	if err != nil {
		return Caller{}, fmt.Errorf("find the caller: %w", err)
	}
	s.see(ctx, d, now)
	return Caller{User: *u, Device: d}, nil
}

// seenEvery is how exactly it is known when a device last asked: a write at every
// request would hold up the writers for nothing.
const seenEvery = time.Minute

// see notes that a device asked for something, at most once a minute. It is a note
// for people: where it cannot be made, the request goes on.
func (s *Service) see(ctx context.Context, d store.Device, now model.Millis) {
	if now-d.LastSeenAt < model.Millis(seenEvery.Milliseconds()) {
		return
	}
	if err := s.store.Write(ctx, func(t *store.Tx) error { return t.SeeDevice(d.ID, now) }); err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "a device is not noted as seen", "device", d.ID, "err", err)
	}
}
