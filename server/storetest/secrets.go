package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

func devices(t *testing.T, open Open) {
	s := open(t)
	write(t, s, func(tx *store.Tx) error {
		err := tx.AddDevice(store.Device{ID: "d1", UserID: "u1", Name: "phone", Key: []byte{1, 0, 2}, EnrolledAt: 5})
		expect(t, "add", true, err)
		expect(t, "chain", true, tx.SetDeviceChain("d1", 7, "abc"))
		expect(t, "token", true, tx.AddRefresh("r1", "d1", "u1", 100))
		expect(t, "revoke", true, tx.RevokeDevice("d1", 9))
		expect(t, "revoke again", true, tx.RevokeDevice("d1", 10))
		d, found, err := tx.Device("d1")
		expect(t, "device", found && d.LastSeq == 7 && d.LastHash == "abc" && d.RevokedAt == 9 && bytes.Equal(d.Key, []byte{1, 0, 2}), err)
		_, _, err = tx.SpendRefresh("r1", 10)
		code(t, err, "auth.expired")
		_, found, err = tx.Device("d2")
		expect(t, "none", !found, err)

		expect(t, "seen", true, tx.SeeDevice("d1", 8))
		expect(t, "seen before", true, tx.SeeDevice("d1", 6))
		expect(t, "another", true, tx.AddDevice(store.Device{ID: "d0", UserID: "u2", Name: "desk", Key: []byte{1}, EnrolledAt: 4}))
		for i, status := range []string{store.Held, store.Held, "applied"} {
			expect(t, "operation", true, tx.AddOperation(store.Operation{ID: fmt.Sprint("o", i), Device: "d1", DevSeq: int64(9 + i), Status: status}))
		}
		all, err := tx.Devices()
		expect(t, "two devices", len(all) == 2, err)
		expect(t, "the first", all[0] == people.Device{ID: "d1", Name: "phone", UserID: "u1", EnrolledAt: 5, RevokedAt: 9, LastSeenAt: 8, DevSeq: 7, Held: 2}, nil)
		expect(t, "the second", all[1] == people.Device{ID: "d0", Name: "desk", UserID: "u2", EnrolledAt: 4}, nil)

		expect(t, "account", true, tx.PutAccount(store.Account{UserID: "u1", Login: "1001", PasswordHash: "h"}))
		expect(t, "account again", true, tx.PutAccount(store.Account{UserID: "u1", Login: "1001", PasswordHash: "h", Fails: 3, LockedUntil: 8}))
		a, found, err := tx.AccountByLogin("1001")
		expect(t, "by login", found && a.Fails == 3 && a.LockedUntil == 8, err)
		a, found, err = tx.AccountByUser("u1")
		expect(t, "by user", found && a.Login == "1001", err)
		_, found, err = tx.AccountByLogin("1002")
		expect(t, "no account", !found, err)
		return nil
	})
}

func tokens(t *testing.T, open Open) {
	s := open(t)
	write(t, s, func(tx *store.Tx) error {
		expect(t, "code", true, tx.AddCode("h1", "u1", 100))
		expect(t, "code", true, tx.AddCode("h2", "u1", 100))
		user, err := tx.SpendCode("h1", 99)
		expect(t, "spent", user == "u1", err)
		_, err = tx.SpendCode("h1", 99)
		code(t, err, "auth.code_used")
		_, err = tx.SpendCode("h2", 100)
		code(t, err, "auth.code_expired")
		_, err = tx.SpendCode("h3", 1)
		code(t, err, "auth.code_wrong")

		for _, h := range []string{"r1", "r2", "r3"} {
			expect(t, "token", true, tx.AddRefresh(h, "d1", "u1", 100))
		}
		device, user, err := tx.SpendRefresh("r1", 99)
		expect(t, "refreshed", device == "d1" && user == "u1", err)
		device, _, err = tx.SpendRefresh("r1", 99)
		code(t, err, "auth.reused")
		expect(t, "whose", device == "d1", nil)
		_, _, err = tx.SpendRefresh("r2", 100)
		code(t, err, "auth.expired")
		expect(t, "void", true, tx.VoidRefresh("d1", "u1"))
		_, _, err = tx.SpendRefresh("r3", 1)
		code(t, err, "auth.expired")
		return nil
	})
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func meta(t *testing.T, open Open) {
	ctx := context.Background()
	s, other := open(t), open(t)
	a, err := s.Epoch(ctx)
	must(t, err)
	b, err := other.Epoch(ctx)
	must(t, err)
	if len(a) < 32 || a == b {
		t.Errorf("epochs %q and %q", a, b)
	}
	x, err := s.Secret(ctx, "tokens")
	must(t, err)
	again, err := s.Secret(ctx, "tokens")
	must(t, err)
	y, err := s.Secret(ctx, "else")
	must(t, err)
	if len(x) != 32 || !bytes.Equal(x, again) || bytes.Equal(x, y) {
		t.Errorf("secrets %x %x %x", x, again, y)
	}
}
