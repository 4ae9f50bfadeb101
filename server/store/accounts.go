package store

import (
	"fmt"

	"dianqin/data/model"
)

// Account is what a person signs in with. Fails counts wrong passwords since the
// last right one; until LockedUntil none is looked at.
type Account struct {
	UserID, Login, PasswordHash string
	Fails                       int
	LockedUntil                 model.Millis
}

// AccountByLogin finds an account by staff number. In a Write nobody else changes
// it until the commit.
func (t *Tx) AccountByLogin(login string) (Account, bool, error) {
	return t.account("login = $1", login)
}

// AccountByUser finds the account of a person.
func (t *Tx) AccountByUser(userID string) (Account, bool, error) {
	return t.account("user_id = $1", userID)
}

func (t *Tx) account(where string, arg string) (Account, bool, error) {
	var a Account
	found, err := t.one([]any{&a.UserID, &a.Login, &a.PasswordHash, &a.Fails, &a.LockedUntil},
		"SELECT user_id, login, password_hash, fails, locked_until FROM account WHERE "+where+t.forUpdate(), arg)
	if err != nil {
		return a, false, fmt.Errorf("read account: %w", err)
	}
	return a, found, nil
}

// PutAccount writes a person's account.
func (t *Tx) PutAccount(a Account) error {
	_, err := t.exec(`INSERT INTO account (user_id, login, password_hash, fails, locked_until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (user_id) DO UPDATE SET login = excluded.login, password_hash = excluded.password_hash,
		fails = excluded.fails, locked_until = excluded.locked_until`,
		a.UserID, a.Login, a.PasswordHash, a.Fails, int64(a.LockedUntil))
	if err != nil {
		return fmt.Errorf("put account: %w", err)
	}
	return nil
}
