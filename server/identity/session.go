package identity

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// SignIn opens a session of a person at a device: not only of the one who
// enrolled it. Codes: device.unknown, device.revoked, auth.wrong (login,
// password or proof), auth.wait (seconds), auth.forbidden (no longer active).
func (s *Service) SignIn(ctx context.Context, r wire.SignInRequest) (wire.Session, error) {
	device, hash, err := s.attempt(ctx, r)
	if err != nil {
		return wire.Session{}, fmt.Errorf("sign in: %w", err)
	}
	right, err := s.matches(ctx, r.Password, hash)
	switch {
	case err != nil:
		return wire.Session{}, fmt.Errorf("sign in: %w", err)
	case !right:
		return wire.Session{}, model.Fail("auth.wrong")
	}
	token, err := newRefresh()
	if err != nil {
		return wire.Session{}, err
	}
	var user people.User
	err = s.store.Write(ctx, func(t *store.Tx) error {
		a, _, err := t.AccountByLogin(r.Login)
		if err != nil {
			return err
		}
		if user, err = activeUser(t, a.UserID); err != nil {
			return err
		}
		a.Fails, a.LockedUntil = 0, 0
		if err := t.PutAccount(a); err != nil {
			return err
		}
		return s.addRefresh(t, token, device, user.ID)
	})
	if err != nil {
		return wire.Session{}, fmt.Errorf("sign in: %w", err)
	}
	return s.session(device, user, token)
}

// attempt checks the device and counts the try before any password is compared.
// For an unknown login it returns a hash that nothing matches.
func (s *Service) attempt(ctx context.Context, r wire.SignInRequest) (device, hash string, err error) {
	hash = nobody
	var wait *model.Error
	err = s.store.Write(ctx, func(t *store.Tx) error {
		d, err := liveDevice(t, r.DeviceId)
		if err != nil {
			return err
		}
		if !ed25519.Verify(d.Key, wire.SessionProof(r.DeviceId, r.Login, r.At), r.Proof) {
			return model.Fail("auth.wrong").At("/proof")
		}
		device = d.ID
		a, found, err := t.AccountByLogin(r.Login)
		if err != nil {
			return err
		}
		if !found {
			wait = s.ghosts.try(r.Login, s.millis())
			return nil
		}
		next, why := attempts{a.Fails, a.LockedUntil}.try(s.millis())
		if why != nil {
			wait = why
			return nil
		}
		hash = a.PasswordHash
		a.Fails, a.LockedUntil = next.fails, next.until
		return t.PutAccount(a)
	})
	if err == nil && wait != nil {
		err = wait
	}
	return device, hash, err
}

// Refresh rotates the tokens of a session. A token that was used before revokes
// the device, unless its successor was never used: then the answer was lost on
// the way and is given again. Codes: auth.wrong (proof), auth.expired,
// auth.reused, device.unknown, device.revoked, auth.forbidden.
func (s *Service) Refresh(ctx context.Context, r wire.RefreshRequest) (wire.Session, error) {
	var device string
	var user people.User
	var reused *model.Error
	next := s.successor(r.RefreshToken)
	err := s.store.Write(ctx, func(t *store.Tx) error {
		id, userID, err := t.SpendRefresh(digest(r.RefreshToken), s.millis())
		again := codeOf(err) == "auth.reused"
		if err != nil && !again {
			return err
		}
		d, err := liveDevice(t, id)
		if err != nil {
			return err
		}
		if !ed25519.Verify(d.Key, wire.RefreshProof(r.RefreshToken), r.Proof) {
			return model.Fail("auth.wrong").At("/proof")
		}
		if user, err = activeUser(t, userID); err != nil {
			return err
		}
		device = d.ID
		if !again {
			return s.addRefresh(t, next, device, user.ID)
		}
		fresh, err := s.unspent(t, next)
		if err != nil || fresh {
			return err
		}
		reused = model.Fail("auth.reused")
		return errors.Join(t.RevokeDevice(device, s.millis()), t.VoidRefresh(device, user.ID))
	})
	switch {
	case err != nil:
		return wire.Session{}, fmt.Errorf("refresh a session: %w", err)
	case reused != nil:
		return wire.Session{}, reused
	}
	return s.session(device, user, next)
}

var errTried = errors.New("tried")

// unspent says whether a refresh token could still be spent, without spending it.
func (s *Service) unspent(t *store.Tx, token string) (bool, error) {
	err := t.Savepoint(func() error {
		if _, _, err := t.SpendRefresh(digest(token), s.millis()); err != nil {
			return err
		}
		return errTried
	})
	switch {
	case store.Fatal(err): // what was tried may stand: this run of the transaction must not be committed
		return false, err
	case errors.Is(err, errTried):
		return true, nil
	case codeOf(err) != "":
		return false, nil
	}
	return false, err
}

// SignOut voids the refresh tokens of the caller's device and person.
func (s *Service) SignOut(ctx context.Context, c Caller) error {
	return s.store.Write(ctx, func(t *store.Tx) error { return t.VoidRefresh(c.Device.ID, c.User.ID) })
}

func (s *Service) addRefresh(t *store.Tx, token, device, user string) error {
	return t.AddRefresh(digest(token), device, user, model.MillisOf(s.now().Add(RefreshLife)))
}

func (s *Service) session(device string, u people.User, refresh string) (wire.Session, error) {
	c := claims{Device: device, User: u.ID, Expires: model.MillisOf(s.now().Add(AccessLife))}
	access, err := s.accessToken(c)
	if err != nil {
		return wire.Session{}, err
	}
	lanes := []string{}
	for _, l := range u.Lanes() {
		lanes = append(lanes, string(l))
	}
	return wire.Session{AccessToken: access, RefreshToken: refresh, ExpiresAt: int64(c.Expires), User: u,
		Lanes: lanes, ServerTime: int64(s.millis())}, nil
}

// liveDevice returns an enrolled device. Codes: device.unknown, device.revoked.
func liveDevice(t *store.Tx, id string) (store.Device, error) {
	d, found, err := t.Device(id)
	switch {
	case err != nil:
		return d, err
	case !found:
		return d, model.Fail("device.unknown").At("/device_id")
	case d.RevokedAt != 0:
		return d, model.Fail("device.revoked")
	}
	return d, nil
}

// activeUser returns a person who may work. Code: auth.forbidden.
func activeUser(t *store.Tx, id string) (people.User, error) {
	u, found, err := t.User(id)
	if err == nil && (!found || u.Inactive) {
		err = model.Fail("auth.forbidden")
	}
	return u, err
}

// codeOf returns the code of a rule's error, or "".
func codeOf(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
