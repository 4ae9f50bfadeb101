package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Folder is a Blobs in a folder of a disk, which several servers may share.
type Folder struct{ dir string }

var _ Blobs = Folder{}

// NewFolder returns the Blobs in a folder, which is made where it is missing.
func NewFolder(dir string) (Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Folder{}, fmt.Errorf("make the folder of files: %w", err)
	}
	return Folder{dir}, nil
}

const incoming = ".incoming-" // begins the name of what is not whole yet

func (f Folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// Put writes a temporary file, brings it to the disk and renames it.
func (f Folder) Put(_ context.Context, name string, r io.Reader, check func() error) (err error) {
	folder := filepath.Dir(f.path(name))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(folder, incoming+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, temp.Close(), os.Remove(temp.Name()))
		}
	}()
	if _, err = io.Copy(temp, r); err != nil {
		return err
	}
	if err = check(); err != nil {
		return err
	}
	if err = temp.Sync(); err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), f.path(name)); err != nil {
		return err
	}
	return errors.Join(temp.Close(), syncFolder(folder))
}

// Open opens a file.
func (f Folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	return os.Open(f.path(name))
}

// List walks a folder, past what is not whole.
func (f Folder) List(_ context.Context, folder string, each func(name string, bytes int64) error) error {
	return filepath.WalkDir(f.path(folder), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // gone since, or never there
			return nil
		}
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), incoming) {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(f.dir, path)
		if err != nil {
			return err
		}
		return each(filepath.ToSlash(name), info.Size())
	})
}

// Delete removes a file, and its folder where it was the last.
func (f Folder) Delete(_ context.Context, name string) error {
	err := os.Remove(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	_ = os.Remove(filepath.Dir(f.path(name))) // one that is not empty stays
	return err
}

// syncFolder makes a rename last; systems that cannot sync a folder need not.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
