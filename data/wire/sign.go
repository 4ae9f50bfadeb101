package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"

	"dianqin/data/model"
)

// Seal signs an operation with the device's key and returns it as the JSON that
// is kept and sent, never to be changed again.
func Seal(op Operation, key ed25519.PrivateKey) ([]byte, error) {
	op.Sig = nil
	text, err := unsigned(op)
	if err != nil {
		return nil, err
	}
	op.Sig = ed25519.Sign(key, text)
	raw, err := json.Marshal(op)
	if err != nil {
		return nil, fmt.Errorf("encode operation: %w", err)
	}
	return Canonical(raw)
}

// Canonical returns JSON in the one form that is hashed and signed (RFC 8785).
func Canonical(raw []byte) ([]byte, error) {
	out, err := jcs.Transform(raw)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	return out, nil
}

// Hash is the hex SHA-256 of an operation's canonical JSON, signature included:
// the next operation of the device carries it as prev.
func Hash(raw []byte) (string, error) {
	text, err := Canonical(raw)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Open reads an operation as it was sent and checks its signature over every
// field that it carries, those that this program does not know too. Codes:
// op.malformed, op.bad_signature.
func Open(raw []byte, key ed25519.PublicKey) (Operation, *model.Error) {
	var op Operation
	if err := json.Unmarshal(raw, &op); err != nil {
		return op, model.Fail("op.malformed")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return op, model.Fail("op.malformed")
	}
	delete(fields, "sig")
	rest, err := json.Marshal(fields)
	if err != nil {
		return op, model.Fail("op.malformed")
	}
	text, err := Canonical(rest)
	if err != nil {
		return op, model.Fail("op.malformed")
	}
	if !ed25519.Verify(key, text, op.Sig) {
		return op, model.Fail("op.bad_signature").At("/sig")
	}
	return op, nil
}

func unsigned(op Operation) ([]byte, error) {
	raw, err := json.Marshal(op)
	if err != nil {
		return nil, fmt.Errorf("encode operation: %w", err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, fmt.Errorf("encode operation: %w", err)
	}
	delete(fields, "sig")
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("encode operation: %w", err)
	}
	return Canonical(rest)
}

// EnrollProof is what a device signs to enrol with a code.
func EnrollProof(code string) []byte { return []byte("dianqin-enroll:" + code) }

// SessionProof is what a device signs to sign a person in.
func SessionProof(device, login string, at int64) []byte {
	return fmt.Appendf(nil, "dianqin-session:%s:%s:%d", device, login, at)
}

// RefreshProof is what a device signs to refresh its session.
func RefreshProof(token string) []byte { return []byte("dianqin-refresh:" + token) }
