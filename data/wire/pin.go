package wire

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"strings"
)

// pinMark begins the pin behind an address, as its fragment, which is never sent:
// "https://host:8443#sha256-...".
const pinMark = "#sha256-"

// Pin is how a server's key is known: the SHA-256 of its SubjectPublicKeyInfo. A
// certificate that is renewed over the same key has the same pin.
func Pin(c *x509.Certificate) string {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// WithPin puts a pin behind a server's address.
func WithPin(address, pin string) string { return address + pinMark + pin }

// SplitPin parts an address from its pin; "" where there is none.
func SplitPin(server string) (address, pin string) {
	address, pin, _ = strings.Cut(server, pinMark)
	return address, pin
}
