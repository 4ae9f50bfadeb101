package camera

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Folder plays the pictures of a folder (PNG, JPEG, PGM), sorted by name, as a camera:
// the next one every interval, or by Next alone where interval is 0. The path may also
// be a single picture. Pictures that are added are found when the reel comes round.
func Folder(path string, interval time.Duration) *Reel {
	return NewReel(path, func() ([]Picture, error) { return listFolder(path) }, interval)
}

// Files plays the named pictures in the order given.
func Files(paths []string, interval time.Duration) *Reel {
	paths = slices.Clone(paths)
	return NewReel("", func() ([]Picture, error) { return pictures(paths), nil }, interval)
}

func listFolder(path string) ([]Picture, error) {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return pictures([]string{path}), nil
	}
	var entries []os.DirEntry
	if err == nil {
		entries, err = os.ReadDir(path) // sorted by name
	}
	if err != nil {
		return nil, absent(path, err)
	}
	var paths []string
	for _, e := range entries {
		if !e.IsDir() && isPicture(e.Name()) {
			paths = append(paths, filepath.Join(path, e.Name()))
		}
	}
	return pictures(paths), nil
}

// isPicture goes by the name; hidden files (a Mac leaves "._x.jpg" on sticks) do not count.
func isPicture(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".pgm":
		return !strings.HasPrefix(name, ".")
	}
	return false
}

func pictures(paths []string) []Picture {
	out := make([]Picture, len(paths))
	for i, p := range paths {
		out[i] = Picture{Name: p, Load: func() (image.Image, error) { return ReadPicture(p) }}
	}
	return out
}
