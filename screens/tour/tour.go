// Package tour plays the main job on the real screens of phone and desk, without
// a display: a device enrols, a box is checked without a network, the app is
// closed and opened again, what was done goes up, and the desk sees it. Every
// step is looked at, kept as a picture and said in a line. It knows no server and
// no shell: it is handed what opens them.
package tour

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dianqin/app"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Options are what the tour is handed.
type Options struct {
	Out  string    // folder for the pictures
	Said io.Writer // a line for every step

	// OpenPhone opens the phone's app, on the same data every time.
	OpenPhone func() (*app.App, error)
	Desk      *app.App // opened by whoever calls, and closed by them
	// PhoneScreens and DeskScreens fill a window; the text is the server's address.
	PhoneScreens, DeskScreens func(*app.App, *ui.Context, string)

	Offline             func(on bool) // takes the network away from both
	Server              string        // address to type
	PhoneCode, DeskCode string        // to enrol with
	Login, DeskLogin    string        // who is to come in
	Password            string        // of both

	Point func(numbers ...string) error // points the phone's live camera at a box with these seals

	TaskID   string   // the seal check that is played
	Expected []string // the numbers at its box
	Foreign  string   // one that does not belong there
	Break    string   // which of the expected ones is found broken
}

// player plays the steps.
type player struct {
	o     Options
	fy    fyne.App
	step  int
	phone *app.App
	p, d  *hand // at the phone, at the desk
	film  film
}

// step is one thing that happens in one of the two windows.
type step struct {
	name string
	at   func(*player) *hand
	do   func() error
}

func atPhone(t *player) *hand { return t.p }
func atDesk(t *player) *hand  { return t.d }

// Play plays the tour and returns what did not hold. Beside a picture a step it
// leaves Film, the two windows side by side, and Poster, the box as it was swept.
func Play(ctx context.Context, o Options) error {
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return fmt.Errorf("make the folder for the pictures: %w", err)
	}
	t := &player{o: o, fy: test.NewApp()}
	defer t.close()
	for _, s := range []step{
		{"desk-sign-in", atDesk, t.openDesk},
		{"desk-before", atDesk, t.deskBefore},
		{"phone-enrol", atPhone, t.enrolPhone},
		{"phone-sign-in", atPhone, t.signIn},
		{"phone-first-download", atPhone, t.today},
		{"phone-offline", atPhone, t.offline},
		{"phone-task", atPhone, t.openTask},
		{"phone-box", atPhone, t.scanBox},
		{"phone-last-seal", atPhone, t.scanLast},
		{"phone-swept", atPhone, t.swept},
		{"phone-broken", atPhone, t.noteBroken},
		{"phone-picture", atPhone, t.photograph},
		{"phone-foreign-picture", atPhone, t.photographForeign},
		{"phone-sheet", atPhone, t.sheet},
		{"phone-finished", atPhone, t.finish},
		{"phone-reopened", atPhone, t.reopen},
		{"phone-synced", atPhone, t.sync},
		{"phone-map", atPhone, t.chart},
		{"phone-map-customer", atPhone, t.chartFind},
		{"phone-way", atPhone, t.chartWay},
		{"phone-position", atPhone, t.chartMove},
		{"desk-order", atDesk, t.deskOrder},
		{"desk-result", atDesk, t.deskResult},
		{"desk-seal", atDesk, t.deskSeal},
		{"desk-picture", atDesk, t.deskPicture},
		{"desk-case", atDesk, t.deskCase},
		{"desk-proposal", atDesk, t.deskProposal},
		{"desk-map", atDesk, t.deskChart},
		{"desk-accepted", atDesk, t.deskAccept},
	} {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("tour: %w", err)
		}
		if err := t.play(s); err != nil {
			return err
		}
	}
	return t.film.keep(o.Out)
}

// pause lies between the steps: a line at the bottom is gone after it.
const pause = 10 * time.Second

// play plays a step and keeps its picture, also where it failed.
func (t *player) play(s step) error {
	t.step++
	for _, h := range []*hand{t.p, t.d} {
		if h != nil {
			h.c.Tick(pause)
		}
	}
	failed := s.do()
	file := fmt.Sprintf("%02d-%s.png", t.step, s.name)
	if h := s.at(t); h != nil {
		if err := t.keep(s, h, file); err != nil && failed == nil {
			failed = err
		}
	}
	if failed != nil {
		return fmt.Errorf("tour, step %d %s: %w", t.step, s.name, failed)
	}
	_, err := fmt.Fprintln(t.o.Said, "ok", file)
	return err
}

func (t *player) keep(s step, h *hand, file string) error {
	shot, err := h.picture()
	if err != nil {
		return err
	}
	t.film.shoot(shot, h == t.p, s.name == posterStep)
	return writePNG(filepath.Join(t.o.Out, file), shot)
}

// The windows, in dp.
var (
	phoneSize = fyne.NewSize(412, 892)
	deskSize  = fyne.NewSize(1280, 800)
)

// openPhone opens the app in a new window.
func (t *player) openPhone() error {
	a, err := t.o.OpenPhone()
	if err != nil {
		return err
	}
	t.phone, t.p = a, newHand(t.fy, phoneSize, true)
	t.o.PhoneScreens(a, t.p.c, t.o.Server)
	a.Start()
	return t.p.settle()
}

// closePhone lets the screens end and closes the app.
func (t *player) closePhone() error {
	if t.phone == nil {
		return nil
	}
	t.p.c.Nav.Clear()
	if err := t.p.settle(); err != nil {
		return err
	}
	t.phone.Pause()
	if err := t.p.settle(); err != nil {
		return err
	}
	a := t.phone
	t.phone = nil
	return a.Close()
}

func (t *player) close() {
	if t.d != nil {
		t.d.c.Nav.Clear()
		t.d.c.Wait()
		t.o.Desk.Pause()
		t.d.c.Wait()
	}
	_ = t.closePhone() // a fault of the tour itself was told already
}
