package evidence

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"

	"dianqin/app/evidence/exif"
	"dianqin/app/evidence/photo"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
)

// thumbSide is the longer side of a thumbnail in pixels: sharp at a hundred dp on a
// phone.
const thumbSide = 360

// mostThumbs is how many thumbnails are kept, some 60 MB; who looks at more has the
// oldest made again.
const mostThumbs = 4000

// Load reads a picture's pixels, upright, its longer side at most maxSide pixels. Codes:
// file.unknown (the bytes are not here and not on the server), picture.unreadable,
// picture.too_many_pixels, those of the network.
func (e *Evidence) Load(ctx context.Context, f evidence.File, maxSide int) (*image.RGBA, error) {
	raw, err := e.fetch(ctx, f.SHA256)
	if err != nil {
		return nil, err
	}
	info, err := photo.Look(raw)
	if err != nil {
		return nil, err
	}
	info.Turn = exif.Read(raw, model.ChinaTime()).Orientation
	e.one.Lock()
	defer e.one.Unlock()
	return photo.Load(raw, info, maxSide)
}

// Thumb is a picture small. It is made once and kept: bytes under a hash never change.
func (e *Evidence) Thumb(ctx context.Context, f evidence.File) (*image.RGBA, error) {
	if raw, err := hex.DecodeString(f.SHA256); err != nil || len(raw) != 32 {
		return nil, model.Fail("file.bad_hash")
	}
	path := e.thumbPath(f)
	if raw, err := os.ReadFile(path); err == nil {
		if info, err := photo.Look(raw); err == nil {
			if img, err := photo.Load(raw, info, thumbSide); err == nil {
				return img, nil
			}
		}
	}
	img, err := e.Load(ctx, f, thumbSide)
	if err != nil {
		return nil, err
	}
	_ = e.keepThumb(path, img) // a full disk: it is made again the next time
	e.pruned.Do(func() { prune(e.thumbs, mostThumbs) })
	return img, nil
}

// prune deletes the oldest thumbnails above a number. What cannot be deleted stays.
func prune(folder string, most int) {
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) <= most {
		return
	}
	age := func(d os.DirEntry) int64 {
		info, err := d.Info()
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return cmp.Compare(age(a), age(b)) })
	for _, d := range entries[:len(entries)-most] {
		_ = os.Remove(filepath.Join(folder, d.Name()))
	}
}

// dropThumbs deletes the thumbnails of a picture that nobody is to see.
func (e *Evidence) dropThumbs(p evidence.Picture) {
	for _, f := range p.Files() {
		_ = os.Remove(e.thumbPath(f)) // there may be none
	}
}

func (e *Evidence) thumbPath(f evidence.File) string {
	return filepath.Join(e.thumbs, filepath.Base(f.SHA256)+".jpg")
}

// keepThumb writes a thumbnail whole or not at all.
func (e *Evidence) keepThumb(path string, img image.Image) error {
	if err := os.MkdirAll(e.thumbs, 0o700); err != nil {
		return fmt.Errorf("keep thumbnail: %w", err)
	}
	raw, err := photo.Encode(img)
	if err != nil {
		return err
	}
	return writeWhole(path, raw)
}

// writeWhole writes a file whole or not at all; a loss of power may still tear it.
func writeWhole(path string, raw []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".part-")
	if err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	_, err = temp.Write(raw)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write a picture: %w", err), os.Remove(temp.Name()))
	}
	return nil
}
