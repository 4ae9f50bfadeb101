package uitest

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
)

// PicturesEnv names the folder that Capture writes to; without it Capture does nothing.
const PicturesEnv = "DIANQIN_PICTURES"

// Picture paints the window, Options.Scale pixels to a dp.
func (s *Stage) Picture() image.Image {
	s.Settle()
	return s.Window.Canvas().Capture()
}

// Capture paints the window into name.png in the folder that PicturesEnv names.
func (s *Stage) Capture(name string) {
	s.T.Helper()
	if os.Getenv(PicturesEnv) == "" {
		return
	}
	if err := WritePNG(s.Picture(), name); err != nil {
		s.T.Fatal(err)
	}
}

// WritePNG keeps a picture as name.png in the folder that PicturesEnv names, and
// does nothing without it.
func WritePNG(m image.Image, name string) error {
	folder := os.Getenv(PicturesEnv)
	if folder == "" {
		return nil
	}
	if err := writePNG(filepath.Join(folder, name+".png"), m); err != nil {
		return fmt.Errorf("keep the picture of %s: %w", name, err)
	}
	return nil
}

func writePNG(path string, m image.Image) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	return e.Encode(f, m)
}
