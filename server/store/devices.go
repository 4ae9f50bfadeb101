package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/model/people"
)

// Device is an enrolled phone or desk. LastSeq and LastHash are the end of its
// chain of operations; RevokedAt is 0 while it is trusted; LastSeenAt is when it
// last asked for something, to about a minute, 0 where it never did.
type Device struct {
	ID, UserID, Name      string
	Key                   ed25519.PublicKey
	EnrolledAt, RevokedAt model.Millis
	LastSeenAt            model.Millis
	LastSeq               int64
	LastHash              string
	Held                  bool // operations wait for a gap in dev_seq to close
}

// AddDevice enrols a device.
func (t *Tx) AddDevice(d Device) error {
	_, err := t.exec(`INSERT INTO device (id, user_id, name, public_key, enrolled_at, revoked_at, last_seq, last_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		d.ID, d.UserID, d.Name, []byte(d.Key), int64(d.EnrolledAt), int64(d.RevokedAt), d.LastSeq, d.LastHash)
	if err != nil {
		return fmt.Errorf("add device: %w", err)
	}
	return nil
}

// Device finds a device. In a Write nobody else changes it until the commit.
func (t *Tx) Device(id string) (Device, bool, error) {
	var d Device
	var key []byte
	found, err := t.one([]any{&d.ID, &d.UserID, &d.Name, &key, &d.EnrolledAt, &d.RevokedAt, &d.LastSeenAt, &d.LastSeq, &d.LastHash, &d.Held},
		`SELECT id, user_id, name, public_key, enrolled_at, revoked_at, last_seen_at, last_seq, last_hash,
		EXISTS (SELECT 1 FROM operation o WHERE o.device = device.id AND o.status = 'held')
		FROM device WHERE id = $1`+t.forUpdate(), id)
	if err != nil {
		return d, false, fmt.Errorf("read device: %w", err)
	}
	d.Key = key
	return d, found, nil
}

// Caller finds a device and the person who says to sit at it, as they are now; a
// nil user: there is none.
func (s *Store) Caller(ctx context.Context, deviceID, userID string) (d Device, found bool, u *people.User, err error) {
	var key, body []byte
	into := []any{&d.ID, &d.UserID, &d.Name, &key, &d.EnrolledAt, &d.RevokedAt, &d.LastSeenAt, &d.LastSeq, &d.LastHash, &body}
	const query = `SELECT d.id, d.user_id, d.name, d.public_key, d.enrolled_at, d.revoked_at, d.last_seen_at, d.last_seq, d.last_hash, u.body
		FROM device d LEFT JOIN rec_user u ON u.id = $2 AND u.deleted = 0 WHERE d.id = $1`
	err = s.glance(ctx, func(r runner) error { return r.QueryRowContext(ctx, query, deviceID, userID).Scan(into...) })
	if errors.Is(err, sql.ErrNoRows) {
		return d, false, nil, nil
	}
	d.Key = key
	if err == nil && body != nil {
		u = new(people.User)
		err = json.Unmarshal(body, u)
	}
	if err != nil {
		return d, false, nil, fmt.Errorf("read device and person: %w", err)
	}
	return d, true, u, nil
}

// Devices lists every device as people are told of it, by person and moment of
// enrolment.
func (t *Tx) Devices() (out []people.Device, err error) {
	rows, err := t.query(`SELECT d.id, d.name, d.user_id, d.enrolled_at, d.revoked_at, d.last_seen_at, d.last_seq,
		(SELECT count(*) FROM operation o WHERE o.device = d.id AND o.status = 'held')
		FROM device d ORDER BY d.user_id, d.enrolled_at, d.id`)
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var d people.Device
		if err := rows.Scan(&d.ID, &d.Name, &d.UserID, &d.EnrolledAt, &d.RevokedAt, &d.LastSeenAt, &d.DevSeq, &d.Held); err != nil {
			return nil, fmt.Errorf("list devices: %w", err)
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// SeeDevice notes that a device asked for something. A moment before the one that
// is noted changes nothing.
func (t *Tx) SeeDevice(id string, at model.Millis) error {
	if _, err := t.exec("UPDATE device SET last_seen_at = $1 WHERE id = $2 AND last_seen_at < $1", int64(at), id); err != nil {
		return fmt.Errorf("note a device: %w", err)
	}
	return nil
}

// RevokeDevice ends the trust in a device and voids its refresh tokens. The first
// moment stays.
func (t *Tx) RevokeDevice(id string, at model.Millis) error {
	if _, err := t.exec("UPDATE device SET revoked_at = $1 WHERE id = $2 AND revoked_at = 0", int64(at), id); err != nil {
		return fmt.Errorf("revoke device: %w", err)
	}
	if _, err := t.exec("DELETE FROM refresh_token WHERE device_id = $1", id); err != nil {
		return fmt.Errorf("void tokens: %w", err)
	}
	return nil
}

// SetDeviceChain notes the last operation of a device: its dev_seq and its hash.
func (t *Tx) SetDeviceChain(id string, seq int64, hash string) error {
	if _, err := t.exec("UPDATE device SET last_seq = $1, last_hash = $2 WHERE id = $3", seq, hash, id); err != nil {
		return fmt.Errorf("set chain of device: %w", err)
	}
	return nil
}
