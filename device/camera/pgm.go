package camera

import (
	"errors"
	"image"
)

var errShortPGM = errors.New("the PGM picture ends early")

// decodePGM reads Netpbm grey pictures: binary (P5, 8 or 16 bits) and plain (P2).
func decodePGM(data []byte) (image.Image, error) {
	s := &pgmScanner{data: data, at: 2}
	w, h, top := s.number(), s.number(), s.number()
	if s.bad || top < 1 || top > 65535 {
		return nil, errors.New("the PGM header is damaged")
	}
	if err := checkSize(w, h); err != nil {
		return nil, err
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	if data[1] == '2' {
		return img, s.plain(img.Pix, top)
	}
	return img, binary(img.Pix, data[min(len(data), s.at+1):], top)
}

func binary(dst, src []byte, top int) error {
	size := 1
	if top > 255 {
		size = 2
	}
	if len(src) < len(dst)*size {
		return errShortPGM
	}
	if top == 255 {
		copy(dst, src)
		return nil
	}
	for i := range dst {
		v := int(src[i*size])
		if size == 2 {
			v = v<<8 | int(src[i*2+1])
		}
		dst[i] = byte(min(v, top) * 255 / top)
	}
	return nil
}

// pgmScanner reads the words of a header: numbers, blanks, comments.
type pgmScanner struct {
	data []byte
	at   int
	bad  bool
}

func (s *pgmScanner) plain(dst []byte, top int) error {
	for i := range dst {
		v := s.number()
		if s.bad {
			return errShortPGM
		}
		dst[i] = byte(min(v, top) * 255 / top)
	}
	return nil
}

// number reads the next decimal number; bad is set where there is none.
func (s *pgmScanner) number() int {
	s.skip()
	start, v := s.at, 0
	for s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9' && v < 1<<30 {
		v = v*10 + int(s.data[s.at]-'0')
		s.at++
	}
	if s.at == start {
		s.bad = true
	}
	return v
}

func (s *pgmScanner) skip() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\r', '\n', '\v', '\f':
			s.at++
		case '#':
			for s.at < len(s.data) && s.data[s.at] != '\n' {
				s.at++
			}
		default:
			return
		}
	}
}
