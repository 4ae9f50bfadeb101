// Package photo is the pixels of evidence: it brings a picture upright and to a size
// that fits into a phone's memory, writes a strip of words on it, draws on it, and
// makes a JPEG of it again. It works on copies only and never sees the original's file;
// it knows neither records nor screens.
//
//	bytes --Look--> kind, size, turn --Load--> upright pixels --Strip, Draw--> --Encode--> JPEG
package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // screenshots, and pictures of other programs

	_ "golang.org/x/image/webp" // what messengers keep

	"dianqin/data/model"
)

// MaxSide is the longer side of a copy in pixels: a label that can be read in the
// original can be read in the copy, and it goes up in a moment where the network is thin.
const MaxSide = 2048

// Most pixels that are taken into memory: 48 million of a baseline JPEG are 72 MB while
// it is read; the other kinds keep four or six bytes a pixel until they are done.
const (
	MaxPixels     = 48 << 20
	MaxPixelsElse = 16 << 20
)

// quality keeps small print and bar codes legible.
const quality = 85

// Info is what is known of a picture before its pixels are read.
type Info struct {
	Kind          string // jpeg, png, webp
	Width, Height int    // as it lies in the file
	Turn          int    // its orientation by EXIF, 1 to 8, for whom reads EXIF to set; 1: upright
	progressive   bool
}

// Mime is the media type.
func (i Info) Mime() string { return "image/" + i.Kind }

// Fits says that the pixels may be read here. Code: picture.too_many_pixels.
func (i Info) Fits() *model.Error {
	most := MaxPixelsElse
	if i.Kind == "jpeg" && !i.progressive {
		most = MaxPixels
	}
	if i.Width > most/max(1, i.Height) {
		return model.Fail("picture.too_many_pixels", "mega", i.Width/1000*i.Height/1000, "max", most>>20)
	}
	return nil
}

// Look reads the head of a picture. Codes: file.empty, picture.unreadable.
func Look(raw []byte) (Info, error) {
	if len(raw) == 0 {
		return Info{}, model.Fail("file.empty", "name", "")
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || c.Width < 1 || c.Height < 1 {
		return Info{}, fmt.Errorf("%w: %w", model.Fail("picture.unreadable"), orElse(err, image.ErrFormat))
	}
	i := Info{Kind: kind, Width: c.Width, Height: c.Height, Turn: 1}
	if kind == "jpeg" {
		i.progressive = progressive(raw)
	}
	return i, nil
}

// progressive says that a JPEG comes in several scans, all of which are kept in memory
// until the last: its frame begins with SOF2.
func progressive(raw []byte) bool {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff; {
		switch marker := raw[at+1]; {
		case marker == 0xff: // fill
			at++
			continue
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			return marker != 0xc0 && marker != 0xc1
		case marker == 0xda:
			return false
		}
		at += 2 + int(raw[at+2])<<8 + int(raw[at+3])
	}
	return false
}

// Load reads a picture's pixels, upright, its longer side at most maxSide. Codes:
// picture.unreadable, picture.too_many_pixels.
func Load(raw []byte, i Info, maxSide int) (*image.RGBA, error) {
	if bad := i.Fits(); bad != nil {
		return nil, bad
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", model.Fail("picture.unreadable"), err)
	}
	return upright(shrink(img, maxSide), i.Turn), nil
}

// Encode makes a JPEG.
func Encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("make a JPEG: %w", err)
	}
	return b.Bytes(), nil
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
