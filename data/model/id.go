package model

import (
	"crypto/sha1"
	"encoding/hex"
)

// Derive returns the UUID version 5 (RFC 9562) of role in the name space of the
// UUID base. What follows from an operation gets its id this way, so that phone
// and server make the same record, not two. A base that is no UUID is hashed as
// it stands.
func Derive(base, role string) string {
	h := sha1.New()
	h.Write(uuidBytes(base))
	h.Write([]byte(role))
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	x := hex.EncodeToString(u)
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

func uuidBytes(s string) []byte {
	if len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' {
		if b, err := hex.DecodeString(s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]); err == nil {
			return b
		}
	}
	return []byte(s)
}
