package evidence

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/device/outside"
)

// Viewer shows a file in another program of the device.
type Viewer func(ctx context.Context, path, mime string) error

// viewedFor is how long a copy stays for the program that it was made for: a viewer
// reads it at once, and looks at it again when it is turned or printed.
const viewedFor = time.Hour

// View shows a file of a picture in the program that the system has for pictures: a
// copy of it, since what another program does to it must not reach the evidence. Codes:
// outside.no_app, outside.unable, as Load for what is not here.
func (e *Evidence) View(ctx context.Context, f evidence.File) error {
	raw, err := e.fetch(ctx, f.SHA256)
	if err != nil {
		return err
	}
	if e.Viewer == nil {
		return model.Fail(string(outside.ErrUnable))
	}
	folder := e.beside("viewed")
	dropViewed(folder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("copy a picture: %w", err)
	}
	path := filepath.Join(folder, filepath.Base(f.SHA256)+ending(f.Mime))
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		return fmt.Errorf("copy a picture: %w", err)
	}
	if err = e.Viewer(ctx, path, f.Mime); err == nil {
		return nil
	}
	_ = os.Remove(path) // nobody reads it
	var code outside.Code
	if errors.As(err, &code) {
		return model.Fail(string(code))
	}
	return fmt.Errorf("show a picture: %w", err)
}

// ending is what a file's name ends in, by which a system finds its program.
func ending(kind string) string {
	if kind == "image/jpeg" {
		return ".jpg" // of several the one that everybody knows
	}
	if all, err := mime.ExtensionsByType(kind); err == nil && len(all) > 0 {
		return all[0]
	}
	return ""
}

// dropViewed deletes copies that were looked at long ago.
func dropViewed(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return // there is none yet
	}
	for _, d := range entries {
		if info, err := d.Info(); err == nil && time.Since(info.ModTime()) > viewedFor {
			_ = os.Remove(filepath.Join(folder, d.Name()))
		}
	}
}
