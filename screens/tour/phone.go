package tour

import (
	"context"
	"fmt"
	"slices"

	"dianqin/app/session"
	appwork "dianqin/app/work"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/screens/ui"
)

// say is the word for a key in the window's language.
func (h *hand) say(key string) string { return h.c.T(key, nil) }

// all runs acts one after the other until one fails.
func all(acts ...func() error) error {
	for _, act := range acts {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

func (h *hand) taps(key string) func() error { return func() error { return h.tap(h.say(key)) } }

func (h *hand) writes(key, text string) func() error {
	return func() error { return h.write(h.say(key), text) }
}

func (h *hand) sees(parts ...string) func() error { return func() error { return h.see(parts...) } }

// enrol types address and code into the form.
func (h *hand) enrol(server, code string) error {
	return all(h.sees(h.say("signin.enrol")), h.writes("signin.server", server), h.writes("signin.code", code))
}

func (t *player) enrolPhone() error {
	if err := t.openPhone(); err != nil {
		return err
	}
	return t.p.enrol(t.o.Server, t.o.PhoneCode)
}

func (t *player) signIn() error {
	h := t.p
	return all(h.taps("signin.enrol"), h.sees(h.say("signin.login")),
		h.writes("signin.login", t.o.Login), h.writes("signin.password", t.o.Password))
}

func (t *player) today() error {
	h := t.p
	if err := all(h.taps("signin.enter"), h.sees(h.say("today.title"))); err != nil {
		return err
	}
	task, err := t.task()
	if err != nil {
		return err
	}
	if s := t.phone.Sync.State(); !s.HasData {
		return fmt.Errorf("the first download is not over: %+v", s)
	}
	return h.see(task.Address)
}

// task is the task that is played, as the phone knows it.
func (t *player) task() (work.Task, error) {
	tasks, err := t.phone.Work.Today(context.Background())
	if err != nil {
		return work.Task{}, err
	}
	i := slices.IndexFunc(tasks, func(k work.Task) bool { return k.ID == t.o.TaskID })
	if i < 0 {
		return work.Task{}, fmt.Errorf("the task is not among the day's %d", len(tasks))
	}
	return tasks[i], nil
}

func (t *player) site() (appwork.Site, error) {
	return t.phone.Work.Site(context.Background(), t.o.TaskID)
}

// until waits until the site is as it should be.
func (t *player) until(what string, so func(appwork.Site) bool) error {
	var failed error
	err := t.p.until(what, func() bool {
		s, err := t.site()
		failed = err
		return err != nil || so(s)
	})
	if failed != nil {
		return failed
	}
	return err
}

func (t *player) offline() error {
	t.o.Offline(true)
	return t.p.until("the phone knows that there is no network", func() bool {
		t.phone.Sync.Wake()
		s := t.phone.Sync.State()
		return s.LastErr != nil && !s.Running
	})
}

func (t *player) openTask() error {
	h := t.p
	task, err := t.task()
	if err != nil {
		return err
	}
	if task.Kind != work.SealCheck {
		return fmt.Errorf("the task is a %s", task.Kind)
	}
	if err := all(func() error { return h.tap(task.Address) }, h.sees(h.say("task.seals")), h.taps("task.start")); err != nil {
		return err
	}
	return t.until("the task is started", func(s appwork.Site) bool { return s.Task.State == work.Started })
}

// scanBox holds the camera before the whole box: seven of its seals, and one that
// belongs elsewhere in the place of the eighth. The camera moves, so some are read
// before others; what it shows on the way goes into the film.
func (t *player) scanBox() error {
	h := t.p
	there := []string{}
	for _, number := range t.o.Expected {
		if number != t.o.Break {
			there = append(there, number)
		}
	}
	box := slices.Insert(slices.Clone(there), len(there)/2, t.o.Foreign)
	if err := t.o.Point(box...); err != nil {
		return err
	}
	if err := h.tap(h.c.N("task.scan", len(t.o.Expected), nil)); err != nil {
		return err
	}
	marked := 0
	err := t.until("the box is swept by the live camera", func(s appwork.Site) bool {
		if n := t.marks(box); n > marked && n < len(box) {
			marked = n
			t.film.glimpse(h.w.Canvas().Capture())
		}
		right := 0
		for _, l := range s.Sweep.Lines {
			if l.Seen && l.Verdict.Tone == seal.Right {
				right++
			}
		}
		return right == len(there) && len(s.Sweep.Strange) == 1 && s.Sweep.Strange[0].Number == t.o.Foreign && s.Sweep.Strange[0].Verdict.Tone == seal.Wrong
	})
	if err != nil {
		return err
	}
	if err := h.see(h.say("scan.strange"), t.progress(len(there))); err != nil {
		return err
	}
	// The frame that the picture of this step shows is one in which all are marked.
	return h.until("every seal of the box is marked", func() bool { return t.marks(box) == len(box) })
}

// marks is how many of the numbers have a chip over the picture.
func (t *player) marks(numbers []string) (n int) {
	for _, number := range numbers {
		n += min(1, t.p.count(number[len(number)-4:]))
	}
	return n
}

func (t *player) progress(seen int) string {
	return t.p.c.T("scan.progress", map[string]any{"seen": seen, "all": len(t.o.Expected)})
}

// scanLast finds the seal that the box did not show.
func (t *player) scanLast() error {
	number := t.o.Break
	if err := t.o.Point(number); err != nil {
		return err
	}
	err := t.until(number+" is read by the live camera", func(s appwork.Site) bool {
		return slices.ContainsFunc(s.Sweep.Lines, func(l seal.Line) bool {
			return l.Seal.Number == number && l.Seen && l.Verdict.Tone == seal.Right
		})
	})
	if err != nil {
		return err
	}
	if err := t.p.see(t.progress(len(t.o.Expected))); err != nil {
		return err
	}
	return t.p.until("the last seal is marked", func() bool { return t.marks([]string{number}) == 1 })
}

func (t *player) swept() error {
	return all(t.p.taps("scan.done"), t.p.sees(t.p.say("task.seals"), t.p.say("task.strange")))
}

func (t *player) noteBroken() error {
	h := t.p
	err := all(func() error { return h.tapNumber(t.o.Break) }, h.sees(h.say("verdict.condition")), h.taps("condition.broken"))
	if err != nil {
		return err
	}
	return t.until("the seal is noted as broken", func(s appwork.Site) bool {
		return slices.ContainsFunc(s.Sweep.Lines, func(l seal.Line) bool {
			return l.Seal.Number == t.o.Break && l.Verdict != nil && l.Verdict.Condition == seal.Broken
		})
	})
}

func (t *player) photograph() error { return t.still(t.o.Break) }

// still takes the picture of the seal that is open.
func (t *player) still(number string) error {
	if err := t.o.Point(number); err != nil {
		return err
	}
	if err := all(t.p.taps("verdict.picture"), t.p.sees(t.p.say("evidence.shutter")), t.p.taps("evidence.shutter")); err != nil {
		return err
	}
	if err := t.until("the picture is kept", func(s appwork.Site) bool { return s.Photos[number] == 1 }); err != nil {
		return err
	}
	return t.p.see(t.p.say("verdict.pictures"))
}

func (t *player) photographForeign() error {
	h := t.p
	return all(func() error { return h.tapIcon(ui.IcBack) }, func() error { return h.tapNumber(t.o.Foreign) },
		h.sees(h.say("verdict.picture")), func() error { return t.still(t.o.Foreign) })
}

func (t *player) sheet() error {
	h := t.p
	if err := h.tapIcon(ui.IcBack); err != nil {
		return err
	}
	ok := h.say("task.answer.ok")
	if err := h.see(ok); err != nil {
		return err
	}
	for i := range h.count(ok) {
		if err := h.tapNth(ok, i); err != nil {
			return err
		}
	}
	if err := h.see(h.say("task.lacking.none")); err != nil {
		return err
	}
	return t.until("nothing is lacking", func(s appwork.Site) bool { return len(s.Lacking) == 0 })
}

func (t *player) finish() error {
	h := t.p
	if err := all(h.taps("task.finish"), h.sees(h.say("today.title"), h.say("common.state.done"))); err != nil {
		return err
	}
	return t.done()
}

// done looks whether the phone holds all that was done.
func (t *player) done() error {
	if err := t.until("the task is done", func(s appwork.Site) bool { return s.Task.State == work.Done }); err != nil {
		return err
	}
	result, ok, err := t.phone.Work.Result(context.Background(), t.o.TaskID)
	if err != nil {
		return err
	}
	site, err := t.site()
	if err != nil {
		return err
	}
	s := t.phone.Sync.State()
	switch {
	case !ok || len(result.Seals) != len(t.o.Expected)+1:
		return fmt.Errorf("the sheet is not there or not whole: %+v", result)
	case site.Photos[t.o.Break] != 1 || site.Photos[t.o.Foreign] != 1:
		return fmt.Errorf("the pictures are %v", site.Photos)
	case s.Pending == 0 || s.Files == 0:
		return fmt.Errorf("nothing waits to go up without a network: %+v", s)
	}
	return nil
}

// reopen closes the app and opens it on the same data, still without a network.
func (t *player) reopen() error {
	before := t.phone.Sync.State()
	if err := t.closePhone(); err != nil {
		return err
	}
	if err := t.openPhone(); err != nil {
		return err
	}
	if s := t.phone.Session.State(); s != session.SignedIn {
		return fmt.Errorf("the person is not signed in any more: %v", s)
	}
	if now := t.phone.Sync.State(); now.Pending != before.Pending || now.Files != before.Files || now.MadeSeq != before.MadeSeq {
		return fmt.Errorf("before the end %+v waited, now %+v", before, now)
	}
	task, err := t.task()
	if err != nil {
		return err
	}
	if err := all(t.p.sees(t.p.say("today.title"), task.Address), t.done); err != nil {
		return err
	}
	return t.p.see(t.p.say("common.state.done"))
}

// sync brings the network back and lets everything go up.
func (t *player) sync() error {
	h := t.p
	t.o.Offline(false)
	if err := all(h.taps("phone.me"), h.taps("common.sync.now")); err != nil {
		return err
	}
	err := h.until("everything is on the server", func() bool {
		s := t.phone.Sync.State()
		return !s.Running && s.LastErr == nil && s.Pending == 0 && s.Files == 0 && s.MadeSeq > 0 && s.HeldSeq == s.MadeSeq
	})
	if err != nil {
		return fmt.Errorf("%w; %+v", err, t.phone.Sync.State())
	}
	if s := t.phone.Sync.State(); s.Items != 0 {
		return fmt.Errorf("the server disputes %d of what was done", s.Items)
	}
	return nil
}
