package sim

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
)

// WritePNG writes a picture to a file, all of it or none.
func WritePNG(path string, img image.Image) error {
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&b, img); err != nil {
		return fmt.Errorf("sim: encoding %s: %w", path, err)
	}
	part := path + ".part"
	if err := os.WriteFile(part, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("sim: writing a picture: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("sim: writing a picture: %w", err)
	}
	return nil
}

// JPEG encodes a picture; quality is 1..100.
func JPEG(img image.Image, quality int) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("sim: encoding a JPEG: %w", err)
	}
	return b.Bytes(), nil
}
