package store

import (
	"fmt"

	"dianqin/data/model"
)

// AddCode keeps the hash of an enrolment code of a person.
func (t *Tx) AddCode(hash, userID string, expires model.Millis) error {
	if _, err := t.exec("INSERT INTO enrol_code (hash, user_id, expires_at, used_at) VALUES ($1, $2, $3, 0)", hash, userID, int64(expires)); err != nil {
		return fmt.Errorf("add code: %w", err)
	}
	return nil
}

// SpendCode uses up an enrolment code and returns whose it was. A code that will
// not do is a *model.Error: auth.code_wrong, auth.code_used, auth.code_expired.
func (t *Tx) SpendCode(hash string, now model.Millis) (userID string, err error) {
	var expires, used int64
	found, err := t.one([]any{&userID, &expires, &used},
		"SELECT user_id, expires_at, used_at FROM enrol_code WHERE hash = $1"+t.forUpdate(), hash)
	switch {
	case err != nil:
		return "", fmt.Errorf("read code: %w", err)
	case !found:
		return "", model.Fail("auth.code_wrong")
	case used != 0:
		return "", model.Fail("auth.code_used")
	case int64(now) >= expires:
		return "", model.Fail("auth.code_expired")
	}
	if _, err := t.exec("UPDATE enrol_code SET used_at = $1 WHERE hash = $2", int64(now), hash); err != nil {
		return "", fmt.Errorf("spend code: %w", err)
	}
	return userID, nil
}

// AddRefresh keeps the hash of a refresh token.
func (t *Tx) AddRefresh(hash, deviceID, userID string, expires model.Millis) error {
	if _, err := t.exec("INSERT INTO refresh_token (hash, device_id, user_id, expires_at, used_at) VALUES ($1, $2, $3, $4, 0)",
		hash, deviceID, userID, int64(expires)); err != nil {
		return fmt.Errorf("add refresh token: %w", err)
	}
	return nil
}

// SpendRefresh uses up a refresh token. A token that will not do is a
// *model.Error: auth.expired, or auth.reused together with the device and the
// person that it was made for. The caller then revokes the device in this
// transaction and must let it commit.
func (t *Tx) SpendRefresh(hash string, now model.Millis) (deviceID, userID string, err error) {
	var expires, used int64
	found, err := t.one([]any{&deviceID, &userID, &expires, &used},
		"SELECT device_id, user_id, expires_at, used_at FROM refresh_token WHERE hash = $1"+t.forUpdate(), hash)
	switch {
	case err != nil:
		return "", "", fmt.Errorf("read refresh token: %w", err)
	case !found:
		return "", "", model.Fail("auth.expired")
	case used != 0:
		return deviceID, userID, model.Fail("auth.reused")
	case int64(now) >= expires:
		return deviceID, userID, model.Fail("auth.expired")
	}
	if _, err := t.exec("UPDATE refresh_token SET used_at = $1 WHERE hash = $2", int64(now), hash); err != nil {
		return "", "", fmt.Errorf("spend refresh token: %w", err)
	}
	return deviceID, userID, nil
}

// VoidRefresh voids the refresh tokens of a person on a device.
func (t *Tx) VoidRefresh(deviceID, userID string) error {
	if _, err := t.exec("DELETE FROM refresh_token WHERE device_id = $1 AND user_id = $2", deviceID, userID); err != nil {
		return fmt.Errorf("void refresh tokens: %w", err)
	}
	return nil
}
