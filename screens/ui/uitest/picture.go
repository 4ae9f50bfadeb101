package uitest

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
)

// PicturesEnv names the folder that Capture writes to; without it Capture does nothing.
const PicturesEnv = "DIANQIN_PICTURES"

// Picture paints the window, two pixels to a dp.
func (s *Stage) Picture() image.Image {
	s.Settle()
	return s.Window.Canvas().Capture()
}

// Capture paints the window into name.png in the folder that PicturesEnv names.
func (s *Stage) Capture(name string) {
	s.T.Helper()
	folder := os.Getenv(PicturesEnv)
	if folder == "" {
		return
	}
	if err := writePNG(filepath.Join(folder, name+".png"), s.Picture()); err != nil {
		s.T.Fatalf("keep the picture of %s: %v", name, err)
	}
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
	return png.Encode(f, m)
}
