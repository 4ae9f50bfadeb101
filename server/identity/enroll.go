package identity

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"unicode/utf8"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"

	"github.com/google/uuid"
)

// MinPassword is the fewest characters of a password.
const MinPassword = 8

const (
	maxPassword   = 1024
	maxDeviceName = 200
)

// Enroll spends a code and takes a device in. Codes: field.required,
// request.malformed, password.too_short, auth.wrong (the device has not the key
// that it shows), auth.code_wrong, auth.code_expired, auth.code_used.
func (s *Service) Enroll(ctx context.Context, r wire.EnrollRequest) (wire.EnrollAnswer, error) {
	if bad := checkEnroll(r); bad != nil {
		return wire.EnrollAnswer{}, bad
	}
	var hash string
	if r.Password != nil { // before the transaction: hashing is slow on purpose
		var err error
		if hash, err = s.hash(ctx, *r.Password); err != nil {
			return wire.EnrollAnswer{}, err
		}
	}
	d := store.Device{ID: uuid.NewString(), Name: r.DeviceName, Key: r.PublicKey, EnrolledAt: s.millis()}
	var user people.User
	err := s.store.Write(ctx, func(t *store.Tx) error {
		userID, err := t.SpendCode(digest(plain(r.Code)), s.millis())
		if err != nil {
			return err
		}
		found := false
		if user, found, err = t.User(userID); err != nil {
			return err
		} else if !found || user.Inactive {
			return model.Fail("auth.code_wrong").At("/code")
		}
		if err := firstPassword(t, user, hash); err != nil {
			return err
		}
		d.UserID = userID
		return t.AddDevice(d)
	})
	if err != nil {
		return wire.EnrollAnswer{}, fmt.Errorf("enrol a device: %w", err)
	}
	return wire.EnrollAnswer{DeviceId: d.ID, UserId: user.ID, Login: user.Login, Epoch: s.epoch}, nil
}

func checkEnroll(r wire.EnrollRequest) *model.Error {
	switch {
	case r.Code == "":
		return model.Fail("field.required").At("/code")
	case len(r.PublicKey) != ed25519.PublicKeySize:
		return model.Fail("request.malformed").At("/public_key")
	case r.DeviceName == "":
		return model.Fail("field.required").At("/device_name")
	case utf8.RuneCountInString(r.DeviceName) > maxDeviceName:
		return model.Fail("request.malformed").At("/device_name")
	case !ed25519.Verify(r.PublicKey, wire.EnrollProof(r.Code), r.Proof):
		return model.Fail("auth.wrong").At("/proof")
	case r.Password != nil:
		return checkPassword(*r.Password)
	}
	return nil
}

func checkPassword(p string) *model.Error {
	switch {
	case utf8.RuneCountInString(p) < MinPassword:
		return model.Fail("password.too_short", "min", MinPassword).At("/password")
	case len(p) > maxPassword:
		return model.Fail("request.malformed").At("/password")
	}
	return nil
}

// firstPassword sets the password of a person who has none; one that is set
// already stays: a code alone must not take an account over.
func firstPassword(t *store.Tx, u people.User, hash string) error {
	a, found, err := t.AccountByUser(u.ID)
	switch {
	case err != nil:
		return err
	case found && a.PasswordHash != "":
		return nil
	case hash == "":
		return model.Fail("field.required").At("/password")
	}
	return t.PutAccount(store.Account{UserID: u.ID, Login: u.Login, PasswordHash: hash})
}

// SetPassword gives a person a password of any length, as the demo region does.
// Code: user.unknown.
func (s *Service) SetPassword(ctx context.Context, userID, password string) error {
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.Write(ctx, func(t *store.Tx) error {
		u, found, err := t.User(userID)
		switch {
		case err != nil:
			return err
		case !found:
			return model.Fail("user.unknown")
		}
		return t.PutAccount(store.Account{UserID: u.ID, Login: u.Login, PasswordHash: hash})
	})
}
