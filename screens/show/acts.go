package show

import (
	"bytes"
	"context"

	"dianqin/app"
	"dianqin/app/evidence"
	"dianqin/screens/ui"
)

// Acts records what a person does on a page, one act at a time, beside the screen; a
// press meanwhile is left out. What goes wrong is said at the bottom. A page embeds
// one.
type Acts struct {
	c     *ui.Context
	after func()
	busy  bool
}

// NewActs makes the acts of a page; after, which may be nil, runs after every act that
// succeeded: the page reads again.
func NewActs(c *ui.Context, after func()) Acts { return Acts{c: c, after: after} }

// Do runs an act; then, which may be nil, runs when it is on the disk.
func (a *Acts) Do(act func(context.Context) error, then func()) {
	if a.busy {
		return
	}
	a.busy = true
	a.c.Go(func() func() {
		err := act(context.Background())
		return func() {
			a.busy = false
			if err != nil {
				a.c.Toast(Line(a.c.Words(), err))
				return
			}
			for _, f := range []func(){then, a.after} {
				if f != nil {
					f()
				}
			}
		}
	})
}

// Pick lets a person choose a picture from a file and keeps it as evidence.
func (a *Acts) Pick(of *app.App, s evidence.Subject) {
	a.c.PickPicture(func(f ui.Picked, err error) {
		if err != nil {
			a.c.Toast(Line(a.c.Words(), err))
			return
		}
		var kept evidence.Kept
		a.Do(func(ctx context.Context) (err error) {
			kept, err = of.Evidence.Pick(ctx, s, bytes.NewReader(f.Bytes))
			return err
		}, func() { a.c.Toast(Kept(a.c.Words(), kept.Unstamped, "evidence.picked")) })
	})
}
