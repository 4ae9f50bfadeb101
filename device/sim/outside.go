package sim

import (
	"context"
	"slices"
	"strings"
	"sync"

	"dianqin/device/outside"
)

// Outside is a device with the programs that it is told to have. The zero value has
// one for everything.
type Outside struct {
	mu      sync.Mutex
	schemes []string // that something takes; nil: all
	opened  []string
}

var _ outside.Outside = (*Outside)(nil)

// Has says which schemes have a program.
func (o *Outside) Has(schemes ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.schemes = append([]string{}, schemes...)
}

// Open is remembered where a program takes it.
func (o *Outside) Open(ctx context.Context, link string) error {
	scheme, _, found := strings.Cut(link, ":")
	if !found {
		return outside.ErrLink
	}
	return o.take(ctx, scheme, link)
}

// View is remembered where something takes files (the scheme "file").
func (o *Outside) View(ctx context.Context, path, _ string) error { return o.take(ctx, "file", path) }

func (o *Outside) take(ctx context.Context, scheme, what string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if o.schemes != nil && !slices.Contains(o.schemes, scheme) {
		return outside.ErrNoApp
	}
	o.opened = append(o.opened, what)
	return nil
}

// Opened lists the links and files that were taken, oldest first.
func (o *Outside) Opened() []string { o.mu.Lock(); defer o.mu.Unlock(); return slices.Clone(o.opened) }
