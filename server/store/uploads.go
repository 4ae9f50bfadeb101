package store

import (
	"errors"
	"fmt"

	"dianqin/data/model"
)

// Upload is a file that a device began to send. Its pieces lie with the files.
type Upload struct {
	SHA256, Device, User string
	Bytes                int64 // of the whole
	Mime                 string
	At                   model.Millis // when it was begun
}

const uploadColumns = "sha256, device, user_id, bytes, mime, at"

func (u *Upload) fields() []any {
	return []any{&u.SHA256, &u.Device, &u.User, &u.Bytes, &u.Mime, &u.At}
}

// BeginUpload notes an upload. anew: there was none, or one of another length,
// whose pieces are of no use.
func (t *Tx) BeginUpload(u Upload) (anew bool, err error) {
	old, found, err := t.Upload(u.SHA256, u.Device)
	if err != nil || found && old.Bytes == u.Bytes {
		return false, err
	}
	_, err = t.exec("INSERT INTO upload ("+uploadColumns+`) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (sha256, device) DO UPDATE SET user_id = excluded.user_id, bytes = excluded.bytes, mime = excluded.mime, at = excluded.at`,
		u.SHA256, u.Device, u.User, u.Bytes, u.Mime, int64(u.At))
	if err != nil {
		return false, fmt.Errorf("begin upload: %w", err)
	}
	return true, nil
}

// Upload finds what a device began to send under a hash.
func (t *Tx) Upload(sha256, device string) (Upload, bool, error) {
	var u Upload
	found, err := t.one(u.fields(), "SELECT "+uploadColumns+" FROM upload WHERE sha256 = $1 AND device = $2", sha256, device)
	if err != nil {
		return u, false, fmt.Errorf("read upload: %w", err)
	}
	return u, found, nil
}

// EndUpload forgets an upload.
func (t *Tx) EndUpload(sha256, device string) error {
	if _, err := t.exec("DELETE FROM upload WHERE sha256 = $1 AND device = $2", sha256, device); err != nil {
		return fmt.Errorf("end upload: %w", err)
	}
	return nil
}

// UploadsBefore lists uploads that were begun before a moment, the oldest first.
func (t *Tx) UploadsBefore(at model.Millis) (out []Upload, err error) {
	rows, err := t.query("SELECT "+uploadColumns+" FROM upload WHERE at < $1 ORDER BY at, sha256", int64(at))
	if err != nil {
		return nil, fmt.Errorf("list uploads: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var u Upload
		if err := rows.Scan(u.fields()...); err != nil {
			return nil, fmt.Errorf("list uploads: %w", err)
		}
		out = append(out, u)
	}
	return out, rows.Err()
}
