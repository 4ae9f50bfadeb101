package sync

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// arrival is an operation as it came. bad says why it is not this device's.
type arrival struct {
	raw  json.RawMessage
	op   wire.Operation
	hash string
	bad  *model.Error
}

// open reads an operation and checks that the device made it.
func open(raw json.RawMessage, d store.Device) arrival {
	a := arrival{raw: raw}
	if len(d.Key) != ed25519.PublicKeySize {
		a.bad = model.Fail("op.bad_signature").At("/sig")
		return a
	}
	if !utf8.Valid(raw) {
		a.bad = model.Fail("op.malformed")
		return a
	}
	if a.op, a.hash, a.bad = wire.OpenHashed(raw, d.Key); a.bad == nil {
		a.bad = envelope(a.op, d)
	}
	return a
}

func envelope(op wire.Operation, d store.Device) *model.Error {
	// One spelling alone: ids that are derived from it do not see the case of letters.
	id, err := uuid.Parse(op.OpId)
	switch {
	case op.Device != d.ID:
		return model.Fail("device.other").At("/device")
	case err != nil || id.String() != op.OpId:
		return model.Fail("op.malformed").At("/op_id")
	case op.DevSeq < 1:
		return model.Fail("op.malformed").At("/dev_seq")
	case op.Kind == "" || len(op.Kind) > 64 || strings.ContainsRune(op.Kind, 0):
		return model.Fail("op.malformed").At("/kind")
	case op.Author == "" || len(op.Author) > 64 || strings.ContainsRune(op.Author, 0):
		return model.Fail("op.malformed").At("/author")
	case len(op.Body) == 0:
		return model.Fail("op.malformed").At("/body")
	}
	return nil
}

// holdsNul says whether a text of the JSON holds the character NUL, which no text
// column of PostgreSQL takes. An escaped backslash before "u0000" is none.
func holdsNul(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(raw[i+1:], []byte("u0000")) {
			return true
		}
		i++
	}
	return false
}
