package exif

import (
	"bytes"
	"encoding/binary"
	"strings"
	"time"
)

// Found is what a picture says of itself.
type Found struct {
	Orientation int       // 1 to 8 as in the standard; 1 where it says nothing: upright
	Made        time.Time // zero where it does not say; without a zone in the zone that was given
}

// Read looks for the tags of a JPEG. zone is taken for times that name none, as most
// cameras write them.
func Read(jpeg []byte, zone *time.Location) Found {
	f := Found{Orientation: 1}
	b, ok := find(jpeg)
	if !ok {
		return f
	}
	main := b.directory(b.order.Uint32(b.data[4:]))
	if o := b.number(main[tagOrientation]); o >= 1 && o <= 8 {
		f.Orientation = int(o)
	}
	exif := b.directory(b.number(main[tagExif]))
	made, offset := b.text(exif[tagMade]), b.text(exif[tagOffsetMade])
	if made == "" {
		made, offset = b.text(main[tagDateTime]), b.text(exif[tagOffset])
	}
	if t, err := time.Parse(timeForm+"-07:00", made+offset); err == nil {
		f.Made = t
	} else if t, err := time.ParseInLocation(timeForm, made, zone); err == nil {
		f.Made = t
	}
	return f
}

// block is a TIFF in memory.
type block struct {
	data  []byte
	order binary.ByteOrder
}

// find is the block of a JPEG's tags.
func find(jpeg []byte) (block, bool) {
	if len(jpeg) < 4 || jpeg[0] != 0xff || jpeg[1] != soi {
		return block{}, false
	}
	for at := 2; ; {
		seg, marker, ok := segment(jpeg, at)
		if !ok || marker == sos {
			return block{}, false
		}
		if marker == app1 && bytes.HasPrefix(seg[4:], []byte(header)) {
			b := block{data: seg[4+len(header):]}
			switch {
			case len(b.data) < 8:
				return b, false
			case bytes.HasPrefix(b.data, []byte("II*\x00")):
				b.order = binary.LittleEndian
			case bytes.HasPrefix(b.data, []byte("MM\x00*")):
				b.order = binary.BigEndian
			default:
				return b, false
			}
			return b, true
		}
		at += len(seg)
	}
}

// directory reads the entries at a place; what does not lie inside is left out.
func (b block) directory(at uint32) map[uint16]entry {
	out := map[uint16]entry{}
	if at < 8 || uint64(at)+2 > uint64(len(b.data)) {
		return out
	}
	n := min(int(b.order.Uint16(b.data[at:])), mostEntries)
	for i := range n {
		from := int(at) + 2 + i*bytesOfAnEntry
		if from+bytesOfAnEntry > len(b.data) {
			break
		}
		raw := b.data[from : from+bytesOfAnEntry]
		e := entry{tag: b.order.Uint16(raw), kind: b.order.Uint16(raw[2:]), count: b.order.Uint32(raw[4:])}
		size := uint64(e.count) * unit(e.kind)
		switch where := uint64(b.order.Uint32(raw[8:])); {
		case size == 0:
			continue
		case size <= 4:
			e.data = raw[8 : 8+size]
		case where+size <= uint64(len(b.data)):
			e.data = b.data[where : where+size]
		default:
			continue
		}
		if _, twice := out[e.tag]; !twice {
			out[e.tag] = e
		}
	}
	return out
}

// unit is the length of one value of a kind, 0 for kinds that are not read.
func unit(kind uint16) uint64 {
	switch kind {
	case kindByte, kindASCII, kindUndefined:
		return 1
	case kindShort:
		return 2
	case kindLong:
		return 4
	case kindRational:
		return bytesOfARational
	}
	return 0
}

// number is the first value of an entry of whole numbers, 0 where there is none.
func (b block) number(e entry) uint32 {
	switch {
	case e.kind == kindShort && len(e.data) >= 2:
		return uint32(b.order.Uint16(e.data))
	case e.kind == kindLong && len(e.data) >= 4:
		return b.order.Uint32(e.data)
	}
	return 0
}

func (b block) text(e entry) string {
	if e.kind != kindASCII {
		return ""
	}
	s, _, _ := strings.Cut(string(e.data), "\x00")
	return strings.TrimSpace(s)
}
