package evidence

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"dianqin/app/evidence/exif"
	"dianqin/app/evidence/photo"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
)

// thumbSide is the longer side of a thumbnail in pixels: sharp at a hundred dp on a
// phone.
const thumbSide = 360

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
	path := filepath.Join(e.thumbs, f.SHA256+".jpg")
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
	return img, nil
}

// keepThumb writes a thumbnail whole or not at all.
func (e *Evidence) keepThumb(path string, img image.Image) (err error) {
	if err := os.MkdirAll(e.thumbs, 0o700); err != nil {
		return fmt.Errorf("keep thumbnail: %w", err)
	}
	raw, err := photo.Encode(img)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(e.thumbs, ".part-")
	if err != nil {
		return fmt.Errorf("keep thumbnail: %w", err)
	}
	_, err = temp.Write(raw)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep thumbnail: %w", err), os.Remove(temp.Name()))
	}
	return nil
}
