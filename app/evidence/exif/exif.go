// Package exif writes what a picture should say of itself (when, where, which way, by
// whom) into a JPEG, and reads the little that is asked of a picture from elsewhere:
// which way up it is and when it says it was made. Tags and layout are those of EXIF
// 2.32 (CIPA DC-008-2019) in TIFF 6.0; positions are WGS84.
//
// It touches no pixel and knows no word of the trade. What it reads was written by
// others and may be anything: a broken block is no block, never a panic.
package exif

import (
	"errors"
	"time"
)

// Place is a position in degrees, WGS84.
type Place struct {
	Lat, Lon  float64
	AccuracyM float64 // radius in metres, 0: not known
	Source    string  // how it was found: gps, network, ...
}

// Tags is what is written. Zero members are left out.
type Tags struct {
	Made        time.Time // in the zone that is to be shown
	Place       *Place
	Heading     *float64 // degrees clockwise from true north
	Artist      string
	Description string
	Comment     string // any language
	Software    string
	UniqueID    string // 32 hexadecimal digits
	Width       int    // in pixels
	Height      int
}

// ErrFormat says that bytes are no JPEG.
var ErrFormat = errors.New("not a JPEG")

// ErrSize says that the tags are longer than a JPEG has room for (64 KB).
var ErrSize = errors.New("more tags than fit into a JPEG")

// The tags, by their numbers in the standard.
const (
	tagDescription    = 0x010e
	tagOrientation    = 0x0112
	tagXResolution    = 0x011a
	tagYResolution    = 0x011b
	tagResolutionUnit = 0x0128
	tagPositioning    = 0x0213
	tagSoftware       = 0x0131
	tagDateTime       = 0x0132
	tagArtist         = 0x013b
	tagExif           = 0x8769
	tagGPS            = 0x8825
	tagVersion        = 0x9000
	tagMade           = 0x9003
	tagDigitized      = 0x9004
	tagOffset         = 0x9010
	tagOffsetMade     = 0x9011
	tagOffsetDigit    = 0x9012
	tagComponents     = 0x9101
	tagFlashpix       = 0xa000
	tagComment        = 0x9286
	tagSubSec         = 0x9290
	tagSubSecMade     = 0x9291
	tagColourSpace    = 0xa001
	tagWidth          = 0xa002
	tagHeight         = 0xa003
	tagUniqueID       = 0xa420
	gpsVersion        = 0x0000
	gpsLatRef         = 0x0001
	gpsLat            = 0x0002
	gpsLonRef         = 0x0003
	gpsLon            = 0x0004
	gpsTime           = 0x0007
	gpsDirectionRef   = 0x0010
	gpsDirection      = 0x0011
	gpsDatum          = 0x0012
	gpsMethod         = 0x001b
	gpsDate           = 0x001d
	gpsError          = 0x001f
	timeForm          = "2006:01:02 15:04:05"
	dateForm          = "2006:01:02"
	header            = "Exif\x00\x00"
	soi, app1, sos    = 0xd8, 0xe1, 0xda
	mostSegment       = 0xffff
	kindByte          = 1
	kindASCII         = 2
	kindShort         = 3
	kindLong          = 4
	kindRational      = 5
	kindUndefined     = 7
	colourSpaceSRGB   = 1
	inches, centred   = 2, 1
	dotsPerInch       = 72
	bytesOfARational  = 8
	bytesOfAnEntry    = 12
	mostEntries       = 512
	secondsPrecision  = 10000
	headingPrecision  = 100
	accuracyPrecision = 100
)
