package wire

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/gowebpki/jcs"

	"dianqin/data/model"
)

// Seal signs an operation with the device's key and returns it as the JSON that
// is kept and sent, never to be changed again.
func Seal(op Operation, key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, errors.New("sign operation: the device has no key")
	}
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
// field that it carries, those that this program does not know too. What it
// returns is read from the signed text, not from raw: two spellings with one
// signature are one operation. Beside an error it returns what could be read, for
// the answer to name it; nothing of that is to be believed. Codes: op.malformed,
// op.bad_signature.
func Open(raw []byte, key ed25519.PublicKey) (Operation, *model.Error) {
	var claimed, op Operation
	err := json.Unmarshal(raw, &claimed)
	if err != nil || !utf8.Valid(raw) {
		return claimed, model.Fail("op.malformed")
	}
	text, sig, err := split(raw)
	if err != nil {
		return claimed, model.Fail("op.malformed")
	}
	if len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, text, sig) {
		return claimed, model.Fail("op.bad_signature").At("/sig")
	}
	if err := json.Unmarshal(text, &op); err != nil {
		return claimed, model.Fail("op.malformed")
	}
	op.Sig = sig
	return op, nil
}

// OpenHashed is Open and Hash in one, for the server, where each costs as much as
// the fold. Phones send the canonical form: then the signed text is what was sent
// without its member "sig", and nothing is written and read again.
func OpenHashed(raw []byte, key ed25519.PublicKey) (Operation, string, *model.Error) {
	same, err := Canonical(raw)
	if err == nil && bytes.Equal(same, raw) && len(key) == ed25519.PublicKeySize && utf8.Valid(raw) {
		var op Operation
		text, found := withoutSig(raw)
		if json.Unmarshal(raw, &op) == nil && found && ed25519.Verify(key, text, op.Sig) {
			sum := sha256.Sum256(raw)
			return op, hex.EncodeToString(sum[:]), nil
		}
	}
	op, bad := Open(raw, key)
	if bad != nil {
		return op, "", bad
	}
	hash, err := Hash(raw)
	if err != nil {
		return op, "", model.Fail("op.malformed")
	}
	return op, hash, nil
}

// withoutSig cuts the member "sig" out of an object in canonical form, where it is
// never the first.
func withoutSig(raw []byte) ([]byte, bool) {
	const name = `,"sig":"`
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth == 1 && bytes.HasPrefix(raw[i:], []byte(name)):
			end := bytes.IndexByte(raw[i+len(name):], '"')
			if end < 0 {
				return nil, false
			}
			end += i + len(name) + 1
			return append(append(make([]byte, 0, len(raw)), raw[:i]...), raw[end:]...), true
		}
	}
	return nil, false
}

func unsigned(op Operation) ([]byte, error) {
	raw, err := json.Marshal(op)
	if err != nil {
		return nil, fmt.Errorf("encode operation: %w", err)
	}
	text, _, err := split(raw)
	return text, err
}

// split returns the text that is signed, canonical and without sig, and sig.
func split(raw []byte) (text, sig []byte, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, nil, fmt.Errorf("read operation: %w", err)
	}
	if err := json.Unmarshal([]byte(cmp.Or(string(fields["sig"]), "null")), &sig); err != nil {
		return nil, nil, fmt.Errorf("read signature: %w", err)
	}
	delete(fields, "sig")
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, nil, fmt.Errorf("encode operation: %w", err)
	}
	text, err = Canonical(rest)
	return text, sig, err
}

// EnrollProof is what a device signs to enrol with a code.
func EnrollProof(code string) []byte { return []byte("dianqin-enroll:" + code) }

// SessionProof is what a device signs to sign a person in.
func SessionProof(device, login string, at int64) []byte {
	return fmt.Appendf(nil, "dianqin-session:%s:%s:%d", device, login, at)
}

// RefreshProof is what a device signs to refresh its session.
func RefreshProof(token string) []byte { return []byte("dianqin-refresh:" + token) }
