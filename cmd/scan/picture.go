package main

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // the formats that pictures come in
	_ "image/png"
	"io"
	"os"

	"dianqin/scan"
)

// mostPixels is the largest picture that is read: a damaged or hostile header
// must not ask for more memory than a machine has.
const mostPixels = 1 << 28

// readFrame reads a picture from a file.
func readFrame(path string) (scan.Frame, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return scan.Frame{}, fmt.Errorf("read the picture: %w", err)
	}
	f, err := decodeFrame(data)
	if err != nil {
		return scan.Frame{}, fmt.Errorf("read the picture %s: %w", path, err)
	}
	return f, nil
}

// decodeFrame understands PNG, JPEG and PGM, by their first bytes.
func decodeFrame(data []byte) (scan.Frame, error) {
	if bytes.HasPrefix(data, []byte("P5")) || bytes.HasPrefix(data, []byte("P2")) {
		return decodePGM(data)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return scan.Frame{}, err
	}
	if err := checkSize(c.Width, c.Height); err != nil {
		return scan.Frame{}, err
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return scan.Frame{}, err
	}
	return scan.FromImage(img), nil
}

func checkSize(w, h int) error {
	if w <= 0 || h <= 0 || w > mostPixels/h {
		return fmt.Errorf("%d by %d pixels is no size to read", w, h)
	}
	return nil
}

// decodePGM reads a portable grey map, binary (P5) or in words (P2), of up to 16
// bits a sample, scaled to eight.
func decodePGM(data []byte) (scan.Frame, error) {
	r := bufio.NewReader(bytes.NewReader(data[2:]))
	var head [3]int
	for i, name := range [...]string{"width", "height", "greatest value"} {
		v, err := number(r)
		if err != nil {
			return scan.Frame{}, fmt.Errorf("the %s: %w", name, err)
		}
		head[i] = v
	}
	w, h, top := head[0], head[1], head[2]
	if err := checkSize(w, h); err != nil {
		return scan.Frame{}, err
	}
	if top < 1 || top > 65535 {
		return scan.Frame{}, fmt.Errorf("greatest value %d, want 1 to 65535", top)
	}
	if w*h > len(data) { // even in words a sample takes a byte and more
		return scan.Frame{}, fmt.Errorf("the samples: %w", io.ErrUnexpectedEOF)
	}
	f := scan.Frame{Pix: make([]byte, w*h), Width: w, Height: h, Stride: w}
	sample := binarySample(r, top)
	if data[1] == '2' {
		sample = func() (int, error) { return number(r) }
	}
	for i := range f.Pix {
		v, err := sample()
		if err != nil {
			return scan.Frame{}, fmt.Errorf("sample %d: %w", i, err)
		}
		f.Pix[i] = byte((min(v, top)*255 + top/2) / top)
	}
	return f, nil
}

// binarySample reads samples of one byte, or of two where the greatest value
// asks for them.
func binarySample(r io.ByteReader, top int) func() (int, error) {
	next := func() (int, error) {
		b, err := r.ReadByte()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return int(b), err
	}
	if top < 256 {
		return next
	}
	return func() (int, error) {
		high, err := next()
		if err != nil {
			return 0, err
		}
		low, err := next()
		return high<<8 | low, err
	}
}

// number reads a decimal number and the one byte of white space behind it,
// skipping white space and comments before it.
func number(r io.ByteReader) (int, error) {
	const most = 1 << 30
	n, digits, comment := 0, 0, false
	for {
		b, err := r.ReadByte()
		switch {
		case err == io.EOF && digits > 0:
			return n, nil
		case err == io.EOF:
			return 0, io.ErrUnexpectedEOF
		case err != nil:
			return 0, err
		case comment:
			comment = b != '\n' && b != '\r'
		case b == '#' && digits == 0:
			comment = true
		case b >= '0' && b <= '9':
			n, digits = n*10+int(b-'0'), digits+1
			if n > most {
				return 0, fmt.Errorf("a number above %d", most)
			}
		case b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\v' || b == '\f':
			if digits > 0 {
				return n, nil
			}
		default:
			return 0, fmt.Errorf("byte %q where a number belongs", b)
		}
	}
}
