// Package evidence holds attachments: pictures and other files that belong to a
// record. A record never waits for its files: it says which are awaited.
package evidence

import (
	"encoding/hex"

	"dianqin/data/model"
)

// State of a file on the server.
type State string

// The states.
const (
	Awaited State = "awaited" // declared, the bytes are not there yet
	Stored  State = "stored"  // the bytes are there and their hash is right
)

// MaxBytes is the largest file that may be declared.
const MaxBytes = 64 << 20

// File is an attachment.
type File struct {
	ID        string          `json:"id"`
	StationID string          `json:"station_id"`
	SHA256    string          `json:"sha256"` // of the untouched original, lower-case hex
	Bytes     int64           `json:"bytes"`
	Mime      string          `json:"mime"`
	Name      string          `json:"name"`
	Shows     string          `json:"shows,omitempty"` // a seal's number or a sheet item's code
	TaskID    string          `json:"task_id,omitempty"`
	BoxID     string          `json:"box_id,omitempty"`
	State     State           `json:"state"`
	TakenAt   model.Millis    `json:"taken_at"`
	TakenBy   string          `json:"taken_by"` // user id
	Pos       *model.Position `json:"pos,omitempty"`
}

// Declared is the body of the fact file.declared.
type Declared struct {
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Mime   string `json:"mime"`
	Name   string `json:"name"`
	Shows  string `json:"shows,omitempty"`
	BoxID  string `json:"box_id,omitempty"`
}

// Check returns what is wrong with the body, or nil.
func (d Declared) Check() *model.Error {
	if raw, err := hex.DecodeString(d.SHA256); err != nil || len(raw) != 32 || hex.EncodeToString(raw) != d.SHA256 {
		return model.Fail("file.bad_hash").At("/body/sha256")
	}
	switch {
	case d.Bytes <= 0:
		return model.Fail("file.empty", "name", d.Name).At("/body/bytes")
	case d.Bytes > MaxBytes:
		return model.Fail("file.too_large", "name", d.Name, "max", MaxBytes).At("/body/bytes")
	case d.Mime == "":
		return model.Fail("field.required").At("/body/mime")
	}
	return nil
}
