package schema

import "encoding/hex"

// Key is how a text is kept in the phone's files: a UUID in its usual spelling as
// its 16 bytes, which halves a region, and every other text as it is. What is
// looked for must go through it too.
func Key(s string) any {
	if b, ok := uuidBytes(s); ok {
		return b[:]
	}
	return s
}

// Plain turns what Key made, as a database gives it back, into the text again.
func Plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		if len(v) == 16 {
			return uuidText(v)
		}
		return string(v)
	}
	return ""
}

// Keys puts every text among the values through Key.
func Keys(values []any) []any {
	for i, v := range values {
		if s, ok := v.(string); ok {
			values[i] = Key(s)
		}
	}
	return values
}

// KeyOfValue is Key as an expression of SQL over a column called value.
const KeyOfValue = "iif(value GLOB '????????-????-????-????-????????????' AND value = lower(value), " +
	"coalesce(unhex(value, '-'), value), value)"

// ShortOfValue is Short of KeyOfValue.
const ShortOfValue = "substr(" + KeyOfValue + ", iif(typeof(" + KeyOfValue + ") = 'blob', -3, -6))"

var dashes = [4]int{8, 13, 18, 23}

func uuidBytes(s string) (b [16]byte, ok bool) {
	if len(s) != 36 {
		return b, false
	}
	for _, at := range dashes {
		if s[at] != '-' {
			return b, false
		}
	}
	n := 0
	for i := 0; i < 36; i += 2 {
		if s[i] == '-' {
			i++
		}
		hi, lo := nibble(s[i]), nibble(s[i+1])
		if hi > 15 || lo > 15 {
			return b, false
		}
		b[n] = hi<<4 | lo
		n++
	}
	return b, true
}

// nibble reads a hexadecimal digit in lower case; 255: it is none.
func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

func uuidText(b []byte) string {
	var out [36]byte
	hex.Encode(out[:8], b[:4])
	hex.Encode(out[9:13], b[4:6])
	hex.Encode(out[14:18], b[6:8])
	hex.Encode(out[19:23], b[8:10])
	hex.Encode(out[24:], b[10:16])
	for _, at := range dashes {
		out[at] = '-'
	}
	return string(out[:])
}
