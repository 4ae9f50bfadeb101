package show

import (
	"context"

	"dianqin/app"
	"dianqin/data/model/people"
	"dianqin/screens/ui"
)

// Give gives tasks to a person (to nobody, by an empty user) and says so at the
// bottom, with a way back. Without a network it says that it counts later. then
// runs after tasks have changed hands.
func Give(a *app.App, c *ui.Context, taskIDs []string, to people.User, then func()) {
	c.Go(func() func() {
		given, err := a.Work.Give(context.Background(), taskIDs, to.ID)
		return func() {
			n := given.Count()
			switch {
			case err != nil:
				c.Toast(Line(c.Words(), err))
			case n == 0:
				c.Toast(c.T("orders.unchanged", nil))
				return
			default:
				word := c.N("orders.takenback", n, nil)
				if to.ID != "" {
					word = c.N("orders.assigned", n, map[string]any{"name": to.Name})
				}
				c.ToastUndo(word+Later(a, c), c.T("common.undo", nil), func() {
					c.Go(func() func() {
						err := a.Work.Undo(context.Background(), given)
						return func() { undone(a, c, err) }
					})
				})
			}
			a.Sync.Wake()
			then()
		}
	})
}

func undone(a *app.App, c *ui.Context, err error) {
	if err != nil {
		c.Toast(Line(c.Words(), err))
		return
	}
	a.Sync.Wake()
	c.Toast(c.T("orders.undone", nil) + Later(a, c))
}

// Later says behind a command that the server cannot be reached now: the command
// is kept, and counts when it can. It is empty where the last round went well.
func Later(a *app.App, c *ui.Context) string {
	if a.Sync.State().LastErr == nil {
		return ""
	}
	return " · " + c.T("orders.later", nil)
}
