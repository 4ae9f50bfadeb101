package camera

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
)

const (
	maxPictureBytes  = 64 << 20 // of a file
	maxPicturePixels = 64 << 20 // of a picture: a small file may claim a huge one
)

// ReadPicture reads a PNG, JPEG or PGM file. Whatever is wrong with it comes back as a
// *Fault with ErrPicture and the path.
func ReadPicture(path string) (image.Image, error) {
	data, err := readFile(path)
	if err == nil {
		var img image.Image
		if img, err = Decode(data); err == nil {
			return img, nil
		}
	}
	return nil, &Fault{ErrPicture, path, err}
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a file")
	case info.Size() > maxPictureBytes:
		return nil, fmt.Errorf("%d bytes are too many", info.Size())
	}
	return os.ReadFile(path)
}

// Decode reads a PNG, JPEG or PGM picture, told apart by their first bytes.
func Decode(data []byte) (image.Image, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		return decodeWith(data, png.DecodeConfig, png.Decode)
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		return decodeWith(data, jpeg.DecodeConfig, jpeg.Decode)
	case bytes.HasPrefix(data, []byte("P5")), bytes.HasPrefix(data, []byte("P2")):
		return decodePGM(data)
	}
	return nil, errors.New("not a PNG, JPEG or PGM picture")
}

// decodeWith asks for the size before it pays for the pixels.
func decodeWith(data []byte, head func(io.Reader) (image.Config, error), body func(io.Reader) (image.Image, error)) (image.Image, error) {
	config, err := head(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if err := checkSize(config.Width, config.Height); err != nil {
		return nil, err
	}
	return body(bytes.NewReader(data))
}

func checkSize(w, h int) error {
	if w < 1 || h < 1 || w > maxPicturePixels/h {
		return fmt.Errorf("%d x %d pixels cannot be used", w, h)
	}
	return nil
}
