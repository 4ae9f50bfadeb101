// Package evidence holds attachments: pictures and other files that belong to a
// record. A record never waits for its files: it says which are awaited.
//
// A picture is an original, whose bytes nobody touches, and copies of it for the
// eye: one with the time and place written on it, others with a sketch. A copy names
// the hash of its original. Nothing is ever deleted: a person who does not want to
// send a picture withdraws it, and that is a fact too.
//
//	declared (awaited) --bytes arrive--> stored
//	     `--withdrawn, while awaited--> withdrawn --taken back--> as before
package evidence

import (
	"encoding/hex"
	"math"

	"dianqin/data/model"
)

// State of a file on the server.
type State string

// The states.
const (
	Awaited State = "awaited" // declared, the bytes are not there yet
	Stored  State = "stored"  // the bytes are there and their hash is right
	Expired State = "expired" // the bytes were deleted when their time was over, by policy
)

// Role says what a file is of its picture. Empty is Original.
type Role string

// The roles.
const (
	Original Role = "original" // as the camera or the file gave it
	Stamped  Role = "stamped"  // a copy with time, place, order and person written on it
	Sketch   Role = "sketch"   // a copy that a person drew on
)

// Source says where a picture comes from. Empty is FromCamera.
type Source string

// The sources.
const (
	FromCamera Source = "camera" // taken with this program, on the spot
	FromFile   Source = "file"   // picked from the device: when and where it was made is not known for sure
)

// MaxBytes is the largest file that may be declared, MaxCopies how many copies one
// declaration may bring.
const (
	MaxBytes  = 64 << 20
	MaxCopies = 4
)

// File is an attachment.
type File struct {
	ID        string          `json:"id"`
	StationID string          `json:"station_id"`
	SHA256    string          `json:"sha256"` // of its own bytes, lower-case hex
	Bytes     int64           `json:"bytes"`
	Mime      string          `json:"mime"`
	Name      string          `json:"name"`
	Role      Role            `json:"role,omitempty"`
	Of        string          `json:"of,omitempty"` // a copy's original, by its SHA-256
	Source    Source          `json:"source,omitempty"`
	Shows     string          `json:"shows,omitempty"` // a seal's number or a sheet item's code
	TaskID    string          `json:"task_id,omitempty"`
	BoxID     string          `json:"box_id,omitempty"`
	State     State           `json:"state"`
	Withdrawn bool            `json:"withdrawn,omitempty"` // its taker does not want to send it
	TakenAt   model.Millis    `json:"taken_at"`            // when it was declared
	TakenBy   string          `json:"taken_by"`            // user id
	MadeAt    model.Millis    `json:"made_at,omitempty"`   // when the shutter went; of a file what it says itself, 0 where it says nothing
	Pos       *model.Position `json:"pos,omitempty"`       // of the camera; a file has none
	Heading   *float64        `json:"heading,omitempty"`   // degrees clockwise from true north that the camera looked to
}

// Copy is what was made of an original.
type Copy struct {
	Role   Role   `json:"role"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Mime   string `json:"mime"`
	Name   string `json:"name"`
}

// Declared is the body of the fact file.declared: a picture with the copies that
// were made of it, or a copy alone that names its original.
type Declared struct {
	SHA256  string       `json:"sha256"`
	Bytes   int64        `json:"bytes"`
	Mime    string       `json:"mime"`
	Name    string       `json:"name"`
	Shows   string       `json:"shows,omitempty"`
	BoxID   string       `json:"box_id,omitempty"`
	Role    Role         `json:"role,omitempty"`
	Of      string       `json:"of,omitempty"`
	Source  Source       `json:"source,omitempty"`
	MadeAt  model.Millis `json:"made_at,omitempty"`
	Heading *float64     `json:"heading,omitempty"`
	Copies  []Copy       `json:"copies,omitempty"`
}

// Withdrawn is the body of the fact file.withdrawn: files that their taker does not
// want to send after all, or (Back) does.
type Withdrawn struct {
	Files []string `json:"files"` // ids
	Back  bool     `json:"back,omitempty"`
}

// Check returns what is wrong with the body, or nil.
func (d Declared) Check() *model.Error {
	if bad := checkBytes("/body", d.SHA256, d.Bytes, d.Mime, d.Name); bad != nil {
		return bad
	}
	isCopy := d.Role == Stamped || d.Role == Sketch
	switch {
	case !isCopy && d.Role != "" && d.Role != Original:
		return model.Fail("file.bad_role", "role", string(d.Role)).At("/body/role")
	case isCopy && !isHash(d.Of):
		return model.Fail("file.bad_hash").At("/body/of")
	case !isCopy && d.Of != "", isCopy && len(d.Copies) > 0:
		return model.Fail("file.bad_role", "role", string(d.Role)).At("/body/of")
	case d.Source != "" && d.Source != FromCamera && d.Source != FromFile:
		return model.Fail("file.bad_source", "source", string(d.Source)).At("/body/source")
	case d.Heading != nil && !(*d.Heading >= 0 && *d.Heading < 360):
		return model.Fail("file.bad_heading").At("/body/heading")
	case len(d.Copies) > MaxCopies:
		return model.Fail("file.too_many_copies", "max", MaxCopies).At("/body/copies")
	}
	for _, c := range d.Copies {
		if c.Role != Stamped && c.Role != Sketch {
			return model.Fail("file.bad_role", "role", string(c.Role)).At("/body/copies")
		}
		if bad := checkBytes("/body/copies", c.SHA256, c.Bytes, c.Mime, c.Name); bad != nil {
			return bad
		}
	}
	return nil
}

// Check returns what is wrong with the body, or nil.
func (w Withdrawn) Check() *model.Error {
	if len(w.Files) == 0 || len(w.Files) > 100 {
		return model.Fail("field.required").At("/body/files")
	}
	for _, id := range w.Files {
		if id == "" {
			return model.Fail("field.required").At("/body/files")
		}
	}
	return nil
}

func checkBytes(at, sha256 string, bytes int64, mime, name string) *model.Error {
	switch {
	case !isHash(sha256):
		return model.Fail("file.bad_hash").At(at + "/sha256")
	case bytes <= 0:
		return model.Fail("file.empty", "name", name).At(at + "/bytes")
	case bytes > MaxBytes:
		return model.Fail("file.too_large", "name", name, "max", MaxBytes).At(at + "/bytes")
	case mime == "":
		return model.Fail("field.required").At(at + "/mime")
	}
	return nil
}

func isHash(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == 32 && hex.EncodeToString(raw) == s
}

// Turned brings a direction in degrees into 0 to below 360; false where it is none.
func Turned(degrees float64) (float64, bool) {
	if math.IsNaN(degrees) || math.IsInf(degrees, 0) {
		return 0, false
	}
	d := math.Mod(degrees, 360)
	if d < 0 {
		d += 360
	}
	if d >= 360 { // a tiny negative number rounds up
		d = 0
	}
	return d, true
}
