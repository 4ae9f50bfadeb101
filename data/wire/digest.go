package wire

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// DigestRanges is in how many ranges a lane is compared.
const DigestRanges = 256

// RangeOf says in which range of a digest a record is.
func RangeOf(kind, id string) byte {
	sum := sha256.Sum256([]byte(kind + "/" + id))
	return sum[0]
}

// Digester makes the digest of a lane.
type Digester struct {
	count [DigestRanges]int
	hash  [DigestRanges]uint64
}

// Add takes a record of the lane, in any order.
func (d *Digester) Add(kind, id string, ver int64) {
	at := RangeOf(kind, id)
	sum := sha256.Sum256([]byte(kind + "/" + id + "/" + strconv.FormatInt(ver, 10)))
	d.count[at]++
	d.hash[at] ^= binary.BigEndian.Uint64(sum[:])
}

// Ranges gives the digest.
func (d *Digester) Ranges() []DigestRange {
	out := make([]DigestRange, DigestRanges)
	for i := range out {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], d.hash[i])
		out[i] = DigestRange{Count: d.count[i], Hash: hex.EncodeToString(b[:])}
	}
	return out
}

// Differing lists the ranges in which two digests differ.
func Differing(a, b []DigestRange) []byte {
	var out []byte
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			out = append(out, byte(i))
		}
	}
	return out
}
