package show

import (
	"context"
	"sync"
	"time"

	"dianqin/app"
	"dianqin/screens/ui"
)

// Draft keeps what is typed on a screen at every change and brings it back: after
// Back, and after the process was killed. T is what is kept, as JSON. It lives on the
// thread that paints; writes run beside the screen, one after the other.
type Draft[T any] struct {
	Value T

	a    *app.App
	c    *ui.Context
	key  string
	mu   sync.Mutex // one write at a time, the newest last
	wait *ui.Latest
}

// draftPause lets a burst of letters become one write. A process killed within it
// loses the last letters, no more.
const draftPause = 120 * time.Millisecond

// NewDraft names a draft by screen and thing.
func NewDraft[T any](a *app.App, c *ui.Context, key string) *Draft[T] {
	return &Draft[T]{a: a, c: c, key: key, wait: ui.NewLatest(c.Bridge)}
}

// Load reads what was kept and tells when it is there; a screen calls it as it opens.
func (d *Draft[T]) Load(then func()) {
	d.c.Go(func() func() {
		var v T
		found, err := d.a.Draft(context.Background(), d.key, &v)
		return func() {
			if err != nil {
				d.c.Toast(Line(d.c.Words(), err))
				return
			}
			if found {
				d.Value = v
				then()
			}
		}
	})
}

// Keep keeps the present value.
func (d *Draft[T]) Keep() {
	v := d.Value
	d.wait.Go(draftPause, func() func() { return d.write(func(ctx context.Context) error { return d.a.KeepDraft(ctx, d.key, v) }) })
}

// Drop forgets it: what was typed is recorded.
func (d *Draft[T]) Drop() {
	d.wait.Go(0, func() func() { return d.write(func(ctx context.Context) error { return d.a.DropDraft(ctx, d.key) }) })
}

func (d *Draft[T]) write(do func(context.Context) error) func() {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := do(context.Background())
	return func() {
		if err != nil {
			d.c.Toast(Line(d.c.Words(), err))
		}
	}
}
