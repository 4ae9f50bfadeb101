package tour

import (
	"context"
	"fmt"
	"strings"

	"dianqin/data/model/cases"
	"dianqin/data/model/work"

	"fyne.io/fyne/v2/canvas"
)

func (t *player) openDesk() error {
	t.d = newHand(t.fy, deskSize, false)
	h := t.d
	t.o.DeskScreens(t.o.Desk, h.c, t.o.Server)
	t.o.Desk.Start()
	return all(func() error { return h.enrol(t.o.Server, t.o.DeskCode) }, h.taps("signin.enrol"), h.sees(h.say("signin.login")),
		h.writes("signin.login", t.o.DeskLogin), h.writes("signin.password", t.o.Password))
}

// number is the order's number as the phone shows it.
func (t *player) number() (string, error) {
	task, err := t.task()
	return task.Number, err
}

// deskBefore signs in: the day has not begun.
func (t *player) deskBefore() error {
	h := t.d
	return all(h.taps("signin.enter"), h.sees(h.say("orders.title")), h.taps("orders.title"), h.sees(h.say("orders.col.where")))
}

// deskOrder finds the order by typing its number; it comes back by itself.
func (t *player) deskOrder() error {
	h := t.d
	number, err := t.number()
	if err != nil {
		return err
	}
	t.o.Desk.Sync.Wake()
	return all(h.writes("orders.search", number), h.sees(number, h.say("common.state.done")))
}

// deskResult opens the order: it is done, the sheet and its seals are there.
func (t *player) deskResult() error {
	h := t.d
	number, err := t.number()
	if err != nil {
		return err
	}
	if err := all(func() error { return h.tapNth(number, 0) }, h.sees(h.say("orders.ended"), h.say("orders.seals"), h.say("condition.broken"),
		h.say("orders.sheet"), h.say("common.photos"), h.say("casekind.seal_broken"))); err != nil {
		return err
	}
	site, err := t.o.Desk.Work.Site(context.Background(), t.o.TaskID)
	if err != nil {
		return err
	}
	if site.Task.State != work.Done {
		return fmt.Errorf("at the desk the task is %s", site.Task.State)
	}
	return nil
}

// deskSeal follows the broken seal to its history.
func (t *player) deskSeal() error {
	h := t.d
	err := all(func() error { return h.tapNumber(t.o.Break) },
		h.sees(h.say("seals.history"), h.say("what.inspected")+" · "+h.say("condition.broken"), h.say("what.sighted"), h.say("what.applied")))
	if err != nil {
		return err
	}
	return h.until("the picture is shown", func() bool { return h.photographs() > 0 })
}

// thumbWidth is what the smallest picture on the desk has at least: one that stands
// upright is a thumbnail of some 200 pixels across.
const thumbWidth = 160

// photographs is how many pictures from a camera the window shows: what the icons
// are drawn with has a resource, and they are small.
func (h *hand) photographs() int {
	n := 0
	for _, node := range nodes(h.w.Canvas()) {
		if i, ok := node.object.(*canvas.Image); ok && i.Image != nil && i.Image.Bounds().Dx() >= thumbWidth {
			n++
		}
	}
	return n
}

// deskPicture opens the picture over the whole page.
func (t *player) deskPicture() error {
	h := t.d
	before := h.photographs()
	for _, n := range nodes(h.w.Canvas()) {
		if i, ok := n.object.(*canvas.Image); ok && i.Image != nil && i.Image.Bounds().Dx() >= thumbWidth {
			if err := h.press(n, "the picture"); err != nil {
				return err
			}
			break
		}
	}
	return all(h.sees(h.say("desk.picture")), func() error {
		return h.until("the picture fills the page", func() bool { return h.photographs() == before+1 })
	})
}

// deskCase looks at the cases: one of the broken seal, and only one.
func (t *player) deskCase() error {
	h := t.d
	if err := all(h.taps("cases.title"), h.sees(h.say("cases.col.seal")), h.writes("cases.search", t.o.Break[len(t.o.Break)-shown:])); err != nil {
		return err
	}
	rows := 0
	for _, s := range h.texts() {
		if strings.ReplaceAll(s, " ", "") == t.o.Break {
			rows++
		}
	}
	open, err := t.o.Desk.Work.Cases(context.Background())
	if err != nil {
		return err
	}
	of := 0
	for _, k := range open {
		if k.SealNumber == t.o.Break && k.Kind == cases.SealBroken && k.Number != "" {
			of++
		}
	}
	if rows != 1 || of != 1 {
		return fmt.Errorf("the broken seal has %d cases, the list shows %d", of, rows)
	}
	return all(func() error { return h.tapNumber(t.o.Break) }, h.writes("cases.search", ""), h.sees(h.say("cases.history"), h.say("cases.task"), h.say("common.photos")),
		func() error { return h.until("the picture is shown", func() bool { return h.photographs() > 0 }) })
}
