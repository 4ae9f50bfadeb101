//go:build !android

package outside

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// desktop hands links and files to the program that every desktop system has for it.
type desktop struct {
	// run starts a program and waits a little for it to say that it could not.
	run func(ctx context.Context, name string, args ...string) error
}

func (d desktop) Open(ctx context.Context, link string) error {
	if s, ok := scheme(link); !ok || s == "file" { // a file is View's
		return ErrLink
	}
	return d.hand(ctx, link)
}

func (d desktop) View(ctx context.Context, path, _ string) error {
	full, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("show %s: %w", path, err)
	}
	if _, err := os.Stat(full); err != nil {
		return fmt.Errorf("show a file: %w", err)
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(full)}
	if u.Path[0] != '/' { // a drive's letter
		u.Path = "/" + u.Path
	}
	return d.hand(ctx, u.String())
}

func (d desktop) hand(ctx context.Context, link string) error {
	err := d.run(ctx, opener[0], append(append([]string{}, opener[1:]...), link)...)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit):
		return ErrNoApp // the opener ran and found nothing
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return ErrUnable // a system without the opener
	}
	return fmt.Errorf("open %s: %w", link, err)
}

// patience is how long an opener has to fail: one that still runs has opened something,
// and some stay as long as that is open.
const patience = 3 * time.Second

func start(ctx context.Context, name string, args ...string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cmd := exec.Command(name, args...) // not ended with ctx: what it opened would go too
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(patience):
		return nil
	}
}
