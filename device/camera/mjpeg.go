package camera

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
)

// mjpeg decodes the frames of motion JPEG, which often leave out the Huffman tables
// that everybody has (JPEG annex K).
type mjpeg struct{ tables []byte } // the DHT segments to put in

// newMJPEG takes the tables from Go's own encoder, which writes those of the annex.
func newMJPEG() mjpeg {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewYCbCr(image.Rect(0, 0, 8, 8), image.YCbCrSubsampleRatio420), nil) // to memory
	var tables []byte
	for _, s := range segments(b.Bytes()) {
		if s.marker == markerDHT {
			tables = append(tables, s.bytes...)
		}
	}
	return mjpeg{tables}
}

func (m mjpeg) decode(data []byte) (image.Image, error) {
	return decodeWith(m.complete(data), jpeg.DecodeConfig, jpeg.Decode)
}

// complete puts the tables before the scan, where there are none.
func (m mjpeg) complete(data []byte) []byte {
	at := 2
	for _, s := range segments(data) {
		switch s.marker {
		case markerDHT:
			return data
		case markerSOS:
			return bytes.Join([][]byte{data[:at], m.tables, data[at:]}, nil)
		}
		at += len(s.bytes)
	}
	return data // it will be refused for something else
}

const (
	markerSOI = 0xd8
	markerEOI = 0xd9
	markerSOS = 0xda
	markerDHT = 0xc4
)

type segment struct {
	marker byte
	bytes  []byte // marker and length included
}

// segments lists a JPEG's up to its first scan, as far as it is sound.
func segments(data []byte) []segment {
	var out []segment
	if len(data) < 2 || data[0] != 0xff || data[1] != markerSOI {
		return nil
	}
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		n := 2 + int(data[at+2])<<8 + int(data[at+3])
		if at+n > len(data) {
			return out
		}
		out = append(out, segment{data[at+1], data[at : at+n]})
		if data[at+1] == markerSOS {
			return out
		}
		at += n
	}
	return out
}

var errNotJPEG = errors.New("not a JPEG picture")

// jpegEnd finds where the JPEG at the beginning of data ends; 0 where it does not.
func jpegEnd(data []byte) (int, error) {
	if len(data) < 2 {
		return 0, nil
	}
	if data[0] != 0xff || data[1] != markerSOI {
		return 0, errNotJPEG
	}
	for at := 2; at+1 < len(data); {
		if data[at] != 0xff {
			at++ // within a scan
			continue
		}
		switch m := data[at+1]; {
		case m == markerEOI:
			return at + 2, nil
		case m == 0, m == 0xff, m >= 0xd0 && m <= 0xd7, m == 0x01: // stuffing, fill, restarts
			at++
			if m != 0xff {
				at++
			}
		default: // a segment: what is in it does not count, a thumbnail also ends
			if at+4 > len(data) {
				return 0, nil
			}
			at += 2 + int(data[at+2])<<8 + int(data[at+3])
		}
	}
	return 0, nil
}
