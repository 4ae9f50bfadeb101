package camera

import (
	"os"
	"path/filepath"
	"time"
)

// SlideTime is how long Open shows each picture of a folder.
const SlideTime = 2 * time.Second

// Open plays what lies at a path as a camera: a folder of pictures one after the other,
// a film at its own rate (see Movie), a picture standing still. What is not there fails
// with ErrNone, what cannot be played with ErrPicture, both with the path.
func Open(path string) (*Reel, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, absent(path, err)
	case info.IsDir():
		return Folder(path, SlideTime), nil
	case isPicture(filepath.Base(path)):
		if _, err := ReadPicture(path); err != nil {
			return nil, err
		}
		return Folder(path, 0), nil
	}
	return Movie(path)
}
