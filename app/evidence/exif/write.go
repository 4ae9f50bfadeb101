package exif

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// Write returns the JPEG with the tags in place of those it had.
func Write(jpeg []byte, t Tags) ([]byte, error) {
	if len(jpeg) < 2 || jpeg[0] != 0xff || jpeg[1] != soi {
		return nil, ErrFormat
	}
	block := t.block()
	size := 2 + len(header) + len(block)
	if size > mostSegment {
		return nil, ErrSize
	}
	rest, err := withoutTags(jpeg)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, 4+size+len(rest))
	out = append(out, 0xff, soi, 0xff, app1)
	out = binary.BigEndian.AppendUint16(out, uint16(size))
	out = append(append(out, header...), block...)
	return append(out, rest...), nil
}

// withoutTags is the JPEG behind its first marker, without the tags it had.
func withoutTags(jpeg []byte) ([]byte, error) {
	var kept [][]byte
	at := 2
	for {
		seg, marker, ok := segment(jpeg, at)
		if !ok {
			return nil, ErrFormat
		}
		if marker == sos {
			return bytes.Join(append(kept, jpeg[at:]), nil), nil
		}
		if !(marker == app1 && bytes.HasPrefix(seg[4:], []byte(header))) {
			kept = append(kept, seg)
		}
		at += len(seg)
	}
}

// segment is the marker segment at a place of a JPEG, with its marker and length.
func segment(jpeg []byte, at int) (seg []byte, marker byte, ok bool) {
	if at+4 > len(jpeg) || jpeg[at] != 0xff {
		return nil, 0, false
	}
	end := at + 2 + int(binary.BigEndian.Uint16(jpeg[at+2:]))
	if end > len(jpeg) || end < at+4 {
		return nil, 0, false
	}
	return jpeg[at:end], jpeg[at+1], true
}

// entry is one tag of a directory; count is in units of its kind.
type entry struct {
	tag, kind uint16
	count     uint32
	data      []byte
}

// block is the TIFF: header, main directory, EXIF directory, GPS directory, each
// followed by what does not fit into its entries.
func (t Tags) block() []byte {
	exif, gps := t.exif(), t.gps()
	main := t.main()
	main = append(main, long(tagExif, 0))
	if len(gps) > 0 {
		main = append(main, long(tagGPS, 0))
	}
	sortByTag(main)
	const first = 8
	exifAt := first + sizeOf(main)
	gpsAt := exifAt + sizeOf(exif)
	for i := range main {
		switch main[i].tag {
		case tagExif:
			main[i] = long(tagExif, uint32(exifAt))
		case tagGPS:
			main[i] = long(tagGPS, uint32(gpsAt))
		}
	}
	out := []byte{'I', 'I', 42, 0, first, 0, 0, 0}
	out = appendDirectory(out, main)
	out = appendDirectory(out, exif)
	if len(gps) > 0 {
		out = appendDirectory(out, gps)
	}
	return out
}

func (t Tags) main() []entry {
	out := []entry{short(tagOrientation, 1), rational(tagXResolution, dotsPerInch, 1), rational(tagYResolution, dotsPerInch, 1),
		short(tagResolutionUnit, inches), short(tagPositioning, centred)} // what the standard wants of every picture
	out = append(out, texts(map[uint16]string{tagDescription: t.Description, tagSoftware: t.Software, tagArtist: t.Artist})...)
	if !t.Made.IsZero() {
		out = append(out, text(tagDateTime, t.Made.Format(timeForm)))
	}
	return out
}

func (t Tags) exif() []entry {
	out := []entry{{tagVersion, kindUndefined, 4, []byte("0232")}, {tagComponents, kindUndefined, 4, []byte{1, 2, 3, 0}}, {tagFlashpix, kindUndefined, 4, []byte("0100")}, short(tagColourSpace, colourSpaceSRGB)}
	if t.Width > 0 && t.Height > 0 {
		out = append(out, long(tagWidth, uint32(t.Width)), long(tagHeight, uint32(t.Height)))
	}
	if !t.Made.IsZero() {
		made, zone, sub := t.Made.Format(timeForm), t.Made.Format("-07:00"), t.Made.Format(".000")[1:]
		out = append(out, text(tagMade, made), text(tagDigitized, made), text(tagOffset, zone), text(tagOffsetMade, zone),
			text(tagOffsetDigit, zone), text(tagSubSec, sub), text(tagSubSecMade, sub))
	}
	if t.Comment != "" {
		out = append(out, undefined(tagComment, comment(t.Comment)))
	}
	out = append(out, texts(map[uint16]string{tagUniqueID: t.UniqueID})...)
	sortByTag(out)
	return out
}

func (t Tags) gps() []entry {
	var out []entry
	if p := t.Place; p != nil {
		ns, ew := "N", "E"
		if p.Lat < 0 {
			ns = "S"
		}
		if p.Lon < 0 {
			ew = "W"
		}
		out = append(out, text(gpsLatRef, ns), text(gpsLonRef, ew), degrees(gpsLat, p.Lat), degrees(gpsLon, p.Lon), text(gpsDatum, "WGS-84"))
		if p.AccuracyM > 0 && p.AccuracyM < 1e6 {
			out = append(out, rational(gpsError, p.AccuracyM, accuracyPrecision))
		}
		if p.Source != "" {
			out = append(out, undefined(gpsMethod, append([]byte("ASCII\x00\x00\x00"), strings.ToUpper(p.Source)...)))
		}
		if !t.Made.IsZero() {
			utc := t.Made.UTC()
			out = append(out, text(gpsDate, utc.Format(dateForm)), clock(gpsTime, utc))
		}
	}
	if t.Heading != nil {
		out = append(out, text(gpsDirectionRef, "T"), rational(gpsDirection, *t.Heading, headingPrecision))
	}
	if len(out) > 0 {
		out = append(out, entry{gpsVersion, kindByte, 4, []byte{2, 3, 0, 0}})
	}
	sortByTag(out)
	return out
}

// comment is a text in the form of UserComment, in the byte order of the block.
func comment(s string) []byte {
	out := []byte("UNICODE\x00")
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

func text(tag uint16, s string) entry {
	data := append([]byte(strings.ReplaceAll(s, "\x00", " ")), 0)
	return entry{tag, kindASCII, uint32(len(data)), data}
}

// texts are those that say something.
func texts(all map[uint16]string) []entry {
	var out []entry
	for tag, s := range all {
		if s != "" {
			out = append(out, text(tag, s))
		}
	}
	return out
}

func undefined(tag uint16, data []byte) entry {
	return entry{tag, kindUndefined, uint32(len(data)), data}
}

func short(tag uint16, v uint16) entry {
	return entry{tag, kindShort, 1, binary.LittleEndian.AppendUint16(nil, v)}
}

func long(tag uint16, v uint32) entry {
	return entry{tag, kindLong, 1, binary.LittleEndian.AppendUint32(nil, v)}
}

func rational(tag uint16, v float64, precision uint32) entry {
	return entry{tag, kindRational, 1, appendRational(nil, v, precision)}
}

func appendRational(out []byte, v float64, precision uint32) []byte {
	out = binary.LittleEndian.AppendUint32(out, uint32(math.Round(max(0, v)*float64(precision))))
	return binary.LittleEndian.AppendUint32(out, precision)
}

// degrees are three rationals: whole degrees, whole minutes, seconds to a ten-thousandth
// (3 mm).
func degrees(tag uint16, v float64) entry {
	all := uint64(math.Round(math.Abs(v) * 3600 * secondsPrecision))
	data := appendRational(nil, float64(all/(3600*secondsPrecision)), 1)
	data = appendRational(data, float64(all/(60*secondsPrecision)%60), 1)
	data = binary.LittleEndian.AppendUint32(data, uint32(all%(60*secondsPrecision)))
	return entry{tag, kindRational, 3, binary.LittleEndian.AppendUint32(data, secondsPrecision)}
}

func clock(tag uint16, t time.Time) entry {
	data := appendRational(nil, float64(t.Hour()), 1)
	data = appendRational(data, float64(t.Minute()), 1)
	return entry{tag, kindRational, 3, appendRational(data, float64(t.Second()), 1)}
}

func sortByTag(all []entry) {
	slices.SortFunc(all, func(a, b entry) int { return int(a.tag) - int(b.tag) })
}

// sizeOf is the length of a directory with its data.
func sizeOf(all []entry) int {
	n := 2 + bytesOfAnEntry*len(all) + 4
	for _, e := range all {
		if len(e.data) > 4 {
			n += len(e.data) + len(e.data)%2
		}
	}
	return n
}

func appendDirectory(out []byte, all []entry) []byte {
	data := len(out) + 2 + bytesOfAnEntry*len(all) + 4
	out = binary.LittleEndian.AppendUint16(out, uint16(len(all)))
	var far []byte
	for _, e := range all {
		out = binary.LittleEndian.AppendUint16(out, e.tag)
		out = binary.LittleEndian.AppendUint16(out, e.kind)
		out = binary.LittleEndian.AppendUint32(out, e.count)
		if len(e.data) <= 4 {
			out = append(out, append(slices.Clone(e.data), 0, 0, 0, 0)[:4]...)
			continue
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(data+len(far)))
		far = append(far, e.data...)
		if len(far)%2 == 1 { // values begin at even places
			far = append(far, 0)
		}
	}
	out = append(out, 0, 0, 0, 0) // no directory follows
	return append(out, far...)
}
